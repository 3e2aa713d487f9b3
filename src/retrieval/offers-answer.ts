import { analyze } from './analyze.ts';
import type { ExpectedAnswer } from './expected-answer.ts';
import { STOP_WORDS } from './stop-words.ts';
import { VERB_OF_SAYING } from './verbs-of-saying.ts';

/**
 * Whether a sentence has something of the kind that a question asks for: 1 when it stands where an
 * answer would stand, less when it is only there, 0 when it is not, or when anything may answer.
 */
export function offersAnswer(sentence: string, expected: ExpectedAnswer): number {
  switch (expected.kind) {
    case 'number':
      return offersNumber(sentence, expected);
    case 'person':
      return offersName(sentence, expected);
    case 'description':
      return offersDescription(sentence, expected);
    case 'place':
      return offersPlace(sentence, expected);
    case 'date':
      return offersDate(sentence, expected);
    case 'reason':
      return offersReason(sentence);
    case 'saying':
      return offersSaying(sentence, expected);
    case 'yes-no':
    case 'other':
      return 0;
  }
}

/** A word of a sentence as it is written. */
interface Word {
  readonly text: string;
  readonly start: number;
  readonly isCapitalised: boolean;
  readonly isFirst: boolean;
}

const WORD = /[\p{L}\p{N}]+(?:[.,:'’-][\p{L}\p{N}]+)*/gu;

function wordsOf(sentence: string): Word[] {
  return Array.from(sentence.matchAll(WORD), ({ 0: text, index }, position) => ({
    text,
    start: index,
    isCapitalised: /^\p{Lu}/u.test(text),
    isFirst: position === 0,
  }));
}

const NUMBER =
  /^(?:\p{N}[\p{N}.,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\p{L}+)?|hundreds?|thousands?|(?:m|b|tr)illions?|dozens?|scores|several|both|one|half|nobody|none)$/iu;
/** The counted noun stands at most this many words behind its number: "two of the many bridges". */
const COUNTED_WITHIN = 4;

function offersNumber(sentence: string, { subject, unit }: ExpectedAnswer): number {
  const words = wordsOf(sentence);
  let best = 0;
  words.forEach(({ text }, position) => {
    if (!NUMBER.test(text)) return;
    best = Math.max(best, ANYWHERE);
    const next = words[position + COUNTED_WITHIN];
    const around = sentence.slice(
      Math.max(0, words[position]!.start - 1),
      next === undefined ? sentence.length : next.start,
    );
    if (unit?.test(around) === true) best = 1;
    if (analyze(around).some(({ term }) => subject.has(term))) best = 1;
  });
  return best;
}

/** What an answer of the right kind counts for that stands anywhere in a sentence. */
const ANYWHERE = 0.4;

const DAY_OR_MONTH =
  /^(?:mon|tues|wednes|thurs|fri|satur|sun)day|^(?:january|february|march|april|may|june|july|august|september|october|november|december)$/iu;

/** Whether a word is a name that the question does not have. */
function isNewName({ text, isCapitalised }: Word, known: ReadonlySet<string>): boolean {
  if (!isCapitalised || DAY_OR_MONTH.test(text) || NUMBER.test(text)) return false;
  if (STOP_WORDS.has(text.toLowerCase())) return false;
  const terms = analyze(text);
  return terms.length > 0 && terms.every(({ term }) => !known.has(term));
}

function offersName(sentence: string, { known }: ExpectedAnswer): number {
  const names = wordsOf(sentence).filter((word) => isNewName(word, known));
  if (names.some(({ isFirst }) => !isFirst)) return 1;
  return names.length > 0 ? ANYWHERE : 0;
}

const APPOSITION = /^(?:['’]s)?,\s+(?:\p{Ll}|\p{N})/u;

/** A name with its office before it or behind it. */
function offersDescription(sentence: string, { subject }: ExpectedAnswer): number {
  const words = wordsOf(sentence);
  let best = 0;
  words.forEach((word, position) => {
    const { text, start, isFirst } = word;
    if (!word.isCapitalised || !isIn(text, subject)) return;
    if (APPOSITION.test(sentence.slice(start + text.length))) best = 1;
    const before = words[position - 1];
    if (isFirst || before === undefined || isIn(before.text, subject)) return;
    const isOffice =
      !STOP_WORDS.has(before.text.toLowerCase()) &&
      !VERB_OF_SAYING.test(before.text.toLowerCase()) &&
      !/^(?:mr|mrs|ms|dr)$/iu.test(before.text);
    if (isOffice || sentence[start - 2] === ',') best = Math.max(best, isOffice ? 1 : ANYWHERE);
  });
  return best;
}

function isIn(word: string, terms: ReadonlySet<string>): boolean {
  return analyze(word).some(({ term }) => terms.has(term));
}

const PREPOSITION =
  /^(?:in|at|near|from|to|on|off|over|across|outside|inside|around|towards?|into|along|between|of|by|behind|beyond|through)$/iu;
const PLACE_NOUN =
  /\b(?:fields?|borders?|banks?|rivers?|cit(?:y|ies)|villages?|towns?|squares?|streets?|coasts?|seas?|ports?|regions?|districts?|settlements?|capital|embass(?:y|ies)|north|south|east|west)\b/iu;
/** How many words may stand between a preposition and the name: "in the old port of Tarn". */
const NAME_WITHIN = 3;

function offersPlace(sentence: string, { known, unit }: ExpectedAnswer): number {
  if (unit !== null) return unit.test(sentence) ? 1 : 0;
  const words = wordsOf(sentence);
  const isAt = words.some(
    (word, position) =>
      isNewName(word, known) &&
      words
        .slice(Math.max(0, position - NAME_WITHIN), position)
        .some(({ text }) => PREPOSITION.test(text)),
  );
  if (isAt) return 1;
  return PLACE_NOUN.test(sentence) ? ANYWHERE : 0;
}

const DATE =
  /\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:january|february|april|june|july|august|september|october|november|december)\b|\b(?:19|20)\d\d\b|\b\d{1,2} (?:march|may)\b|\b(?:march|may) \d/iu;
const VAGUE_DATE =
  /\b(?:\d+(?:st|nd|rd|th)|yesterday|today|tomorrow|soon|ago|early|earlier|late|later|morning|afternoon|evening|night|days?|weeks?|months?|years?|since|until|after|before|during)\b/iu;

function offersDate(sentence: string, { unit }: ExpectedAnswer): number {
  if (unit !== null) return unit.test(sentence) ? 1 : 0;
  if (DATE.test(sentence)) return 1;
  return VAGUE_DATE.test(sentence) ? ANYWHERE : 0;
}

const CAUSE =
  /\b(?:because|due to|in order (?:to|not)|so that|owing to|as a result|thanks to|caused by|for fear|reasons?|therefore|thus|aim(?:s|ed)? (?:to|at))\b/iu;
const HINT_AT_CAUSE = /\b(?:to \p{Ll}+|after|since|amid|following|as)\b/u;

function offersReason(sentence: string): number {
  if (CAUSE.test(sentence)) return 1;
  return HINT_AT_CAUSE.test(sentence) ? ANYWHERE : 0;
}

const QUOTATION_MARK = /["“”„«»]/u;

function offersSaying(sentence: string, { subject }: ExpectedAnswer): number {
  const isSaid = QUOTATION_MARK.test(sentence) || VERB_OF_SAYING.test(sentence.toLowerCase());
  if (!isSaid) return 0;
  const speaks = analyze(sentence).some(({ term }) => subject.has(term));
  return speaks || subject.size === 0 ? 1 : ANYWHERE;
}

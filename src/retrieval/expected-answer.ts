import { analyze } from './analyze.ts';
import type { QuestionTerm } from './lexical-index.ts';
import { VERB_OF_SAYING } from './verbs-of-saying.ts';

/** What kind of thing would answer a question. */
export type AnswerKind =
  'number' | 'person' | 'description' | 'place' | 'date' | 'reason' | 'saying' | 'yes-no' | 'other';

/** What a question asks for. */
export interface ExpectedAnswer {
  /** `person` is somebody or some organisation to be named, `description` who a named one is. */
  readonly kind: AnswerKind;
  /** Terms of what is counted, of who is to be described, or of who is to have said something. */
  readonly subject: ReadonlySet<string>;
  /** What the answer is measured in, such as hours; null where anything will do. */
  readonly unit: RegExp | null;
  /** Terms of the question in all their spellings: a name among them is no answer. */
  readonly known: ReadonlySet<string>;
}

const UNITS = {
  share: /%|\b(?:per ?cent|percentage|half|third|quarter|majority|most|all)\b/iu,
  money: /[$€£¥₴₽]|\b(?:dollars?|euros?|pounds?|hryvnias?|roubles?|rubles?|yuan|crowns?)\b/iu,
  duration: /\b(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|since|until)\b/iu,
  distance: /\b(?:miles?|kilomet(?:re|er)s?|km|met(?:re|er)s?|feet|yards?)\b/iu,
  frequency: /\b(?:once|twice|times|daily|weekly|monthly|every|each|per)\b/iu,
  timeOfDay:
    /\b\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\b|\b\d{1,2}[:.]\d\d\b|\b(?:noon|midnight|o['’]clock)\b/iu,
  direction: /\b(?:north|south|east|west|above|below|left|right)/iu,
} as const;

interface QuestionForm {
  /** Against the question from its question word on, in lower case. */
  readonly pattern: RegExp;
  readonly kind: AnswerKind;
  readonly unit?: RegExp;
}

const WHICH =
  "^(?:what|which)(?:(?:'s| is| are| was| were) the)?(?: (?!(?:is|are|was|were|did|do|does|has|have)\\b)[\\p{L}-]+)?";

/** The first form that a question has decides. */
const FORMS: readonly QuestionForm[] = [
  form(`${WHICH} (?:time|hour)\\b`, 'date', UNITS.timeOfDay),
  form('^when\\b|^how (?:long ago|soon|recently|late|early)\\b', 'date'),
  form(`${WHICH} (?:day|date|weekday|week|month|year|season)\\b`, 'date'),
  form('^how long\\b', 'number', UNITS.duration),
  form('^how far\\b', 'number', UNITS.distance),
  form('^how (?:often|frequently)\\b', 'number', UNITS.frequency),
  form(`${WHICH} (?:price|cost)\\b|^how much (?:money|cash|does|did|do)\\b`, 'number', UNITS.money),
  form(
    `${WHICH} (?:percentage|percent|per cent|share|proportion|fraction)\\b`,
    'number',
    UNITS.share,
  ),
  form(`${WHICH} (?:number|amount|total|toll|count|sum)\\b`, 'number'),
  form(
    '^how (?:m(?:any|[a-z]{1,2}ch|eny|uch)|high|old|large|big|deep|tall|fast|wide|heavy|few)\\b',
    'number',
  ),
  form(`${WHICH} direction\\b`, 'place', UNITS.direction),
  form(
    `^where\\b|${WHICH} (?:cit(?:y|ys|ies)|countr(?:y|ies)|towns?|villages?|regions?|states?|provinces?|districts?|areas?|places?|ports?|rivers?|seas?|islands?|locations?|nations?|border)\\b`,
    'place',
  ),
  form(
    "^who(?:'s| is| are| was| were) (?!(?:the|an?|in|on|at|to|by|not|going|supposed)\\b)[^\\s?]+(?: [^\\s?]+){0,2}\\W*$",
    'description',
  ),
  form(
    `^who(?:m|se)?\\b|${WHICH} (?:ministers?|presidents?|officials?|generals?|leaders?|mayors?|commanders?|advis[eo]rs?|spokes(?:man|woman|person)|directors?|persons?|people|agency|agencies|outlets?|organi[sz]ations?|compan(?:y|ies)|newspapers?|institutes?|part(?:y|ies)|groups?|ministr(?:y|ies))\\b`,
    'person',
  ),
  form(`^why\\b|^how come\\b|${WHICH} (?:reasons?|cause|motive|purpose|explanation)\\b`, 'reason'),
  form('^what (?:caused|led to|made|prompted|triggered)\\b', 'reason'),
  form(
    `^(?:what|how)\\b.*(?:${VERB_OF_SAYING.source}|\\b(?:take|view|opinion|position|stance|reaction|response|reply|answer) (?:on|of|to|about)\\b)`,
    'saying',
  ),
  form('^(?:if|whether)\\b', 'yes-no'),
  form(
    '^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|am)\\b',
    'yes-no',
  ),
];

function form(pattern: string, kind: AnswerKind, unit?: RegExp): QuestionForm {
  return { pattern: new RegExp(pattern, 'u'), kind, ...(unit === undefined ? {} : { unit }) };
}

/**
 * Reads off a question what it asks for, whatever stands around the question itself.
 *
 * @param terms of the question as the index knows them: other spellings are no news either.
 */
export function expectedAnswer(
  question: string,
  terms: readonly QuestionTerm[] = [],
): ExpectedAnswer {
  const core = fromQuestionWord(question);
  const found = FORMS.find(({ pattern }) => pattern.test(core));
  const kind = found?.kind ?? 'other';
  const subject = termsOf(subjectOf(core, kind));
  const known = termsOf(question);
  const spellingsOf = (of: ReadonlySet<string>): string[] =>
    terms
      .filter(({ term }) => of.has(term))
      .flatMap(({ matches }) => matches.map(({ term }) => term));
  return {
    kind,
    unit: found?.unit ?? null,
    subject: new Set([...subject, ...spellingsOf(subject)]),
    known: new Set([...known, ...terms.flatMap(({ matches }) => matches.map(({ term }) => term))]),
  };
}

function termsOf(text: string): ReadonlySet<string> {
  return new Set(analyze(text).map(({ term }) => term));
}

const QUESTION_WORD = /\b(?:what|which|who(?:m|se)?|when|where|why|how|whether)s?\b/u;
const AUXILIARY =
  /^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|am)\b/u;
/** What chats put before a question: `yo`, `ok but`, `guys`, `does anyone know`. */
const PREAMBLE =
  /^(?:(?:yo|hey|hi|hello|ok|okay|so|but|and|like|wait|guys|dude|lol|lmao|haha|um|uh|well|btw|please|pls|hmm|oh|then|now|really)\b[\s,.!?:-]*)+/u;
const ASKING_SOMEBODY =
  /^(?:(?:do|does|did|can|could|would|any)\s?(?:you|u|anyone|anybody|someone|somebody|one|body|idea)? (?:know|tell me|say|remember|explain)(?: me)?|any idea|tell me|i wonder|i'm wondering)\b[\s,:]*/u;

/**
 * The question from its question word on, in lower case. What begins with a verb asks for yes or no,
 * and a question word further back is none: "Was he safe when it fell?"
 */
function fromQuestionWord(question: string): string {
  const plain = question
    .slice(0, MAX_QUESTION_CHARS)
    .toLowerCase()
    .replace(/[‘’ʼ]/gu, "'")
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/\p{L}+/gu, mendQuestionWord);
  const core = plain.replace(PREAMBLE, '').replace(ASKING_SOMEBODY, '');
  if (AUXILIARY.test(core) || /^(?:if|whether)\b/u.test(core)) return core;
  const position = core.search(QUESTION_WORD);
  return position < 0
    ? core
    : core.slice(position).replace(/^(what|who|where|when|how)s\b/u, "$1's");
}

/** Longer texts are no questions; what they ask for stands in the beginning. */
const MAX_QUESTION_CHARS = 500;

const QUESTION_WORDS = ['what', 'where', 'when', 'which', 'who', 'why', 'how', 'many', 'much'];
/** Words of their own, a letter away from a question word. */
const OTHER_WORDS = new Set(['were', 'here', 'hat', 'hen', 'wait', 'way', 'man', 'may']);

/** A question word in which a letter is missing or two are swapped: `wat`, `whre`, `wich`, `hwo`. */
function mendQuestionWord(word: string): string {
  if (word.length < 3 || word.length > 6 || OTHER_WORDS.has(word)) return word;
  return (
    QUESTION_WORDS.find((questionWord) => word === questionWord) ??
    QUESTION_WORDS.find((questionWord) => isSlipOf(word, questionWord)) ??
    word
  );
}

function isSlipOf(word: string, meant: string): boolean {
  for (let position = 0; position < meant.length; position++) {
    const before = meant.slice(0, position);
    const [here = '', next = ''] = meant.slice(position);
    const isMissing = word === before + meant.slice(position + 1);
    const isSwapped = next !== '' && word === before + next + here + meant.slice(position + 2);
    if (isMissing || isSwapped) return true;
  }
  return false;
}

/** What follows `how many`, up to a plural: "how many cruise missiles". */
const COUNTED =
  /^(?:how m[a-z]+|(?:what|which)\b.{0,40}? of)(?: of)?(?: the)? ((?:(?!(?:did|do|does|were|was|are|is|has|have|had|will|would|can|could|in|on|at|of|by|people)\b)[^\s]*[^\s?s] ){0,2}[^\s?]+)/u;

/** The words of a question that name what is counted, who is described or who speaks. */
function subjectOf(core: string, kind: AnswerKind): string {
  if (kind === 'number') {
    return COUNTED.exec(core)?.[1] ?? '';
  }
  if (kind === 'description') return core.replace(/^who\S*(?: is| are| was| were)?/u, '');
  if (kind === 'saying') {
    return (
      /^(?:what|how)(?:'s| is| are| was| did| does| do| has| have| had)? (.*)/u
        .exec(core)?.[1]
        ?.split(SAYING)[0] ?? ''
    );
  }
  return '';
}

const SAYING = new RegExp(VERB_OF_SAYING.source, 'u');

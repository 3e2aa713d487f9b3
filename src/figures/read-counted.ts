import { analyze } from '../retrieval/analyze.ts';
import { STOP_WORDS } from '../retrieval/stop-words.ts';
import { happeningOf, happensToPeople, saysHappening } from './happening.ts';
import { readNumber, type Token } from './read-number.ts';

/** The noun of a figure that counts people: "14 people", "14 dead", "a toll of 14". */
export const PEOPLE = 'people';

/** So many words may stand between a number and the end of what it counts: "two of the old bridges". */
const NOUN_WITHIN = 4;
const PEOPLE_WORD = /^(?:people|persons?|victims?|lives)$/i;
const IRREGULAR_PLURAL =
  /^(?:people|men|women|children|police|troops|personnel|staff|cattle|sheep|aircraft|percent)$/i;
const NO_PLURAL = /(?:ss|us|is|ous|['’]s)$/i;

/** What a number counts. */
export interface Counted {
  readonly noun: string | null;
  readonly modifiers: ReadonlySet<string>;
  readonly happening: string | null;
  /** Position behind the last token that belongs to the figure. */
  readonly end: number;
  /** Position where what is said of it begins. */
  readonly next: number;
}

/** What is counted, behind the number; null where that is not said. */
export function readCounted(
  sentence: string,
  tokens: readonly Token[],
  from: number,
  symbol: string,
): Counted | null {
  const none = { modifiers: new Set<string>(), happening: null, end: from, next: from };
  if (symbol !== '') return { ...none, noun: symbol.trim() };
  const numberEnd = tokens[from - 1]!.end;
  const start = skipPartitive(tokens, from);
  const words = nounPhrase(sentence, tokens, start);
  if (/^\s?%/.test(sentence.slice(numberEnd))) {
    const whole = start === from ? [] : wholeOf(words);
    const next = whole.length === 0 ? from : start + whole.length;
    return { ...none, noun: '%', modifiers: termsOf(whole), next };
  }
  const noun = words.at(-1);
  if (noun === undefined) {
    // "14 were killed", "it killed 14 and …": of people it goes without saying.
    return tokens[from]?.text.toLowerCase() === 'of' ? null : { ...none, noun: null };
  }
  const end = start + words.length;
  const modifiers = termsOf(words.slice(0, -1));
  if (PEOPLE_WORD.test(noun.text)) {
    const happening = /^lives$/i.test(noun.text) ? happeningOf('killed') : null;
    return { noun: PEOPLE, modifiers, happening, end, next: end };
  }
  // "14 dead", "14 killed", "14 people" all count people.
  const happening = saysHappening(noun.text) ? happeningOf(noun.text) : null;
  if (happening !== null && happensToPeople(happening)) {
    return { noun: PEOPLE, modifiers, happening, end, next: end };
  }
  const [term] = termsOf([noun]);
  const isOne = /^(?:one|1)$/i.test(tokens[from - 1]!.text);
  if (!isOne && !isPlural(noun.text) && happening === null) return null;
  return term === undefined ? null : { noun: term, modifiers, happening: null, end, next: end };
}

/** The words from a position up to the first that can be what is counted, or as many as may belong to it. */
function nounPhrase(sentence: string, tokens: readonly Token[], start: number): Token[] {
  const words: Token[] = [];
  for (const token of tokens.slice(start, start + NOUN_WITHIN)) {
    const previousEnd = tokens[start + words.length - 1]!.end;
    const between = sentence.slice(previousEnd, token.start).replace(/^\s?%/, '');
    if (!isBlank(between) || STOP_WORDS.has(token.text.toLowerCase())) break;
    words.push(token);
    if (isHead(token.text)) break;
  }
  return words;
}

/** What a percentage is of, as in "40% of votes"; of "the vote won" only the first word is sure. */
function wholeOf(words: readonly Token[]): readonly Token[] {
  return isHead(words.at(-1)?.text ?? '') ? words : words.slice(0, 1);
}

/** "54 of the missiles", "17 of 20 drones", "dozens of people". */
function skipPartitive(tokens: readonly Token[], from: number): number {
  if (tokens[from]?.text.toLowerCase() !== 'of') return from;
  const isNamed = /^(?:the|its|their|these|those|all)$/i.test(tokens[from + 1]?.text ?? '');
  const start = from + (isNamed ? 2 : 1);
  return readNumber(tokens, start)?.next ?? start;
}

/** Whether a word can be what is counted, and not only narrow it. */
function isHead(word: string): boolean {
  return isPlural(word) || saysHappening(word) || PEOPLE_WORD.test(word);
}

function isPlural(word: string): boolean {
  return IRREGULAR_PLURAL.test(word) || (/s$/i.test(word) && !NO_PLURAL.test(word));
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

function termsOf(words: readonly Token[]): Set<string> {
  return new Set(words.flatMap(({ text }) => analyze(text).map(({ term }) => term)));
}

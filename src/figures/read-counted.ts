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
  if (/^\s?%/.test(sentence.slice(numberEnd))) return { ...none, noun: '%' };
  const start = skipPartitive(tokens, from);
  const words: Token[] = [];
  for (const token of tokens.slice(start, start + NOUN_WITHIN)) {
    const previousEnd = tokens[start + words.length - 1]!.end;
    if (
      !isBlank(sentence.slice(previousEnd, token.start)) ||
      STOP_WORDS.has(token.text.toLowerCase())
    )
      break;
    words.push(token);
    if (isPlural(token.text) || saysHappening(token.text)) break;
  }
  const plural = words.findIndex(({ text }) => isPlural(text) || saysHappening(text));
  const head = plural >= 0 ? plural : words.length - 1;
  const noun = words[head];
  if (noun === undefined) {
    // "14 were killed", "it killed 14 and …": of people it goes without saying.
    return tokens[from]?.text.toLowerCase() === 'of' ? null : { ...none, noun: null };
  }
  const end = start + head + 1;
  const modifiers = termsOf(words.slice(0, head));
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

/** "54 of the missiles", "17 of 20 drones", "dozens of people". */
function skipPartitive(tokens: readonly Token[], from: number): number {
  if (tokens[from]?.text.toLowerCase() !== 'of') return from;
  const isNamed = /^(?:the|its|their|these|those|all)$/i.test(tokens[from + 1]?.text ?? '');
  const start = from + (isNamed ? 2 : 1);
  return readNumber(tokens, start)?.next ?? start;
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

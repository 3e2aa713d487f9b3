import type { TextRange } from '../corpus/article.ts';
import { type Claim, spanOf } from './claim.ts';
import { foldTypography } from './fold-typography.ts';
import type { SegmentReader } from './segment-reader.ts';
import type { WordIndex } from './word-index.ts';

/** A text where the words of a claim stand one after another. */
export interface Occurrence extends TextRange {
  /** Position among the articles. */
  readonly article: number;
  /** Position of its first word in the word index. */
  readonly firstWord: number;
  /** Whether the rest is the same too: capitals, stops and all that typography leaves. */
  readonly isExact: boolean;
}

/** Whether an article, named by its position, is one to look at. */
export type ArticleTest = (article: number) => boolean;

/** Of a phrase that stands everywhere, some places are enough. */
const MAX_OCCURRENCES = 200;

const HYPHEN = /[-\u00ad\u2010\u2011]/;
const DASH = /[\p{Pd}\u2212]/u;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const DIGIT = /\p{Nd}/u;
/** Of percentages, sums of money and degrees. */
const SIGN = /[%‰°\p{Sc}]/u;
/** What a quote may end with and the article not, depending on where it was cut, but for these. */
const TELLING_END = /[?!]/;

/** Where the words of a claim stand one after another, in the order of the index. */
export function findOccurrences(
  claim: Claim,
  index: WordIndex,
  reader: SegmentReader,
  isWanted: ArticleTest | null,
): Occurrence[] {
  const folded = foldCore(claim.text, spanOf(claim.words, 0, claim.words.length));
  const found: Occurrence[] = [];
  for (const firstWord of placesOf(claim, index)) {
    const { article } = index.segmentAt(firstWord);
    if (isWanted?.(article) === false) continue;
    const { text } = reader.article(article);
    const range = reader.span(firstWord, firstWord + claim.words.length);
    const opens = reader.opensSentence(article, range.start);
    const isExact = isSameFrom(folded, foldCore(text, range), opens) && !isTorn(claim, text, range);
    found.push({ article, firstWord, ...range, isExact });
    if (found.length === MAX_OCCURRENCES) break;
  }
  return found;
}

function* placesOf({ words }: Claim, index: WordIndex): Generator<number> {
  const keys = words.map(({ key }) => key);
  const [only] = keys;
  if (only !== undefined && keys.length === 1) {
    yield* index.placesOf(only);
    return;
  }
  let rarest = 0;
  let rarestCount = Infinity;
  for (let pair = 0; pair + 1 < keys.length; pair++) {
    const count = index.countPair(keys[pair]!, keys[pair + 1]!);
    if (count < rarestCount) [rarest, rarestCount] = [pair, count];
  }
  for (const place of index.placesOfPair(keys[rarest]!, keys[rarest + 1]!)) {
    const first = place - rarest;
    if (keys.every((key, position) => index.keyAt(first + position) === key)) yield first;
  }
}

function foldCore(text: string, { start, end }: TextRange): string {
  return foldTypography(text.slice(start, end));
}

/**
 * The same, but for the case of the first letter: a fragment may have been begun like a sentence, and a
 * sentence like a fragment. Both are folded.
 *
 * @param opensSentence whether what is quoted stands at the beginning of one.
 */
export function isSameFrom(claimed: string, quoted: string, opensSentence: boolean): boolean {
  if (claimed === quoted) return true;
  const [first = ''] = claimed;
  const [other = ''] = quoted;
  const mayDiffer =
    first.toLowerCase() === other.toLowerCase() && (opensSentence || first === first.toUpperCase());
  return mayDiffer && claimed.slice(first.length) === quoted.slice(other.length);
}

/** Whether the quote was cut within what belongs together, or ends as a question that was none. */
function isTorn({ text: claimed, words }: Claim, text: string, { start, end }: TextRange): boolean {
  const before = claimed.slice(0, words[0]!.start);
  const after = claimed.slice(words.at(-1)!.end);
  const mark = TELLING_END.exec(after)?.[0];
  return (
    (mark !== undefined && !stopsAt(text, end).includes(mark)) ||
    (isGluedBefore(text, start) && !DASH.test(before)) ||
    (isGluedAfter(text, end) && !DASH.test(after))
  );
}

/** The stops and marks between a position and the next blank or word. */
export function stopsAt(text: string, position: number): string {
  return /^[^\p{L}\p{N}\s]*/u.exec(text.slice(position, position + 8))?.[0] ?? '';
}

/** Whether what stands before a word changes it: `anti-`, `$`, a minus, the first half of `10–12`. */
export function isGluedBefore(text: string, start: number): boolean {
  const [mark, before] = [text.charAt(start - 1), text.charAt(start - 2)];
  const isNumber = DIGIT.test(text.charAt(start));
  if (isNumber && SIGN.test(mark)) return true;
  if (!DASH.test(mark)) return false;
  if (isNumber) return !LETTER_OR_DIGIT.test(before) || DIGIT.test(before);
  return HYPHEN.test(mark) && LETTER_OR_DIGIT.test(before);
}

/** Whether what stands behind a word changes it: `-backed`, `%`, the second half of `10–12`. */
export function isGluedAfter(text: string, end: number): boolean {
  const [mark, after] = [text.charAt(end), text.charAt(end + 1)];
  const isNumber = DIGIT.test(text.charAt(end - 1));
  if (isNumber && SIGN.test(mark)) return true;
  if (!DASH.test(mark) || !LETTER_OR_DIGIT.test(after)) return false;
  return HYPHEN.test(mark) || (isNumber && DIGIT.test(after));
}

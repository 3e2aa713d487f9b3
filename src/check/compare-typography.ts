import type { TextRange } from '../corpus/article.ts';
import type { Claim } from './claim.ts';
import type { CheckContext } from './describe-differences.ts';
import type { ComparedPart, Difference, DifferenceKind } from './difference.ts';
import { isGluedAfter, isGluedBefore, isSameFrom, type Occurrence, stopsAt } from './find-exact.ts';
import { foldTypography } from './fold-typography.ts';

const DIGIT = /\p{N}/u;
const QUESTION_OR_CALL = /[?!]/;
/** What begins or ends with more units than this is no word. */
const MAX_GLUED_CHARS = 40;

/** A word with the stops behind it, as the claim has it, and where the article has it. */
interface Pair extends TextRange {
  readonly claimed: string;
  /** Null where both are the same but for typography. */
  readonly kind: DifferenceKind | null;
}

/** Compares a claim with a place where its words stand in the same order, in another dress. */
export function compareTypography(
  claim: Claim,
  occurrence: Occurrence,
  { reader }: CheckContext,
): { readonly differences: Difference[]; readonly parts: ComparedPart[] } {
  const { text } = reader.article(occurrence.article);
  const opens = reader.opensSentence(occurrence.article, occurrence.start);
  const pairs = claim.words.map((word, position): Pair => {
    const place = reader.word(occurrence.firstWord + position);
    const next = claim.words[position + 1];
    if (next === undefined) return comparedEnd(claim, text, place, opens);
    const claimed = claim.text.slice(word.start, next.start).trim();
    const behind = reader.word(occurrence.firstWord + position + 1);
    const range = trimmed(text, { start: place.start, end: behind.start });
    if (position === 0 && isGluedBefore(text, place.start)) {
      const start = place.start - gluedTo(text, place.start);
      return { claimed, start, end: range.end, kind: gluedKind(claimed) };
    }
    const quoted = text.slice(range.start, range.end);
    const kind = position === 0 ? kindAtStart(claimed, quoted, opens) : kindOf(claimed, quoted);
    return { claimed, ...range, kind };
  });
  const changed = pairs.some(({ kind }) => kind !== null);
  // Else they differ in a blank that belongs to no word.
  const shown: Pair[] = changed
    ? pairs
    : [{ ...trimmed(text, occurrence), claimed: claim.text, kind: 'punctuation' }];
  return { differences: differencesOf(shown, text), parts: partsOf(shown, text) };
}

/** The last word: stops behind it are a matter of where the quote was cut. */
function comparedEnd(claim: Claim, text: string, place: TextRange, opens: boolean): Pair {
  const last = claim.words.at(-1)!;
  const bare = claim.text.slice(last.start, last.end);
  const word = text.slice(place.start, place.end);
  if (isGluedAfter(text, place.end)) {
    const rest = /^\S*/.exec(text.slice(place.end, place.end + MAX_GLUED_CHARS))?.[0] ?? '';
    return {
      claimed: bare,
      start: place.start,
      end: place.end + rest.length,
      kind: gluedKind(word),
    };
  }
  const claimed = claim.text.slice(last.start).trim();
  const stops = stopsAt(text, place.end);
  const mark = QUESTION_OR_CALL.exec(claimed)?.[0];
  if (mark !== undefined && !stops.includes(mark)) {
    return { claimed, start: place.start, end: place.end + stops.length, kind: 'punctuation' };
  }
  const kind = claim.words.length === 1 ? kindAtStart(bare, word, opens) : kindOf(bare, word);
  return { claimed: bare, ...place, kind };
}

function kindAtStart(
  claimed: string,
  quoted: string,
  opensSentence: boolean,
): DifferenceKind | null {
  const isSame = isSameFrom(foldTypography(claimed), foldTypography(quoted), opensSentence);
  return isSame ? null : kindOf(claimed, quoted);
}

function kindOf(claimed: string, quoted: string): DifferenceKind | null {
  const [one, other] = [foldTypography(claimed), foldTypography(quoted)];
  if (one === other) return null;
  return one.toLowerCase() === other.toLowerCase() ? 'capitals' : 'punctuation';
}

/** How many units before a position hold together with what stands there. */
function gluedTo(text: string, start: number): number {
  return /\S*$/.exec(text.slice(Math.max(0, start - MAX_GLUED_CHARS), start))?.[0].length ?? 0;
}

/** A number without its sign is another number. */
function gluedKind(word: string): DifferenceKind {
  return DIGIT.test(word.charAt(0)) ? 'number' : 'wording';
}

function trimmed(text: string, { start, end }: TextRange): TextRange {
  return { start, end: start + text.slice(start, end).trimEnd().length };
}

function differencesOf(pairs: readonly Pair[], text: string): Difference[] {
  return pairs.flatMap(({ kind, claimed, start, end }) =>
    kind === null ? [] : [{ kind, claimed, quoted: text.slice(start, end) }],
  );
}

function partsOf(pairs: readonly Pair[], text: string): ComparedPart[] {
  const parts: ComparedPart[] = [];
  let sameFrom: number | null = null;
  pairs.forEach(({ kind, claimed, start, end }, position) => {
    if (kind !== null) {
      parts.push({ in: 'article', text: text.slice(start, end) }, { in: 'claim', text: claimed });
      return;
    }
    sameFrom ??= start;
    const isLast = pairs[position + 1]?.kind !== null;
    if (!isLast) return;
    parts.push({ in: 'both', text: text.slice(sameFrom, end) });
    sameFrom = null;
  });
  return parts;
}

import type { Claim } from './claim.ts';
import type { Run } from './find-runs.ts';
import type { SegmentReader } from './segment-reader.ts';
import type { WordIndex } from './word-index.ts';

/** A claim beside the words of the articles that it comes from, in the order of the claim. */
export interface Alignment {
  /** Words that are the same; in the order of the claim, none twice. */
  readonly runs: readonly Run[];
  /** What is different before the first run, between runs, and behind the last one. */
  readonly gaps: readonly Gap[];
}

/** Words that a claim and an article do not have in common. Ranges of positions, half-open. */
export interface Gap {
  /** Words of the claim; may be empty. */
  readonly claimed: readonly [from: number, to: number];
  /** Words of the article, by their positions in the index; may be empty. */
  readonly quoted: readonly [from: number, to: number];
  /** The run that comes next; `runs.length` behind the last one. */
  readonly beforeRun: number;
  /** Whether the claim goes on elsewhere: before, in another article, or many words further on. */
  readonly isLeap: boolean;
}

/** Longer gaps hold whole sentences, of which no single word is worth comparing. */
const MAX_COMPARED_WORDS = 60;
/** So many words that begin or end a claim are held against the words in their place. */
const MAX_REPLACED_AT_ENDS = 2;

/** Completes a chain of runs with single words that are the same within its gaps and at its ends. */
export function align(
  claim: Claim,
  chain: readonly Run[],
  index: WordIndex,
  reader: SegmentReader,
): Alignment {
  const inner = chain.flatMap((run, position) => {
    const last = chain[position - 1];
    return last === undefined ? [run] : [...commonWords(claim, last, run, index), run];
  });
  const runs = [
    ...commonWordsBefore(claim, inner[0]!, index, reader),
    ...inner,
    ...commonWordsBehind(claim, inner.at(-1)!, index, reader),
  ];
  return { runs, gaps: gapsBetween(claim, runs, index, reader) };
}

function commonWords(claim: Claim, last: Run, next: Run, index: WordIndex): Run[] {
  if (isFarApart(last, next, index)) return [];
  return longestCommon(claim, index, {
    claimed: [last.claimed + last.length, next.claimed],
    quoted: [last.quoted + last.length, next.quoted],
  });
}

function commonWordsBefore(
  claim: Claim,
  first: Run,
  index: WordIndex,
  reader: SegmentReader,
): Run[] {
  const count = Math.min(first.claimed + MAX_REPLACED_AT_ENDS, wordsBefore(first, index, reader));
  if (count > MAX_COMPARED_WORDS) return [];
  return longestCommon(claim, index, {
    claimed: [0, first.claimed],
    quoted: [first.quoted - count, first.quoted],
  });
}

function commonWordsBehind(
  claim: Claim,
  last: Run,
  index: WordIndex,
  reader: SegmentReader,
): Run[] {
  const from = last.claimed + last.length;
  const place = last.quoted + last.length;
  const left = claim.words.length - from + MAX_REPLACED_AT_ENDS;
  const count = Math.min(left, wordsBehind(last, index, reader));
  if (count > MAX_COMPARED_WORDS) return [];
  return longestCommon(claim, index, {
    claimed: [from, claim.words.length],
    quoted: [place, place + count],
  });
}

function gapsBetween(
  claim: Claim,
  runs: readonly Run[],
  index: WordIndex,
  reader: SegmentReader,
): Gap[] {
  const gaps: Gap[] = [];
  const add = (gap: Gap): void => {
    const isEmpty = gap.claimed[0] === gap.claimed[1] && gap.quoted[0] === gap.quoted[1];
    if (!isEmpty || gap.isLeap) gaps.push(gap);
  };
  const first = runs[0]!;
  const before = replacedAtEnd(first.claimed, wordsBefore(first, index, reader));
  add({
    claimed: [0, first.claimed],
    quoted: [first.quoted - before, first.quoted],
    beforeRun: 0,
    isLeap: false,
  });
  runs.slice(1).forEach((next, position) => {
    const last = runs[position]!;
    const claimed = [last.claimed + last.length, next.claimed] as const;
    const place = last.quoted + last.length;
    const leaps = isFarApart(last, next, index);
    const quoted =
      leaps && next.quoted < place ? ([place, place] as const) : ([place, next.quoted] as const);
    add({ claimed, quoted, beforeRun: position + 1, isLeap: leaps });
  });
  const last = runs.at(-1)!;
  const from = last.claimed + last.length;
  const place = last.quoted + last.length;
  const behind = replacedAtEnd(claim.words.length - from, wordsBehind(last, index, reader));
  add({
    claimed: [from, claim.words.length],
    quoted: [place, place + behind],
    beforeRun: runs.length,
    isLeap: false,
  });
  return gaps;
}

/**
 * How many words of an article the words at an end of a claim stand for. Where the sentence has about
 * as many left, all of them; else a few can only be a change, and more are an addition.
 *
 * @param available words up to the end of the sentence.
 */
function replacedAtEnd(claimed: number, available: number): number {
  if (claimed === 0) return 0;
  if (available <= claimed + 1) return available;
  return claimed <= MAX_REPLACED_AT_ENDS ? claimed : 0;
}

/** Whether the second run does not follow the first one within a few sentences. */
export function isFarApart(last: Run, next: Run, index: WordIndex): boolean {
  const passedOver = next.quoted - (last.quoted + last.length);
  return (
    passedOver < 0 ||
    passedOver > MAX_COMPARED_WORDS ||
    index.segmentAt(last.quoted) !== index.segmentAt(next.quoted)
  );
}

function wordsBefore({ quoted }: Run, index: WordIndex, reader: SegmentReader): number {
  const { article, firstWord } = index.segmentAt(quoted);
  const { start } = reader.sentenceAt(article, reader.word(quoted).start);
  let count = 0;
  while (quoted - count > firstWord && reader.word(quoted - count - 1).start >= start) count += 1;
  return count;
}

function wordsBehind({ quoted, length }: Run, index: WordIndex, reader: SegmentReader): number {
  const last = quoted + length - 1;
  const { end } = reader.sentenceAt(index.segmentAt(last).article, reader.word(last).start);
  let count = 0;
  while (index.keyAt(last + count + 1) !== 0 && reader.word(last + count + 1).end <= end) {
    count += 1;
  }
  return count;
}

/** The longest common subsequence (Wagner and Fischer 1974) of two short stretches of words, as runs. */
export function longestCommon(
  { words }: Claim,
  index: WordIndex,
  { claimed: [a, aEnd], quoted: [b, bEnd] }: Pick<Gap, 'claimed' | 'quoted'>,
): Run[] {
  const rows = aEnd - a;
  const columns = bEnd - b;
  if (rows === 0 || columns === 0) return [];
  const isSame = (row: number, column: number): boolean =>
    words[a + row]!.key === index.keyAt(b + column);
  // lengths[row][column]: of what comes at or behind them.
  const lengths = Array.from({ length: rows + 1 }, () => new Uint16Array(columns + 1));
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      lengths[row]![column] = isSame(row, column)
        ? lengths[row + 1]![column + 1]! + 1
        : Math.max(lengths[row + 1]![column]!, lengths[row]![column + 1]!);
    }
  }
  const runs: Run[] = [];
  let [row, column] = [0, 0];
  while (row < rows && column < columns) {
    if (isSame(row, column)) {
      const last = runs.at(-1);
      const [claimed, quoted] = [a + row, b + column];
      if (last?.claimed === claimed - (last?.length ?? 0) && last.quoted === quoted - last.length) {
        runs[runs.length - 1] = { ...last, length: last.length + 1 };
      } else runs.push({ claimed, quoted, length: 1 });
      row += 1;
      column += 1;
    } else if (lengths[row + 1]![column]! >= lengths[row]![column + 1]!) row += 1;
    else column += 1;
  }
  return runs;
}

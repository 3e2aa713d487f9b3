import type { Alignment, Gap } from './align.ts';
import { type Claim, spanOf } from './claim.ts';
import { type ChangedWord, classifyChange, orderlessKey } from './classify-change.ts';
import type { ComparedPart, Difference, DifferenceKind } from './difference.ts';
import { stopsAt } from './find-exact.ts';
import type { Run } from './find-runs.ts';
import type { SegmentReader } from './segment-reader.ts';
import type { WordIndex } from './word-index.ts';

const ELLIPSIS = '…';
/** A gap that passes over so many more words than were put in may have joined two sentences. */
const JOINING_WORDS = 3;
/** Parts of an article that have changed places have at most so many words between them. */
const MAX_SWAPPED_APART = 8;

/** What describing needs beside claim and alignment. */
export interface CheckContext {
  readonly index: WordIndex;
  readonly reader: SegmentReader;
  /** Whether a word is a name wherever it stands. */
  readonly isName: (word: string) => boolean;
}

/** Names everything in which a claim differs from the words that it is aligned with. */
export function describeDifferences(
  claim: Claim,
  { runs, gaps }: Alignment,
  context: CheckContext,
): Difference[] {
  const changes = gaps.map((gap) => ({
    gap,
    claimed: claimedWords(claim, gap, context),
    quoted: gap.isLeap ? [] : wordsWithin(...gap.quoted, context),
  }));
  const allClaimed = orderlessKey(changes.flatMap(({ claimed }) => claimed));
  const allQuoted = orderlessKey(changes.flatMap(({ quoted }) => quoted));
  const isShuffled = allClaimed !== '' && allClaimed === allQuoted;
  const claimedKeys = changes.map(({ claimed }) => orderlessKey(claimed));
  const quotedKeys = changes.map(({ quoted }) => orderlessKey(quoted));
  return changes.map(({ gap, claimed, quoted }, position): Difference => {
    const isElsewhere =
      isShuffled ||
      isAmong(quotedKeys, claimedKeys[position]!) ||
      isAmong(claimedKeys, quotedKeys[position]!) ||
      (quoted.length === 0 && isBeside(claimed, runs, context));
    const kind = joinKind(claim, gap, runs, context);
    return {
      kind: kind ?? (isElsewhere ? 'order' : classifyChange({ claimed, quoted })),
      claimed: claimedText(claim, gap),
      quoted: quotedText(gap, context),
    };
  });
}

function isAmong(keys: readonly string[], key: string): boolean {
  return key !== '' && keys.includes(key);
}

/** The claim beside what it quotes, part by part. */
export function compareParts(
  claim: Claim,
  { runs, gaps }: Alignment,
  context: CheckContext,
): ComparedPart[] {
  const parts: ComparedPart[] = [];
  const add = (where: ComparedPart['in'], text: string): void => {
    if (text !== '') parts.push({ in: where, text });
  };
  for (let position = 0; position <= runs.length; position++) {
    const gap = gaps.find(({ beforeRun }) => beforeRun === position);
    if (gap !== undefined) {
      add('article', quotedText(gap, context));
      add('claim', claimedText(claim, gap));
    }
    const run = runs[position];
    if (run !== undefined) {
      add('both', textWithStops(context, run.quoted, run.quoted + run.length));
    }
  }
  return parts;
}

/** What joining the runs at both sides of a gap did; null where it is a change of words. */
function joinKind(
  claim: Claim,
  gap: Gap,
  runs: readonly Run[],
  { index, reader }: CheckContext,
): DifferenceKind | null {
  const [last, next] = [runs[gap.beforeRun - 1], runs[gap.beforeRun]];
  if (last === undefined || next === undefined) return null;
  const before = index.segmentAt(last.quoted).article;
  const after = index.segmentAt(next.quoted).article;
  const end = last.quoted + last.length;
  if (before !== after) return 'stitched';
  if (next.quoted < end) {
    const apart = last.quoted - (next.quoted + next.length);
    return apart <= MAX_SWAPPED_APART ? 'order' : 'stitched';
  }
  const passedOver = next.quoted - end - (gap.claimed[1] - gap.claimed[0]);
  if (!gap.isLeap && passedOver < JOINING_WORDS) return null;
  if (hasEllipsis(claim, last, next)) return 'omission';
  const first = reader.sentenceAt(before, reader.word(end - 1).start);
  if (reader.word(next.quoted).end <= first.end) return null;
  if (gap.isLeap) return 'stitched';
  const range = { start: reader.word(end - 1).start, end: reader.word(next.quoted).end };
  const sentences = reader.sentencesWithin(before, range);
  // Of two sentences that follow each other one may have been cut; more is put together.
  const isFirstCut = reader.word(end).start < first.end;
  const isSecondCut = reader.word(next.quoted - 1).start >= sentences.at(-1)!.start;
  return sentences.length > 2 || (isFirstCut && isSecondCut) ? 'stitched' : null;
}

/** Whether words of a claim stand in the article right before the first run, or right behind the last. */
function isBeside(
  words: readonly ChangedWord[],
  runs: readonly Run[],
  context: CheckContext,
): boolean {
  if (words.length === 0) return false;
  const first = runs[0]!.quoted;
  const last = runs.at(-1)!;
  const behind = last.quoted + last.length;
  const key = orderlessKey(words);
  const stretches: [number, number][] = [
    [Math.max(0, first - words.length), first],
    [behind, behind + words.length],
  ];
  return stretches.some(([from, to]) => {
    const inOneSegment = context.index.segmentAt(from) === context.index.segmentAt(to - 1);
    const isRead = inOneSegment && context.index.keyAt(to - 1) !== 0;
    return isRead && key === orderlessKey(wordsWithin(from, to, context));
  });
}

function hasEllipsis({ text, words }: Claim, last: Run, next: Run): boolean {
  const between = text.slice(
    words[last.claimed + last.length - 1]!.end,
    words[next.claimed]!.start,
  );
  return /…|\.\s?\.\s?\./.test(between);
}

function claimedWords({ text, words }: Claim, gap: Gap, { isName }: CheckContext): ChangedWord[] {
  return words.slice(...gap.claimed).map(({ key, start, end }, position) => {
    const word = text.slice(start, end);
    const opens = gap.claimed[0] + position === 0;
    return { key, text: word, isName: isWrittenAsName(word, opens, isName) };
  });
}

function wordsWithin(
  from: number,
  to: number,
  { index, reader, isName }: CheckContext,
): ChangedWord[] {
  return Array.from({ length: to - from }, (_, offset) => {
    const { key, start, end } = reader.word(from + offset);
    const { article } = index.segmentAt(from + offset);
    const word = reader.article(article).text.slice(start, end);
    const opens = reader.opensSentence(article, start);
    return { key, text: word, isName: isWrittenAsName(word, opens, isName) };
  });
}

function isWrittenAsName(
  word: string,
  opensSentence: boolean,
  isName: (word: string) => boolean,
): boolean {
  return /^\p{Lu}/u.test(word) && (!opensSentence || isName(word));
}

function claimedText({ text, words }: Claim, { claimed: [from, to] }: Gap): string {
  if (from === to) return '';
  const { start, end } = spanOf(words, from, to);
  return text.slice(start, end);
}

function quotedText(gap: Gap, context: CheckContext): string {
  const [from, to] = gap.quoted;
  if (gap.isLeap) return ELLIPSIS;
  if (from === to) return '';
  const { start, end } = context.reader.span(from, to);
  return context.reader.articleOf(from).text.slice(start, end);
}

/** Some words of an article with the stops behind the last of them. */
function textWithStops({ reader }: CheckContext, from: number, to: number): string {
  const { start, end } = reader.span(from, to);
  const { text } = reader.articleOf(from);
  return text.slice(start, end + stopsAt(text, end).length);
}

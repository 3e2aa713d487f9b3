import type { TextRange } from '../corpus/article.ts';
import { cutAtBlanks, movedBy } from '../corpus/text-ranges.ts';
import { pushTrimmed } from '../passages/split-sentences.ts';
import type { SegmentReader } from './segment-reader.ts';

/** The longest slice of an article that is shown as one. */
const MAX_CHARS = 1000;

/** Whole sentences of an article with the words in them that were looked for. */
export interface Place extends TextRange {
  /** Position among the articles. */
  readonly article: number;
  /** Ranges of the article within the place, in order. */
  readonly matched: readonly TextRange[];
}

/**
 * The sentences around ranges of an article, as few and as long places as can be shown, in order.
 * A sentence that is too long itself is cut between words.
 *
 * @param ranges in order, within one segment.
 */
export function wholeSentences(
  article: number,
  ranges: readonly TextRange[],
  reader: SegmentReader,
): Place[] {
  const [first, last] = [ranges[0], ranges.at(-1)];
  if (first === undefined || last === undefined) return [];
  const { text } = reader.article(article);
  const pieces = reader
    .sentencesWithin(article, { start: first.start, end: last.end })
    .flatMap((sentence) => cutLong(text, sentence));
  return joined(pieces).flatMap(({ start, end }) => {
    const matched = ranges
      .filter((range) => range.start < end && start < range.end)
      .map((range) => ({ start: Math.max(start, range.start), end: Math.min(end, range.end) }));
    return matched.length === 0 ? [] : [{ article, start, end, matched }];
  });
}

function joined(pieces: readonly TextRange[]): TextRange[] {
  const places: TextRange[] = [];
  for (const piece of pieces) {
    const last = places.at(-1);
    if (last !== undefined && piece.end - last.start <= MAX_CHARS) {
      places[places.length - 1] = { start: last.start, end: piece.end };
    } else places.push(piece);
  }
  return places;
}

function cutLong(text: string, { start, end }: TextRange): TextRange[] {
  const pieces: TextRange[] = [];
  for (const piece of cutAtBlanks(text.slice(start, end), MAX_CHARS)) {
    pushTrimmed(pieces, text, movedBy(start, piece));
  }
  return pieces;
}

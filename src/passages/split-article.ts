import type { Article, TextRange } from '../corpus/article.ts';
import { findDates } from '../corpus/find-dates.ts';
import { tearsPair } from '../corpus/text-ranges.ts';
import { type Block, findBlocks } from './find-blocks.ts';
import type { Passage, PassageSettings, TokenLimit } from './passage.ts';
import { pushTrimmed, splitSentences } from './split-sentences.ts';

/**
 * Cuts an article into passages: in order, not overlapping, covering every character that is neither
 * blank nor excluded. A passage never crosses a heading or an excluded range, joins short paragraphs
 * up to the target length, and ends at a sentence end wherever a sentence fits into the limits.
 */
export function splitArticle(
  article: Article,
  settings: PassageSettings,
  tokenLimit: TokenLimit,
): Passage[] {
  const { text } = article;
  const fitsTokens = ({ start, end }: TextRange): boolean =>
    tokenLimit.countTokens(text.slice(start, end)) <= tokenLimit.maxTokens;

  return findSections(findBlocks(text, article.excluded)).flatMap(({ heading, blocks }) =>
    joinNeighbours(
      blocks.flatMap((block) => splitBlock(text, block, settings)),
      settings.targetChars,
      settings.maxChars,
    )
      // Counting tokens is the dear part, so it comes last, once a passage; few are over the limit.
      .flatMap((range) => halveUntil(fitsTokens, text, range))
      .map(({ start, end }) => ({
        articleId: article.id,
        start,
        end,
        heading,
        published: article.date,
        eventDates: findDates(text.slice(start, end), article.date),
      })),
  );
}

interface Section {
  readonly heading: TextRange | null;
  /** The heading's block included. */
  readonly blocks: readonly Block[];
}

function findSections(blocks: readonly Block[]): Section[] {
  const sections: { heading: TextRange | null; blocks: Block[] }[] = [];
  for (const block of blocks) {
    const current = sections.at(-1);
    if (current === undefined || block.isHeading || block.followsGap) {
      const heading = block.isHeading ? { start: block.start, end: block.end } : null;
      sections.push({ heading, blocks: [block] });
    } else {
      current.blocks.push(block);
    }
  }
  return sections;
}

/** A block as one piece, or cut at sentence ends into pieces of about the same length. */
function splitBlock(text: string, block: Block, settings: PassageSettings): TextRange[] {
  const length = block.end - block.start;
  if (length <= settings.targetChars) return [{ start: block.start, end: block.end }];
  const sentences = splitSentences(text, block).flatMap((sentence) =>
    halveUntil(({ start, end }) => end - start <= settings.maxChars, text, sentence),
  );
  const pieces = Math.ceil(length / settings.targetChars);
  return joinNeighbours(sentences, length / pieces, settings.maxChars);
}

/** Joins neighbours wherever that brings the length nearer to the target, up to the maximum. */
function joinNeighbours(
  ranges: readonly TextRange[],
  targetChars: number,
  maxChars: number,
): TextRange[] {
  const joined: TextRange[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last !== undefined) {
      const missing = targetChars - (last.end - last.start);
      const excess = range.end - last.start - targetChars;
      if (excess <= missing && range.end - last.start <= maxChars) {
        joined[joined.length - 1] = { start: last.start, end: range.end };
        continue;
      }
    }
    joined.push(range);
  }
  return joined;
}

/** Cuts a range in two, and the halves again, until each of them fits. */
function halveUntil(
  fits: (range: TextRange) => boolean,
  text: string,
  range: TextRange,
): TextRange[] {
  // A pair of surrogates is the least that can stand alone.
  if (range.end - range.start <= 2 || fits(range)) return [range];
  const cut = findCut(text, range);
  const halves: TextRange[] = [];
  pushTrimmed(halves, text, { start: range.start, end: cut });
  pushTrimmed(halves, text, { start: cut, end: range.end });
  return halves.flatMap((half) => halveUntil(fits, text, half));
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** How far around a position its character is looked for. A family of emoji has some 20 units. */
const GRAPHEME_CHARS = 50;

/**
 * The sentence end nearest to the middle, else the blank, else the boundary of a character.
 *
 * @param range of at least three units, without blanks at its ends.
 */
function findCut(text: string, range: TextRange): number {
  const middle = Math.floor((range.start + range.end) / 2);
  const nearest = (positions: readonly number[]): number | undefined =>
    [...positions].sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];

  const sentenceStarts = splitSentences(text, range)
    .slice(1)
    .map(({ start }) => start);
  const sentenceCut = nearest(sentenceStarts);
  if (sentenceCut !== undefined) return sentenceCut;

  const quarter = Math.floor((range.end - range.start) / 4);
  for (let distance = 0; distance < quarter; distance++) {
    if (/\s/.test(text.charAt(middle - distance))) return middle - distance;
    if (/\s/.test(text.charAt(middle + distance))) return middle + distance;
  }
  return characterBoundary(text, range, middle);
}

/**
 * The beginning or end of what a reader sees as one character around `middle`. No accent, flag or
 * joined emoji is torn apart, except within an endless pile or row of them; a surrogate pair never.
 */
function characterBoundary(text: string, range: TextRange, middle: number): number {
  const from = Math.max(range.start, middle - GRAPHEME_CHARS);
  const to = Math.min(range.end, middle + GRAPHEME_CHARS);
  const character = graphemes.segment(text.slice(from, to)).containing(middle - from);
  const start = from + (character?.index ?? 0);
  if (start > from) return start;
  const end = start + (character?.segment.length ?? 0);
  if (end < to) return end;
  return tearsPair(text, middle) ? middle + 1 : middle;
}

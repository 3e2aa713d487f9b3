import type { Run } from './read-markdown.ts';
import { widthOf } from './text-width.ts';

/** What must stay on one line: characters without a blank, perhaps in more than one style. */
type Word = readonly Run[];

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Breaks a line between words, or within one that is too long, so that none is wider than that. */
export function wrapRuns(runs: readonly Run[], maxWidth: number, size: number): Run[][] {
  const lines: Run[][] = [];
  let room = 0;
  for (const word of wordsOf(runs).flatMap((each) => breakWord(each, maxWidth, size))) {
    const spaced = precededByBlank(word);
    const last = lines.at(-1);
    const fits = last !== undefined && widthOfRuns(spaced, size) <= room;
    if (fits) {
      last.push(...spaced);
      room -= widthOfRuns(spaced, size);
    } else {
      lines.push([...word]);
      room = maxWidth - widthOfRuns(word, size);
    }
  }
  return lines.map(joinAlike);
}

/** Blanks in the font of code would be wider than the others. */
function precededByBlank([first, ...rest]: Word): Run[] {
  if (first === undefined) return [];
  return first.style === 'code'
    ? [{ text: ' ', style: 'plain' }, first, ...rest]
    : [{ ...first, text: ` ${first.text}` }, ...rest];
}

function wordsOf(runs: readonly Run[]): Word[] {
  const words: Run[][] = [[]];
  for (const { text, style } of runs) {
    for (const [piece] of text.matchAll(/\s+|\S+/g)) {
      if (piece.trim() === '') words.push([]);
      else words.at(-1)!.push({ text: piece, style });
    }
  }
  return words.filter((word) => word.length > 0);
}

function breakWord(word: Word, maxWidth: number, size: number): Word[] {
  if (widthOfRuns(word, size) <= maxWidth) return [word];
  const parts: Run[][] = [];
  let room = 0;
  for (const { text, style } of word) {
    for (const { segment } of characters.segment(text)) {
      const width = widthOf(segment, size, style);
      if (parts.length === 0 || width > room) {
        parts.push([]);
        room = maxWidth;
      }
      parts.at(-1)!.push({ text: segment, style });
      room -= width;
    }
  }
  return parts;
}

function joinAlike(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last?.style === run.style) joined.splice(-1, 1, { ...run, text: last.text + run.text });
    else joined.push(run);
  }
  return joined;
}

function widthOfRuns(runs: readonly Run[], size: number): number {
  return runs.reduce((sum, { text, style }) => sum + widthOf(text, size, style), 0);
}

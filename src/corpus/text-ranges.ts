import type { TextRange } from './article.ts';

/** Ranges that cover a text in order, none longer than `maxChars`, cut at blanks where there are some. */
export function cutAtBlanks(text: string, maxChars: number): TextRange[] {
  const pieces: TextRange[] = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(text.length, start + maxChars);
    if (end < text.length) {
      const blank = text.slice(start, end).search(/\s\S*$/);
      if (blank > 0) end = start + blank;
      else if (tearsPair(text, end)) end -= 1;
    }
    pieces.push({ start, end });
    start = end;
  }
  return pieces;
}

/** Whether a position stands within a pair of surrogates. */
export function tearsPair(text: string, position: number): boolean {
  const unit = text.charCodeAt(position);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/**
 * What lies between ranges of a text, in order; where two of them touch, an empty range.
 *
 * @param ranges in order and not overlapping.
 */
export function rangesBetween(ranges: readonly TextRange[], length: number): TextRange[] {
  let start = 0;
  return [...ranges, { start: length, end: length }].map((range) => {
    const between = { start, end: range.start };
    start = range.end;
    return between;
  });
}

/** The text with the same length, in which semicolons stand for the ranges: nothing is read across them. */
export function blankOut(text: string, ranges: readonly TextRange[]): string {
  let blanked = text;
  for (const { start, end } of ranges) {
    blanked = blanked.slice(0, start) + ';'.repeat(end - start) + blanked.slice(end);
  }
  return blanked;
}

/** The range so many characters further on. */
export function movedBy<Range extends TextRange>(chars: number, range: Range): Range {
  return { ...range, start: range.start + chars, end: range.end + chars };
}

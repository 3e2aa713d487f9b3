import type { TextRange } from '../../corpus/article.ts';
import { splitSentences } from '../../passages/split-sentences.ts';
import { escapeMarkdown } from '../markdown.ts';

export interface QuotationOptions {
  /** Parts of the text to be bold, in order; what of them lies outside of the text is ignored. */
  readonly bold?: readonly TextRange[];
  /** In UTF-16 units, with everything around the text. */
  readonly maxLength: number;
  /** Which end of a text that is too long is shown; the beginning by default. */
  readonly keep?: 'beginning' | 'end';
}

/**
 * The text between quotation marks, word for word. One that is too long is cut at the end of a
 * sentence, failing that of a word or character, with an ellipsis outside of the quotation marks.
 */
export function renderQuotation(
  text: string,
  { bold = [], maxLength, keep = 'beginning' }: QuotationOptions,
): string {
  const whole = quote(text, bold, { start: 0, end: text.length });
  if (whole.length <= maxLength) return whole;
  for (const unitsOf of [sentencesOf, wordsOf, charactersOf]) {
    for (const part of partsOf(text, unitsOf(text), keep)) {
      // Escaping makes nothing shorter, so most parts of a very long text need no trial.
      if (part.end - part.start > maxLength) continue;
      const quoted = quote(text, bold, part);
      const rendered = keep === 'beginning' ? `${quoted} …` : `… ${quoted}`;
      if (rendered.length <= maxLength) return rendered;
    }
  }
  return '…';
}

/** Beginnings or ends of the text that consist of whole units, longest first. */
function partsOf(
  text: string,
  units: readonly TextRange[],
  keep: 'beginning' | 'end',
): TextRange[] {
  return keep === 'beginning'
    ? units.map(({ end }) => ({ start: 0, end })).reverse()
    : units.map(({ start }) => ({ start, end: text.length }));
}

function sentencesOf(text: string): TextRange[] {
  return splitSentences(text, { start: 0, end: text.length });
}

function wordsOf(text: string): TextRange[] {
  return matchesOf(text, /\S+/g);
}

function charactersOf(text: string): TextRange[] {
  return matchesOf(text, /./gsu);
}

function matchesOf(text: string, pattern: RegExp): TextRange[] {
  return Array.from(text.matchAll(pattern), ({ 0: match, index }) => ({
    start: index,
    end: index + match.length,
  }));
}

function quote(text: string, bold: readonly TextRange[], part: TextRange): string {
  let rendered = '';
  let position = part.start;
  for (const { start, end } of boldParts(text, bold, part)) {
    rendered += escapeMarkdown(text.slice(position, start));
    rendered += `**${escapeMarkdown(text.slice(start, end))}**`;
    position = end;
  }
  return `“${rendered}${escapeMarkdown(text.slice(position, part.end))}”`;
}

/**
 * The ranges within a part of the text, line by line and without blanks at their ends: bold across
 * a gap between paragraphs is not shown everywhere.
 */
function boldParts(text: string, ranges: readonly TextRange[], part: TextRange): TextRange[] {
  const joined: { start: number; end: number }[] = [];
  for (const range of ranges) {
    const start = Math.max(range.start, part.start);
    const end = Math.min(range.end, part.end);
    const last = joined.at(-1);
    if (start >= end) continue;
    // Ranges that touch become one, since the `****` between them would be shown.
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined.flatMap(({ start, end }) =>
    matchesOf(text.slice(start, end), /\S(?:.*\S)?/g).map((line) => ({
      start: start + line.start,
      end: start + line.end,
    })),
  );
}

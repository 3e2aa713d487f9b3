import type { TextRange } from './article.ts';
import { type CalendarDate, parseFullDate } from './calendar-date.ts';

/** What stands above the first paragraph of a plain text, and how far it reaches. */
export interface Masthead {
  readonly title: string | null;
  readonly date: CalendarDate | null;
  readonly outlet: string | null;
  readonly url: string | null;
  /** From the first to the last character of the masthead; null where there is none. */
  readonly range: TextRange | null;
}

interface Line extends TextRange {
  readonly text: string;
}

/** A masthead is short: text that goes on longer without a paragraph is a list or a poem. */
const MAX_MASTHEAD_LINES = 12;
/** From this many words a line is a paragraph even when it does not end like a sentence. */
const PARAGRAPH_WORDS = 25;
/** A headline has at least this many words; less is a section name or a place. */
const MIN_HEADLINE_WORDS = 4;
/** An outlet's name has at most this many words. */
const MAX_OUTLET_WORDS = 6;

const SENTENCE_END = /[.!?…]["'”’»)\]]*$/;
const LABEL =
  /^\s*(title|headline|date|published|publication date|posted|outlet|source|publisher|url|link)\s*:\s*(\S.*)$/i;
const NOT_A_HEADLINE = /^\s*(by|issued by|published by|source|copyright|©|author|photo)\b/i;
/** A date that begins the first paragraph instead of standing on a line of its own. */
const DATE_PREFIX = /^\s*(?:date|dated|published|posted)\s*:?\s+(\d{4}-\d{2}-\d{2})(?=\s|$)/i;

/**
 * Finds the masthead of a plain text: the lines above its first paragraph, or a date that begins
 * that paragraph. A headline is the longest line above the date line, an outlet the short line
 * below it or a labelled line. Where no date and no label stand above the first paragraph, only a
 * single line can be a headline: with several there is no telling which.
 */
export function findMasthead(text: string): Masthead {
  const lines = linesAboveFirstParagraph(text);
  const labels = new Map<string, string>();
  const rest: Line[] = [];
  for (const line of lines) {
    const [, label, value] = LABEL.exec(line.text) ?? [];
    if (label !== undefined && value !== undefined) labels.set(label.toLowerCase(), value.trim());
    else rest.push(line);
  }
  const labelled = (...names: string[]): string | null =>
    names.map((name) => labels.get(name)).find((value) => value !== undefined) ?? null;

  const dateLine = rest.findIndex((line) => parseFullDate(line.text) !== null);
  const labelledDate = labelled('date', 'published', 'publication date', 'posted');
  const isMasthead = dateLine >= 0 || labels.size > 0 || rest.length === 1;
  const date =
    dateLine >= 0 ? parseFullDate(rest[dateLine]?.text ?? '') : parseFullDate(labelledDate ?? '');

  const title =
    labelled('title', 'headline') ??
    (isMasthead ? headlineAmong(dateLine >= 0 ? rest.slice(0, dateLine) : rest) : null);
  const outlet =
    labelled('outlet', 'source', 'publisher') ??
    (dateLine >= 0 ? outletOf(rest[dateLine + 1]?.text) : null);
  const [first, last] = [lines[0], lines.at(-1)];
  if (isMasthead && first !== undefined && last !== undefined && (title ?? date ?? outlet)) {
    const range = { start: first.start, end: last.end };
    return { title, date, outlet, url: labelled('url', 'link'), range };
  }
  return datePrefix(text);
}

function datePrefix(text: string): Masthead {
  const match = DATE_PREFIX.exec(text);
  const date = match === null ? null : parseFullDate(match[1] ?? '');
  const range =
    match === null || date === null
      ? null
      : { start: match[0].length - match[0].trimStart().length, end: match[0].length };
  return { title: null, date, outlet: null, url: null, range };
}

/** The non-blank lines above the first paragraph; none when there is no paragraph at all. */
function linesAboveFirstParagraph(text: string): Line[] {
  const lines: Line[] = [];
  for (const match of text.matchAll(/[^\r\n]+/g)) {
    const line = match[0].trim();
    if (line === '') continue;
    if (isParagraph(line)) return lines;
    const start = match.index + match[0].indexOf(line);
    lines.push({ text: line, start, end: start + line.length });
    if (lines.length > MAX_MASTHEAD_LINES) return [];
  }
  return [];
}

function isParagraph(line: string): boolean {
  if (LABEL.test(line)) return false;
  return (
    wordCount(line) >= PARAGRAPH_WORDS || (SENTENCE_END.test(line) && !parseFullDate(line))
  );
}

function headlineAmong(lines: readonly Line[]): string | null {
  const candidates = lines.filter(
    ({ text }) =>
      wordCount(text) >= MIN_HEADLINE_WORDS &&
      !NOT_A_HEADLINE.test(text) &&
      parseFullDate(text) === null,
  );
  candidates.sort((a, b) => wordCount(b.text) - wordCount(a.text));
  return candidates[0]?.text ?? null;
}

function outletOf(line: string | undefined): string | null {
  if (line === undefined || NOT_A_HEADLINE.test(line)) return null;
  return wordCount(line) <= MAX_OUTLET_WORDS && !/\d/.test(line) ? line : null;
}

function wordCount(line: string): number {
  return line.match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu)?.length ?? 0;
}

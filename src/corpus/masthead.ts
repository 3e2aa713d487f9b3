import type { TextRange } from './article.ts';
import { type CalendarDate } from './calendar-date.ts';
import { parseFullDate } from './find-dates.ts';
import { MARKDOWN_HEADING, TIMED_ENTRY } from './heading-forms.ts';
import { isWebAddress } from './web-address.ts';

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
  /** Whether a blank line or the beginning of the text stands above. */
  readonly followsBlank: boolean;
}

/** A masthead is short: text that goes on longer without a paragraph is a list or a poem. */
const MAX_MASTHEAD_LINES = 12;
/** From this many words a line is a paragraph even when it does not end like a sentence. */
const PARAGRAPH_WORDS = 25;
/** Longer lines are paragraphs however few their words. */
const MAX_LINE_CHARS = 500;
/** A headline has at least this many words; less is a section name or a place, unless what follows tells. */
const MIN_HEADLINE_WORDS = 4;
/** An outlet's name has at most this many words. */
const MAX_OUTLET_WORDS = 6;

const SENTENCE_END = /[.!?…]["'”’»)\]]*$/;
/** Of the ends of a sentence those that headlines have too. */
const HEADLINE_END = /(?:[!?…]|\.\.\.)["'”’»)\]]*$/;
const LABEL =
  /^\s*(title|headline|date|published|publication date|posted|outlet|source|publisher|url|link)\s*:\s*(\S.*)$/i;
const NOT_A_HEADLINE = /^\s*(by|issued by|published by|source|copyright|©|author|photo)\b/i;
/** A date that begins the first paragraph instead of standing on a line of its own. */
const DATE_PREFIX = /^\s*(?:date|dated|published|posted)(?:\s*:)?\s+(\d{4}-\d{2}-\d{2})(?=\s|$)/i;
const DAY_OR_MONTH =
  /^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?$/i;
/** Words that stand beside a date without making a sentence or a headline of it. */
const BESIDE_A_DATE =
  /^(?:at|by|dated?|last|local|of|on|posted|published|the|time|updated|[ap]\.?m\.?)$/i;

/**
 * Finds the masthead of a plain text: the lines above its first paragraph, or a date that begins
 * that paragraph. A headline is the longest line above the date line, or below it when the date
 * comes first; an outlet is the short line right below headline and date, or a labelled line. Where
 * no date and no label stand above the first paragraph, only a single line can be a headline: with
 * several there is no telling which. A headline of few words, or one that ends like a sentence, is told
 * by the date or the label below it.
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

  const dateLine = findDateLine(rest);
  const labelledDate = labelled('date', 'published', 'publication date', 'posted');
  const isMasthead = dateLine >= 0 || labels.size > 0 || rest.length === 1;
  const date =
    dateLine >= 0 ? parseFullDate(rest[dateLine]?.text ?? '') : parseFullDate(labelledDate ?? '');

  const title =
    labelled('title', 'headline') ??
    (isMasthead ? headlineAmong(dateLine > 0 ? rest.slice(0, dateLine) : rest) : null) ??
    shortHeadline(lines);
  const labelledOutlet = labelled('outlet', 'source', 'publisher');
  const lineBelow = dateLine > 0 && title !== null ? rest[dateLine + 1] : undefined;
  const outlet =
    labelledOutlet !== null && isShort(labelledOutlet) ? labelledOutlet : outletOf(lineBelow);
  const url = labelled('url', 'link');
  const [first, last] = [lines[0], lines.at(-1)];
  if (isMasthead && first !== undefined && last !== undefined && (title ?? date ?? outlet)) {
    const range = { start: first.start, end: last.end };
    return { title, date, outlet, url: url !== null && isWebAddress(url) ? url : null, range };
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
function linesAboveFirstParagraph(text: string): readonly Line[] {
  const lines: Line[] = [];
  let followsBlank = true;
  for (const match of text.matchAll(/([^\r\n]*)(?:\r\n|\r|\n|$)/g)) {
    const line = match[0].trim();
    if (line === '') {
      followsBlank = true;
      continue;
    }
    const above = lines.at(-1);
    if (above !== undefined && isParagraph(above.text) && !standsBelowHeadline(line)) break;
    const start = match.index + match[0].indexOf(line);
    const current = { text: line, start, end: start + line.length, followsBlank };
    if (isParagraph(line) && !mayBeHeadline(line)) return linesAbove(current, lines);
    lines.push(current);
    followsBlank = false;
    if (lines.length > MAX_MASTHEAD_LINES) return [];
  }
  const last = lines.at(-1);
  return last !== undefined && isParagraph(last.text) ? linesAbove(last, lines.slice(0, -1)) : [];
}

/**
 * The lines above a paragraph without those that are its own first ones: where no blank line stands
 * between them, only a date or a label is sure to belong to the masthead.
 */
function linesAbove(paragraph: Line, lines: readonly Line[]): readonly Line[] {
  if (paragraph.followsBlank) return lines;
  const last = lines.findLastIndex(({ text }) => isDateLine(text) || LABEL.test(text));
  const firstOfParagraph = lines.findLastIndex(({ followsBlank }) => followsBlank);
  return lines.slice(0, Math.max(last + 1, firstOfParagraph));
}

/** Whether the text itself begins with this line, be it with a heading of its own. */
function isParagraph(line: string): boolean {
  return (
    isNeverHeadline(line) || (SENTENCE_END.test(line) && !LABEL.test(line) && !isDateLine(line))
  );
}

/** Whether a line that ends like a sentence is a headline where a date or the like stands below it. */
function mayBeHeadline(line: string): boolean {
  return !isNeverHeadline(line) && HEADLINE_END.test(line);
}

function isNeverHeadline(line: string): boolean {
  if (line.length > MAX_LINE_CHARS || wordsOf(line).length >= PARAGRAPH_WORDS) return true;
  if (TIMED_ENTRY.test(line) || MARKDOWN_HEADING.test(line)) return true;
  const [prefix = line] = DATE_PREFIX.exec(line) ?? [];
  return prefix.length < line.length && !isDateLine(line);
}

/** Whether a line shows that the one above it is a headline. */
function standsBelowHeadline(line: string): boolean {
  return isDateLine(line) || LABEL.test(line) || (NOT_A_HEADLINE.test(line) && !isParagraph(line));
}

/** Position of the date line with the least beside its date, as a headline may hold one too; or -1. */
function findDateLine(lines: readonly Line[]): number {
  const [first] = lines
    .map(({ text }, index) => ({ text, index }))
    .filter(({ text }) => isDateLine(text))
    .sort((a, b) => wordsBesideDate(a.text).length - wordsBesideDate(b.text).length);
  return first?.index ?? -1;
}

/** Whether a line gives a date and little else, unlike "The war began on 24 February 2022." */
function isDateLine(line: string): boolean {
  const others = wordsBesideDate(line);
  return (
    others.length < MIN_HEADLINE_WORDS &&
    !others.some((word) => /^\p{Ll}/u.test(word)) &&
    parseFullDate(line) !== null
  );
}

function wordsBesideDate(line: string): string[] {
  return wordsOf(line).filter(
    (word) => !/^\p{N}/u.test(word) && !DAY_OR_MONTH.test(word) && !BESIDE_A_DATE.test(word),
  );
}

function headlineAmong(lines: readonly Line[]): string | null {
  const candidates = lines.filter(
    ({ text }) =>
      wordsOf(text).length >= MIN_HEADLINE_WORDS && !NOT_A_HEADLINE.test(text) && !isDateLine(text),
  );
  candidates.sort((a, b) => wordsOf(b.text).length - wordsOf(a.text).length);
  return candidates[0]?.text ?? null;
}

/** The only line above a date or a label, however few its words. */
function shortHeadline(lines: readonly Line[]): string | null {
  const below = lines.findIndex(({ text }) => isDateLine(text) || LABEL.test(text));
  const above = lines
    .slice(0, Math.max(0, below))
    .filter(({ text }) => !NOT_A_HEADLINE.test(text) && wordsOf(text).length > 0);
  return above.length === 1 ? (above[0]?.text ?? null) : null;
}

function outletOf(line: Line | undefined): string | null {
  if (line === undefined || line.followsBlank || NOT_A_HEADLINE.test(line.text)) return null;
  return isShort(line.text) && !/\d/.test(line.text) ? line.text : null;
}

function isShort(line: string): boolean {
  return wordsOf(line).length <= MAX_OUTLET_WORDS;
}

function wordsOf(line: string): string[] {
  return line.match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu) ?? [];
}

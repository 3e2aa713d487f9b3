import * as chrono from 'chrono-node';
import { type CalendarDate, EARLIEST_YEAR } from './calendar-date.ts';
import { type DateAt, datedDays, datedMonths, type NamedDate } from './date-mention.ts';
import { dayOf, monthsSpan } from './day-arithmetic.ts';

/** Day, month and year as numbers. */
const NUMERIC_DATE = /\b(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}\b/g;
/** In a time stamp chrono takes an offset such as `-05:00` for an end. */
const OFFSET = /(?<=^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?-\d{2}:\d{2}$/;
/** Any day, since a full date counts from none. */
const ANY_DAY = '2000-01-01';

/**
 * The different days that a short text names with day, month and year; null stands for one that the
 * calendar has not. None where day and month cannot be told apart.
 */
export function findFullDays(text: string): (CalendarDate | null)[] {
  if (isAmbiguous(text)) return [];
  const days = chrono.strict
    .parse(text.trim().replace(OFFSET, ''), referenceOf(ANY_DAY))
    .filter((result) => result.start.isCertain('day') && namesYear(result.start, result.text))
    .flatMap(({ start, end }) => (end?.isCertain('day') ? [start, end] : [start]))
    .map(toDay);
  return [...new Set(days)];
}

/** The dates in a text, in order, but for what chrono takes for a date and is none, or is vague. */
export function findNamedDates(text: string, written: CalendarDate): DateAt[] {
  const results = chrono.casual.parse(text, referenceOf(written));
  return results.flatMap((result) => readResult(text, result));
}

/** Distances from another event ("a day later") or from today ("in two days"), and vague spans. */
const NOT_A_DAY =
  /\b(after|before|later|earlier|from|next|weekend|weeks?|now|years?|hours?|minutes?|seconds?)\b|\b(days?|months|a month|ad|bce?|ce)$/i;
/** "The sun", "she sat" and "24/7": seldom dates when they stand alone. */
const SELDOM_A_DAY = /^(sun|sat|mon|wed)\.?$|^\d{1,2}\/\d{1,2}(?![\d/])/i;
const PART_OF_TODAY = /^this (morning|afternoon|evening)\b/i;
const MONTH_NAME = /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d[./-]\d/i;
/** Beside words half a year is more often a number of something: "November 15, 85 missiles". */
const SHORT_YEAR = /^\d{1,2}[./-]\d{1,2}[./-]\d\d\b/;
/** "14 and 15 November": chrono sees the second. */
const DAY_BEFORE = /\b(\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}(?:and|or)\s{1,3}(?:the\s)?$/i;

function readResult(text: string, result: chrono.ParsedResult): DateAt[] {
  const date = dateOf(result);
  if (date === null) return [];
  const { index: start } = result;
  const found = { start, end: start + wordsOf(result).length, date };
  const lead = /^\d/.test(result.text)
    ? DAY_BEFORE.exec(text.slice(Math.max(0, start - 20), start))
    : null;
  if (lead === null || date.kind !== 'dated' || result.end) return [found];
  const { year, weekday } = date;
  const dayBefore = datedDays({ year, weekday }, [result.start.get('month')!, Number(lead[1])]);
  const startBefore = start - lead[0].length;
  return [{ start: startBefore, end: startBefore + lead[1]!.length, date: dayBefore }, found];
}

/** Chrono takes "November 15, 85 missiles" for a day of 1985. */
function wordsOf(result: chrono.ParsedResult): string {
  const words = result.text.trimEnd();
  return result.start.isCertain('year') && !namesYear(result.start, result.text)
    ? words.replace(/,?\s{1,3}\d\d$/, '')
    : words;
}

function dateOf(result: chrono.ParsedResult): NamedDate | null {
  const { start, text } = result;
  if (NOT_A_DAY.test(text) || SELDOM_A_DAY.test(text) || isAmbiguous(text)) return null;
  if (start.isCertain('day')) return daysOf(result);
  if (start.isCertain('weekday')) return { kind: 'weekday', weekday: start.get('weekday')! };
  if (PART_OF_TODAY.test(text)) return toRelative(toDay(start));
  return start.isCertain('month') ? monthsOf(result) : null;
}

function daysOf(result: chrono.ParsedResult): NamedDate | null {
  const { start, end, text } = result;
  const last = end?.isCertain('day') ? end : start;
  if (!MONTH_NAME.test(text)) return toRelative(toDay(start), toDay(last));
  const weekday = start.isCertain('weekday') ? start.get('weekday') : null;
  return datedDays(
    { year: yearOf(result), weekday },
    [start.get('month')!, start.get('day')!],
    [last.get('month')!, last.get('day')!],
    yearsBetween(start, last, text),
  );
}

function monthsOf(result: chrono.ParsedResult): NamedDate | null {
  const { start, end, text } = result;
  const month = start.get('month')!;
  if (!MONTH_NAME.test(text)) {
    const span = monthsSpan(start.get('year')!, month);
    return span && { kind: 'relative', span };
  }
  const last = end?.isCertain('month') ? end : start;
  return datedMonths(yearOf(result), month, last.get('month')!, yearsBetween(start, last, text));
}

function toRelative(from: CalendarDate | null, to = from): NamedDate | null {
  if (from === null || to === null || to < from) return null;
  return { kind: 'relative', span: { from, to } };
}

/** The year that the text names for the first day; "31 December – 2 January 2023" does so at its end. */
function yearOf(result: chrono.ParsedResult): number | null {
  const { start, end, text } = result;
  if (namesYear(result.start, result.text) || SHORT_YEAR.test(text)) return start.get('year');
  const year = end?.get('year') ?? 0;
  if (!end?.isCertain('year') || !text.includes(String(year))) return null;
  return end.get('month')! < start.get('month')! ? year - 1 : year;
}

/** How many years the end of a span is behind its beginning; undefined where not both are named. */
function yearsBetween(
  start: chrono.ParsedComponents,
  last: chrono.ParsedComponents,
  text: string,
): number | undefined {
  const isNamed = namesYear(start, text) && last.isCertain('year') && namesYear(last, text);
  return isNamed ? last.get('year')! - start.get('year')! : undefined;
}

function toDay(components: chrono.ParsedComponents): CalendarDate | null {
  return dayOf(components.get('year')!, components.get('month')!, components.get('day')!);
}

function referenceOf(day: CalendarDate): chrono.ParsingReference {
  return { instant: new Date(`${day}T12:00:00Z`), timezone: 0 };
}

/** Whether the year stands in the text; chrono also calls one certain that it counts from today. */
function namesYear(components: chrono.ParsedComponents, text: string): boolean {
  const year = components.get('year') ?? 0;
  return year >= EARLIEST_YEAR && text.includes(String(year));
}

/** Whether a date in numbers could be read with the day first and with the month first. */
function isAmbiguous(text: string): boolean {
  return [...text.matchAll(NUMERIC_DATE)].some(
    ([, first, second]) => first !== second && Number(first) <= 12 && Number(second) <= 12,
  );
}

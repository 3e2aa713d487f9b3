import * as chrono from 'chrono-node';
import {
  type CalendarDate,
  type DateSpan,
  EARLIEST_YEAR,
  isCalendarDate,
  toCalendarDate,
} from './calendar-date.ts';

/** Longer lines are not a date. chrono's patterns take time in the square of the length. */
const MAX_DATE_CHARS = 200;
/** A day without a year that would be further ahead than this is the one of the year before. */
const MAX_DAYS_AHEAD = 60;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What chrono counts from where no day is known; nothing that it counts is used then. */
const NO_DATE = '2000-01-01';

/** Day, month and year as numbers. */
const NUMERIC_DATE = /\b(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}\b/;

/**
 * Reads a full date, with day, month and year, from a short text such as
 * `Wednesday 16/November/2022 - 03:53 PM`. Null where there is none, where there are several, and
 * where day and month cannot be told apart (`05/06/2022`). The year has to have its four digits.
 */
export function parseFullDate(text: string): CalendarDate | null {
  if (text.length > MAX_DATE_CHARS || isAmbiguous(text)) return null;
  const days = new Set(
    chrono.strict
      .parse(text, referenceOf(NO_DATE))
      .filter((result) => result.start.isCertain('day') && namesItsYear(result))
      .flatMap(({ start, end }) => (end?.isCertain('day') ? [start, end] : [start]))
      .map((components) => calendarDateOf(components, null)),
  );
  const [day] = days;
  return day !== undefined && days.size === 1 && isCalendarDate(day) ? day : null;
}

/**
 * The days that a text speaks of, in order of appearance and without repeats. A weekday or month
 * alone means the last one up to `published`: an article of Wednesday 16 November that says
 * "on Tuesday" reports the 15th. A day without a year is the nearest one that is not far ahead.
 * Without `published` only dates that name their year count.
 */
export function findDates(text: string, published: CalendarDate | null): DateSpan[] {
  const spans = new Map<string, DateSpan>();
  for (const result of chrono.casual.parse(text, referenceOf(published ?? NO_DATE))) {
    if (published === null && !namesItsYear(result)) continue;
    const span = spanOf(result, published);
    if (span !== null) spans.set(`${span.from}/${span.to}`, span);
  }
  return [...spans.values()];
}

/** Distances from another event ("a day after …") or from today ("in two days"), and vague spans. */
const NOT_A_DAY =
  /\b(after|before|later|earlier|from|next|weekend|weeks?|now|years?|hours?|minutes?|seconds?)\b|\b(days?|months|a month)$/i;
/** "The sun", "she sat" and "24/7": seldom dates when they stand alone. */
const SELDOM_A_DAY = /^(sun|sat|mon|wed)\.?$|^\d{1,2}\/\d{1,2}(?![\d/])/i;
const PART_OF_TODAY = /^this (morning|afternoon|evening)\b/i;
/** "They may", "they march": names of months begin with a capital letter. */
const VERB = /\b(may|march)\b/;

function spanOf(result: chrono.ParsedResult, published: CalendarDate | null): DateSpan | null {
  const { start, text } = result;
  if (NOT_A_DAY.test(text) || SELDOM_A_DAY.test(text) || isAmbiguous(text)) return null;
  if (VERB.test(text) && !start.isCertain('year')) return null;
  if (start.isCertain('day')) {
    const from = calendarDateOf(start, published);
    const to = result.end?.isCertain('day') ? calendarDateOf(result.end, published) : from;
    return from <= to && isCalendarDate(from) && isCalendarDate(to) ? { from, to } : null;
  }
  if (start.isCertain('weekday') && published !== null) {
    const day = lastWeekday(start.get('weekday') ?? 0, published);
    return { from: day, to: day };
  }
  if (PART_OF_TODAY.test(text) && published !== null) return { from: published, to: published };
  // Not "an august body", but "last month".
  if (start.isCertain('month') && /\p{Lu}|month/u.test(text)) return monthSpan(start, published);
  return null;
}

function monthSpan(
  start: chrono.ParsedComponents,
  published: CalendarDate | null,
): DateSpan | null {
  const month = start.get('month') ?? 1;
  let year = start.get('year') ?? EARLIEST_YEAR;
  if (!start.isCertain('year') && published !== null) {
    const publishedYear = Number(published.slice(0, 4));
    year = month <= Number(published.slice(5, 7)) ? publishedYear : publishedYear - 1;
  }
  const from = toCalendarDate(utcDay(year, month, 1));
  const to = toCalendarDate(utcDay(year, month + 1, 0));
  return isCalendarDate(from) && isCalendarDate(to) ? { from, to } : null;
}

/** The last day up to `published` (included) that falls on `weekday` (0 = Sunday). */
function lastWeekday(weekday: number, published: CalendarDate): CalendarDate {
  const day = new Date(`${published}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() - weekday + 7) % 7));
  return toCalendarDate(day);
}

/** Chrono puts a day without a year next to `published`, be it half a year ahead. */
function calendarDateOf(
  components: chrono.ParsedComponents,
  published: CalendarDate | null,
): CalendarDate {
  const [year, month, day] = [
    components.get('year') ?? 0,
    components.get('month') ?? 1,
    components.get('day') ?? 1,
  ];
  const date = utcDay(year, month, day);
  if (published !== null && !components.isCertain('year')) {
    const daysAhead = (date.getTime() - Date.parse(published)) / DAY_MS;
    if (daysAhead > MAX_DAYS_AHEAD) return `${year - 1}${toCalendarDate(date).slice(4)}`;
  }
  return toCalendarDate(date);
}

function referenceOf(day: CalendarDate): chrono.ParsingReference {
  return { instant: new Date(`${day}T12:00:00Z`), timezone: 0 };
}

/** Whether the year stands in the text; chrono also calls one certain that it counts from today. */
function namesItsYear({ start, text }: chrono.ParsedResult): boolean {
  const year = start.get('year') ?? 0;
  return year >= EARLIEST_YEAR && text.includes(String(year));
}

/** Whether a date in numbers could be read with the day first and with the month first. */
function isAmbiguous(text: string): boolean {
  const [, first, second] = NUMERIC_DATE.exec(text) ?? [];
  return first !== second && Number(first) <= 12 && Number(second) <= 12;
}

/** Unlike `Date.UTC`, takes the year 79 for what it is. */
function utcDay(year: number, month: number, day: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date;
}

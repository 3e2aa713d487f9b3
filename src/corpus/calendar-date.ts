import * as chrono from 'chrono-node';

/** A day as `YYYY-MM-DD`. Strings of this form sort by time. */
export type CalendarDate = string;

/** A span of days, both ends included. */
export interface DateSpan {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

/** The oldest and newest years that a publication date may have. */
const EARLIEST_YEAR = 1500;
const LATEST_YEAR = 2200;
/** Longer lines are not a date. chrono's patterns take time in the square of the length. */
const MAX_DATE_CHARS = 200;
/** A day without a year that would be further ahead than this is the one of the year before. */
const MAX_DAYS_AHEAD = 60;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Day, month and year as numbers. */
const NUMERIC_DATE = /\b(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}\b/;

/** Whether `value` is a day of the calendar in the form `YYYY-MM-DD`. */
export function isCalendarDate(value: string): value is CalendarDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const year = Number(value.slice(0, 4));
  const time = Date.parse(`${value}T00:00:00Z`);
  return (
    year >= EARLIEST_YEAR &&
    year <= LATEST_YEAR &&
    !Number.isNaN(time) &&
    toCalendarDate(new Date(time)) === value
  );
}

/**
 * Reads a full date, with day, month and year, from a short text such as
 * `Wednesday 16/November/2022 - 03:53 PM`. Null where there is none, where there are several, and
 * where day and month cannot be told apart (`05/06/2022`). The year has to have its four digits.
 */
export function parseFullDate(text: string): CalendarDate | null {
  if (text.length > MAX_DATE_CHARS || isAmbiguous(text)) return null;
  const days = new Set(
    chrono.strict
      .parse(text, REFERENCE)
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
 * "on Tuesday" reports the 15th. Without `published` only dates that name their year count.
 */
export function findDates(text: string, published: CalendarDate | null): DateSpan[] {
  const reference = { instant: new Date(`${published ?? '2000-01-01'}T12:00:00Z`), timezone: 0 };
  const spans = new Map<string, DateSpan>();
  for (const result of chrono.casual.parse(text, reference)) {
    if (published === null && !/\d{4}/.test(result.text)) continue;
    const span = spanOf(result, published);
    if (span !== null) spans.set(`${span.from}/${span.to}`, span);
  }
  return [...spans.values()];
}

/** Distances from another event ("a day after …"), vague spans, and words that are seldom dates. */
const NOT_A_DAY = /\b(after|before|later|earlier|from|week|now|year|years|hour|hours|minutes?)\b/i;

function spanOf(result: chrono.ParsedResult, published: CalendarDate | null): DateSpan | null {
  const { start, text } = result;
  if (NOT_A_DAY.test(text)) return null;
  if (start.isCertain('day')) {
    const from = calendarDateOf(start);
    const to = result.end?.isCertain('day') ? calendarDateOf(result.end) : from;
    return from <= to && isCalendarDate(from) && isCalendarDate(to) ? { from, to } : null;
  }
  if (start.isCertain('weekday') && published !== null) {
    const day = lastWeekday(start.get('weekday') ?? 0, published);
    return { from: day, to: day };
  }
  // "may" and "march" are months only when they are written as names.
  if (start.isCertain('month') && /\p{Lu}|month/u.test(text)) return monthSpan(start, published);
  return null;
}

function monthSpan(start: chrono.ParsedComponents, published: CalendarDate | null): DateSpan {
  const month = start.get('month') ?? 1;
  let year = start.get('year') ?? EARLIEST_YEAR;
  if (!start.isCertain('year') && published !== null) {
    const publishedYear = Number(published.slice(0, 4));
    year = month <= Number(published.slice(5, 7)) ? publishedYear : publishedYear - 1;
  }
  return {
    from: toCalendarDate(new Date(Date.UTC(year, month - 1, 1))),
    to: toCalendarDate(new Date(Date.UTC(year, month, 0))),
  };
}

/** The last day up to `published` (included) that falls on `weekday` (0 = Sunday). */
function lastWeekday(weekday: number, published: CalendarDate): CalendarDate {
  const day = new Date(`${published}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() - weekday + 7) % 7));
  return toCalendarDate(day);
}

function calendarDateOf(components: chrono.ParsedComponents): CalendarDate {
  const [year, month, day] = [
    components.get('year') ?? 0,
    components.get('month') ?? 1,
    components.get('day') ?? 1,
  ];
  return toCalendarDate(new Date(Date.UTC(year, month - 1, day)));
}

function toCalendarDate(day: Date): CalendarDate {
  return day.toISOString().slice(0, 10);
}

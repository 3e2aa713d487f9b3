import {
  type CalendarDate,
  type DateSpan,
  isCalendarDate,
  toCalendarDate,
} from './calendar-date.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The day of that year, month (1 … 12) and day of the month; null where the calendar has none. */
export function dayOf(year: number, month: number, day: number): CalendarDate | null {
  const written = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  return isCalendarDate(written) ? written : null;
}

/** The number of the last day of a month (1 … 12). */
export function lengthOfMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The span of a whole month, or of the months from one to another, both included. */
export function monthsSpan(
  year: number,
  month: number,
  lastYear = year,
  lastMonth = month,
): DateSpan | null {
  const from = dayOf(year, month, 1);
  const to = dayOf(lastYear, lastMonth, lengthOfMonth(lastYear, lastMonth));
  return from === null || to === null || to < from ? null : { from, to };
}

/** The day that is `days` later, or earlier where that is negative. */
export function addDays(day: CalendarDate, days: number): CalendarDate {
  return toCalendarDate(new Date(Date.parse(day) + days * DAY_MS));
}

/** How many days `to` is after `from`; negative where it is before. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** 0 for Sunday … 6 for Saturday. */
export function weekdayOf(day: CalendarDate): number {
  return new Date(Date.parse(day)).getUTCDay();
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}

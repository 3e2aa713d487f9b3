/** A day as `YYYY-MM-DD`. Strings of this form sort by time. */
export type CalendarDate = string;

/** A span of days, both ends included. */
export interface DateSpan {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

/** The oldest and newest years that a date may have. */
export const EARLIEST_YEAR = 1500;
const LATEST_YEAR = 2200;

/** Whether `value` is a day of the calendar in the form `YYYY-MM-DD`. */
export function isCalendarDate(value: string): boolean {
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

/** The day on which a moment falls in UTC. */
export function toCalendarDate(day: Date): CalendarDate {
  return day.toISOString().slice(0, 10);
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** `16 November 2022`. Days are never shown as moments, which would shift them by a timezone. */
export function formatDay(day: CalendarDate): string {
  return dayFormat.format(new Date(`${day}T00:00:00Z`));
}

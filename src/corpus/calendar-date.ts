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

/** `16 November 2022`, `November 2022` for a whole month, else both ends. */
export function formatSpan({ from, to }: DateSpan): string {
  if (from === to) return formatDay(from);
  const nextDay = new Date(`${to}T00:00:00Z`);
  nextDay.setUTCDate(nextDay.getUTCDate() + 1);
  const isMonth =
    from.slice(0, 7) === to.slice(0, 7) && from.endsWith('-01') && nextDay.getUTCDate() === 1;
  return isMonth ? formatDay(from).replace(/^\d+ /, '') : `${formatDay(from)} – ${formatDay(to)}`;
}

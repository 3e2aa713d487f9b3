import type { CalendarDate } from '../corpus/calendar-date.ts';

/** What a picture of a timeline shows: all of its days on an axis, and some of them in full. */
export interface Chart {
  readonly topic: string;
  /** Oldest first; at least one. */
  readonly days: readonly ChartDay[];
  /** The days that are shown in full are those from this position. */
  readonly firstRow: number;
  /** At least one. */
  readonly rows: readonly ChartRow[];
}

export interface ChartDay {
  readonly day: CalendarDate;
  readonly reports: number;
}

/** A day that is shown in full. */
export interface ChartRow {
  /** The day, or span of days, in words. */
  readonly when: string;
  /** Whether the day is only that of publication. */
  readonly isPublished: boolean;
  readonly reports: number;
  /** From outside, of any length. */
  readonly headline: string;
}

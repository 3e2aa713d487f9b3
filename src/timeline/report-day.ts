import type { TextRange } from '../corpus/article.ts';
import type { CalendarDate, DateSpan } from '../corpus/calendar-date.ts';
import { daysBetween } from '../corpus/day-arithmetic.ts';
import { findDates } from '../corpus/find-dates.ts';

/** The day that a report is filed under. */
export interface ReportDay {
  /** One day, or the few days that it speaks of together. */
  readonly span: DateSpan;
  /** Whether it speaks of that day, or only was published on it. */
  readonly kind: 'event' | 'published';
}

/** Longer spans, such as a whole month, do not say on which day something happened. */
const MAX_SPAN_DAYS = 7;

/**
 * The day that a slice of a passage tells of: one that it names, else the last one that the passage
 * names before it, else one that the passage names behind it. A passage that names no day is filed
 * under the day of publication.
 *
 * @param text of the article.
 * @param passage that the slice lies within.
 */
export function reportDayOf(
  text: string,
  passage: TextRange & { readonly eventDates: readonly DateSpan[] },
  slice: TextRange,
  published: CalendarDate,
): ReportDay {
  const days = passage.eventDates.filter(isFewDays);
  if (days.length === 0) return { span: { from: published, to: published }, kind: 'published' };
  if (days.length === 1) return { span: days[0]!, kind: 'event' };
  const within = daysIn(text.slice(slice.start, slice.end), published);
  const before = daysIn(text.slice(passage.start, slice.start), published);
  return { span: within[0] ?? before.at(-1) ?? days[0]!, kind: 'event' };
}

function daysIn(text: string, published: CalendarDate): DateSpan[] {
  return findDates(text, published).filter(isFewDays);
}

function isFewDays({ from, to }: DateSpan): boolean {
  return daysBetween(from, to) < MAX_SPAN_DAYS;
}

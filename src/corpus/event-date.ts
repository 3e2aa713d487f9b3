import type { CalendarDate, DateSpan } from './calendar-date.ts';
import type { DateMention, NamedDate } from './date-mention.ts';
import { addDays, weekdayOf } from './day-arithmetic.ts';

/** A day without a year that would be further ahead than this is the one of the year before. */
const MAX_DAYS_AHEAD = 60;
/** "They may", "they march": names of months begin with a capital letter. */
const VERB = /\b(may|march)\b/;

/**
 * The days that a mention in an article stands for; null where it says no day on which something
 * happened. A weekday or month alone means the last one up to `published`, a day without a year the
 * nearest one that is not far ahead. Without `published` only dates that name their year count.
 */
export function eventDateOf(
  text: string,
  mention: DateMention,
  published: CalendarDate | null,
): DateSpan | null {
  if (!saysMonth(text, mention)) return null;
  const span = resolve(mention.date, published);
  if (span === null || isLimit(mention, span, published)) return null;
  return shifted(span, mention.shiftDays);
}

/** The span that is so many days later, or earlier where that is negative. */
export function shifted({ from, to }: DateSpan, days: number): DateSpan {
  return days === 0 ? { from, to } : { from: addDays(from, days), to: addDays(to, days) };
}

/** Not "an august body" and "they may", but "August" and "last month". */
function saysMonth(text: string, { start, end, date }: DateMention): boolean {
  if (date.kind !== 'dated' || date.year !== null) return true;
  const words = text.slice(start, end);
  return !VERB.test(words) && (!date.isMonth || /\p{Lu}/u.test(words));
}

function resolve(date: NamedDate, published: CalendarDate | null): DateSpan | null {
  if (date.kind === 'dated' && date.year !== null) return date.inYear(date.year);
  if (published === null) return null;
  if (date.kind === 'relative') return date.span;
  if (date.kind === 'weekday') {
    const day = addDays(published, -((weekdayOf(published) - date.weekday + 7) % 7));
    return { from: day, to: day };
  }
  const thisYear = Number(published.slice(0, 4));
  const latest = date.isMonth ? `${published.slice(0, 7)}-31` : addDays(published, MAX_DAYS_AHEAD);
  for (const year of [thisYear + 1, thisYear, thisYear - 1]) {
    const span = date.inYear(year);
    if (span !== null && span.from <= latest) return span;
  }
  return null;
}

/**
 * Whether a date only limits a time. "By Tuesday" tells how things were then, once it is past; "by
 * September" does not say when.
 */
function isLimit(
  { bound, date }: DateMention,
  span: DateSpan,
  published: CalendarDate | null,
): boolean {
  if (bound !== 'by' || (date.kind === 'dated' && date.isMonth)) return bound !== null;
  return published === null || span.to > published;
}

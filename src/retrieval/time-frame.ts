import type { CalendarDate, DateSpan } from '../corpus/calendar-date.ts';
import type { Bound, DatedDay, DateMention } from '../corpus/date-mention.ts';
import { addDays, weekdayOf } from '../corpus/day-arithmetic.ts';
import { shifted } from '../corpus/event-date.ts';

/** The days in which the articles that may answer were published. */
export type TimeFrame = DateSpan;

/** Articles report what happened in the month before the first of them, and announce two more. */
const DAYS_BEFORE = 31;
const DAYS_AHEAD = 60;
/** More years than these are not looked through. */
const MAX_YEARS = 100;
/** In so many years each day falls on each weekday. */
const YEARS_BEFORE = 12;
/** Where "before 20 November" begins. */
const BEGINNING: CalendarDate = '0001-01-01';

/**
 * The spans that a date in a question can stand for, the latest first. A date without a year has
 * one for each year of the frame; where the frame has none, the nearest before.
 *
 * @param year what the question says elsewhere of the year; null for nothing.
 */
export function spansOf(
  { date, shiftDays, bound }: DateMention,
  year: number | null,
  frame: TimeFrame,
): DateSpan[] {
  if (date.kind === 'weekday') return [];
  const spans = (date.kind === 'relative' ? [date.span] : datedSpans(date, year, frame)).map(
    (span) => shifted(span, shiftDays),
  );
  // A limit has to be one of them, and the last one is the nearest to those who ask.
  return bound === null ? spans : spans.slice(0, 1).map((span) => limited(span, bound, frame));
}

/** The days that remain of the frame, or of all time, where a span is only a limit. */
export function limited(span: DateSpan, bound: Bound | null, { to }: TimeFrame): DateSpan {
  switch (bound) {
    case null:
      return span;
    case 'since':
      return { from: span.from, to: laterOf(span.to, to) };
    case 'after': {
      const from = addDays(span.to, 1);
      return { from, to: laterOf(from, to) };
    }
    case 'until':
    case 'by':
      return { from: BEGINNING, to: span.to };
    case 'before':
      return { from: BEGINNING, to: addDays(span.from, -1) };
  }
}

function datedSpans(date: DatedDay, yearElsewhere: number | null, frame: TimeFrame): DateSpan[] {
  const year = date.year ?? yearElsewhere;
  if (year !== null) {
    const span = date.inYear(year);
    return span === null ? [] : [span];
  }
  const spans = spansAround(date, frame);
  const { weekday } = date;
  const fitting = spans.filter(({ from }) => weekday === null || weekdayOf(from) === weekday);
  const begin = addDays(frame.from, -DAYS_BEFORE);
  const inFrame = ({ to }: DateSpan): boolean => to >= begin;
  // A wrong weekday is the smaller mistake.
  const candidates = (fitting.some(inFrame) ? fitting : spans).filter(inFrame);
  // What lies ahead of the frame may be announced in it, and is no reason to forget what it reports.
  if (candidates.some(({ from }) => from <= frame.to)) return candidates;
  const before = (fitting.length > 0 ? fitting : spans).find(({ from }) => from <= frame.to);
  return before === undefined ? candidates : [...candidates, before];
}

/** What the date stands for in each year up to the frame's end, the latest first. */
function spansAround(date: DatedDay, frame: TimeFrame): DateSpan[] {
  const end = addDays(frame.to, DAYS_AHEAD);
  const lastYear = Number(end.slice(0, 4));
  const firstYear = Math.max(Number(frame.from.slice(0, 4)) - YEARS_BEFORE, lastYear - MAX_YEARS);
  const spans: DateSpan[] = [];
  for (let year = lastYear; year >= firstYear; year--) {
    const span = date.inYear(year);
    if (span !== null && span.from <= end) spans.push(span);
  }
  return spans;
}

function laterOf(a: CalendarDate, b: CalendarDate): CalendarDate {
  return a > b ? a : b;
}

import type { CalendarDate, DateSpan } from '../corpus/calendar-date.ts';
import { addDays, daysBetween, weekdayOf } from '../corpus/day-arithmetic.ts';
import type { QuestionDates, Recurring } from './question-dates.ts';

/** How well a passage's days fit a day of the question. Only their order matters. */
const FIT = {
  same: 1,
  within: 0.9,
  /** Articles report what happened on the day itself and on the day before. */
  reported: 0.6,
  overlapping: 0.5,
  reportedLater: 0.3,
  /** Reported then, with a month elsewhere as its background. */
  reportedWithBackground: 0.3,
  /** Nothing is known. */
  unknown: 0,
  /** Other days, in an article that came out when the question's day was news. */
  elsewhereNear: -0.3,
  publishedElsewhere: -0.5,
  elsewhere: -1,
};
const DAYS_OF_REPORTS = 1;
const DAYS_OF_LATER_REPORTS = 7;
/** In a span as long as this, what is published in it has mostly happened in it. */
const LONG_SPAN_DAYS = 7;
/** A weekday tells less than a date: the question may have been asked in another week. */
const RECURRING_WEIGHT = 0.5;

/**
 * Whether a passage, or a sentence, speaks of the days that a question asks about: from -1 (of other
 * days) over 0 (nothing is known, or nothing asked) to 1 (of just these). Several dates in a question
 * are alternatives; a weekday besides a date has to fit too.
 *
 * @param eventDates the days that the sentence speaks of, or its passage where it names none.
 * @param published the article's date; counts where there are no event dates.
 */
export function dateAgreement(
  { dates, undetermined }: Pick<QuestionDates, 'dates' | 'undetermined'>,
  eventDates: readonly DateSpan[],
  published: CalendarDate | null,
): number {
  const spans = dates.flatMap((date) => date.spans);
  const recurring = dates.flatMap((date) => date.recurring ?? []);
  const fits: number[] = [];
  if (spans.length > 0) fits.push(fitOfSpans(spans, eventDates, published));
  if (recurring.length > 0) fits.push(fitOfRecurring(recurring, eventDates, published));
  if (fits.length === 0) return FIT.unknown;
  const agreement = Math.min(...fits);
  // The day that is meant is another one than the question names.
  return undetermined.length > 0 ? Math.max(FIT.unknown, agreement) : agreement;
}

/**
 * How recent a day is, from 0 for the oldest to 1 for the newest; falls quickly at first, so that
 * the last days of a long time can be told apart. 0 where nothing is known.
 */
export function recency(
  day: CalendarDate | null,
  newest: CalendarDate | null,
  oldest: CalendarDate | null,
): number {
  if (day === null || newest === null || oldest === null || oldest >= newest) return 0;
  const age = Math.max(0, daysBetween(day, newest));
  return Math.max(0, 1 - Math.log1p(age) / Math.log1p(daysBetween(oldest, newest)));
}

function fitOfSpans(
  asked: readonly DateSpan[],
  eventDates: readonly DateSpan[],
  published: CalendarDate | null,
): number {
  let best: number = FIT.elsewhere;
  for (const span of asked) {
    for (const event of eventDates) best = Math.max(best, fitOfEvent(span, event));
  }
  if (best > FIT.elsewhere) return best;
  const reported = fitOfPublication(asked, published);
  if (eventDates.length === 0) return reported;
  if (reported <= 0) return FIT.elsewhere;
  return eventDates.some(({ from, to }) => from === to)
    ? FIT.elsewhereNear
    : FIT.reportedWithBackground;
}

function fitOfEvent(asked: DateSpan, event: DateSpan): number {
  if (event.to < asked.from || event.from > asked.to) return FIT.elsewhere;
  if (event.from === asked.from && event.to === asked.to) return FIT.same;
  return event.from >= asked.from && event.to <= asked.to ? FIT.within : FIT.overlapping;
}

function fitOfPublication(asked: readonly DateSpan[], published: CalendarDate | null): number {
  if (published === null) return FIT.unknown;
  const reportedDay = addDays(published, -DAYS_OF_REPORTS);
  const laterReportedDay = addDays(published, -DAYS_OF_LATER_REPORTS);
  let best: number = FIT.publishedElsewhere;
  for (const { from, to } of asked) {
    if (published < from || laterReportedDay > to) continue;
    if (published <= to && daysBetween(from, to) >= LONG_SPAN_DAYS) return FIT.within;
    best = Math.max(best, reportedDay <= to ? FIT.reported : FIT.reportedLater);
  }
  return best;
}

function fitOfRecurring(
  asked: readonly Recurring[],
  eventDates: readonly DateSpan[],
  published: CalendarDate | null,
): number {
  const isAsked = (day: CalendarDate): boolean => asked.some((recurring) => recurs(recurring, day));
  if (eventDates.length === 0) {
    if (published === null) return FIT.unknown;
    const isReported = isAsked(published) || isAsked(addDays(published, -DAYS_OF_REPORTS));
    return RECURRING_WEIGHT * (isReported ? FIT.reported : FIT.publishedElsewhere);
  }
  const days = eventDates.filter(({ from, to }) => from === to);
  if (days.some(({ from }) => isAsked(from))) return FIT.within;
  // Every weekday falls into a long span.
  return days.length < eventDates.length ? FIT.unknown : RECURRING_WEIGHT * FIT.elsewhere;
}

function recurs(recurring: Recurring, day: CalendarDate): boolean {
  return 'weekday' in recurring
    ? weekdayOf(day) === recurring.weekday
    : Number(day.slice(8)) === recurring.dayOfMonth;
}

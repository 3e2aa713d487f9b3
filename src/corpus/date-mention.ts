import type { TextRange } from './article.ts';
import type { DateSpan } from './calendar-date.ts';
import { dayOf, monthsSpan } from './day-arithmetic.ts';

/** Where a text names a day, a month or a span of days. */
export interface DateAt extends TextRange {
  readonly date: NamedDate;
}

/** The same with what the text says of it. */
export interface DateMention extends DateAt {
  /** "two days after 15 November": the days from the date to the one that is meant, else 0. */
  readonly shiftDays: number;
  /** Where the date only limits a time, on which side it does; null where it is meant itself. */
  readonly bound: Bound | null;
}

/** Where a text names dates, and where it counts from something that is none. */
export interface DateMentions {
  /** In order of appearance. */
  readonly mentions: readonly DateMention[];
  /** "Two days after the summit", "a week later". */
  readonly undetermined: readonly TextRange[];
}

export type Bound = 'since' | 'after' | 'until' | 'before' | 'by';

export type NamedDate = DatedDay | NamedWeekday | RelativeDay;

/** A day, a span or a month of the calendar, perhaps without its year. */
export interface DatedDay {
  readonly kind: 'dated';
  /** Null where the text does not name it. */
  readonly year: number | null;
  /** 0 (Sunday) … 6 where the text names it too. */
  readonly weekday: number | null;
  /** Whether it is a whole month, or several. */
  readonly isMonth: boolean;
  /** Its days in a year; null where that year has none, as with 29 February. */
  readonly inYear: (year: number) => DateSpan | null;
}

export interface NamedWeekday {
  readonly kind: 'weekday';
  /** 0 (Sunday) … 6. */
  readonly weekday: number;
}

/** Counted from the day on which the text was written: "yesterday", "last month". */
export interface RelativeDay {
  readonly kind: 'relative';
  readonly span: DateSpan;
}

/**
 * A day, or the days from one to another, each as month (1 … 12) and day.
 *
 * @param years how many years the last day is behind the first.
 */
export function datedDays(
  said: Pick<DatedDay, 'year' | 'weekday'>,
  first: readonly [number, number],
  last = first,
  years = last[0] < first[0] ? 1 : 0,
): DatedDay {
  return {
    kind: 'dated',
    ...said,
    isMonth: false,
    inYear: (year) => {
      const from = dayOf(year, ...first);
      const to = dayOf(year + years, ...last);
      return from === null || to === null || to < from ? null : { from, to };
    },
  };
}

/**
 * A month (1 … 12), or the months from one to another.
 *
 * @param years as for days.
 */
export function datedMonths(
  year: number | null,
  first: number,
  last: number,
  years = last < first ? 1 : 0,
): DatedDay {
  return {
    kind: 'dated',
    year,
    weekday: null,
    isMonth: true,
    inYear: (inYear) => monthsSpan(inYear, first, inYear + years, last),
  };
}

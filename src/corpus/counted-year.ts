import type { TextRange } from './article.ts';
import type { CalendarDate } from './calendar-date.ts';
import type { DateAt, NamedDate } from './date-mention.ts';

/** Counted from the day of writing, or from something else. */
const COUNTED_YEAR =
  /^,?\s{1,3}(?:of\s{1,3})?(?:(last|this|next)\s{1,3}year|the\s{1,3}year before|the\s{1,3}(?:previous|following|next)\s{1,3}year|a year (?:before|earlier|later))\b/i;
/** How far behind a date such words may reach. */
const MAX_CHARS = 40;
const YEARS_ON: Readonly<Record<string, number>> = { last: -1, this: 0, next: 1 };
/** "3 and 5 October last year": what makes the year of the second date that of the first. */
const JOINT = /^,?\s{1,3}(?:and|or|to)\s{1,3}(?:on\s|in\s|the\s)?$/i;

/** A date; null where its year counts from something that is not known. */
export interface PerhapsDate extends TextRange {
  readonly date: NamedDate | null;
}

interface CountedYear {
  /** Where the words end. */
  readonly end: number;
  /** How many years later than that of writing; undefined where it counts from something else. */
  readonly yearsOn: number | undefined;
}

/**
 * Dates together with the words behind them that say their year: "3 October last year", "3 October
 * the year before".
 *
 * @param dates in order of appearance.
 * @param written the day from which "last year" counts.
 */
export function withCountedYears(
  text: string,
  dates: readonly DateAt[],
  written: CalendarDate,
): PerhapsDate[] {
  const thisYear = Number(written.slice(0, 4));
  const counted: PerhapsDate[] = [];
  let next: { readonly start: number; readonly year: CountedYear | null } = {
    start: text.length,
    year: null,
  };
  for (const found of dates.toReversed()) {
    const { start, end, date } = found;
    const isJoined = JOINT.test(text.slice(end, next.start));
    const shared: CountedYear | null =
      isJoined && next.year !== null ? { ...next.year, end } : null;
    const year: CountedYear | null = readCountedYear(text, end) ?? shared;
    next = { start, year };
    if (year === null || date.kind !== 'dated' || date.year !== null) counted.push(found);
    else {
      const span = year.yearsOn === undefined ? null : date.inYear(thisYear + year.yearsOn);
      counted.push({ start, end: year.end, date: span && { kind: 'relative', span } });
    }
  }
  return counted.reverse();
}

function readCountedYear(text: string, from: number): CountedYear | null {
  const [words, which] = COUNTED_YEAR.exec(text.slice(from, from + MAX_CHARS)) ?? [];
  if (words === undefined) return null;
  return {
    end: from + words.length,
    yearsOn: which === undefined ? undefined : YEARS_ON[which.toLowerCase()],
  };
}

import type { TextRange } from './article.ts';
import type { DatedDay } from './date-mention.ts';
import { dayOf, lengthOfMonth, weekdayOf } from './day-arithmetic.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

/** A month's name, as the source of a regular expression. */
export const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b\\.?';
/** A year that follows a month. */
const YEAR = '(?:,?\\s+(?:of\\s+)?(?<year>(?:1[5-9]|20)\\d\\d)\\b)?';
/** "Late December 29" is a day, not a part of a month. */
const NO_DAY = '(?!\\s+\\d{1,2}(?:st|nd|rd|th)?\\b)';
const NTH = '(?<nth>first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)';
const OF_MONTH = `\\s+(?:of|in)\\s+(?<month>${MONTH})${YEAR}${NO_DAY}`;

const PATTERNS = [
  `\\b${NTH}\\s+(?<weekday>sun|mon|tues|wednes|thurs|fri|satur)day${OF_MONTH}`,
  `\\b${NTH}\\s+(?<unit>week|half|days)${OF_MONTH}`,
  `\\b(?<part>early|mid|late)(?:\\s+in\\s+|[\\s-]+)(?<month>${MONTH})${YEAR}${NO_DAY}`,
  `\\b(?<part>start|beginning|middle|end)${OF_MONTH}`,
].map((source) => new RegExp(source, 'gi'));

/** First and last day of the month; days beyond its end are cut off. */
const PARTS: Readonly<Record<string, readonly [number, number]>> = {
  early: [1, 10],
  start: [1, 10],
  beginning: [1, 10],
  mid: [11, 20],
  middle: [11, 20],
  late: [21, 31],
  end: [21, 31],
};
/** How many days the units of a month have. */
const UNITS: Readonly<Record<string, number>> = { week: 7, half: 15, days: 5 };

/**
 * The parts of months that a text names: "early June", "the first week of December", "the last Friday
 * of November 2022". In no order.
 */
export function findMonthParts(text: string): (TextRange & { readonly date: DatedDay })[] {
  return PATTERNS.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      date: datedPart(match.groups ?? {}),
    })),
  );
}

/** What the named groups of a pattern have caught. */
interface Said {
  readonly month?: string;
  readonly year?: string;
  readonly nth?: string;
  readonly weekday?: string;
  readonly unit?: string;
  readonly part?: string;
}

function datedPart(said: Said): DatedDay {
  const month = MONTHS.indexOf((said.month ?? '').slice(0, 3).toLowerCase()) + 1;
  return {
    kind: 'dated',
    year: said.year === undefined ? null : Number(said.year),
    weekday: null,
    isMonth: false,
    inYear: (year) => {
      const days = daysOfPart(said, year, month);
      if (days === null) return null;
      const from = dayOf(year, month, days[0]);
      const to = dayOf(year, month, days[1]);
      return from === null || to === null ? null : { from, to };
    },
  };
}

function daysOfPart(
  { nth, weekday, unit, part }: Said,
  year: number,
  month: number,
): readonly [number, number] | null {
  const length = lengthOfMonth(year, month);
  if (weekday !== undefined) {
    const day = nthWeekday(WEEKDAYS.indexOf(weekday.slice(0, 3).toLowerCase()), nth, year, month);
    return day === null ? null : [day, day];
  }
  if (unit !== undefined) {
    const days = UNITS[unit.toLowerCase()]!;
    if (isLast(nth)) return [length - days + 1, length];
    const first = positionOf(nth) * days + 1;
    // The second half of a month has all of its rest.
    const last = unit.toLowerCase() === 'half' && first > 1 ? length : first + days - 1;
    return first > length ? null : [first, Math.min(last, length)];
  }
  const [first, last] = PARTS[(part ?? '').toLowerCase()]!;
  return [first, Math.min(last, length)];
}

function nthWeekday(
  weekday: number,
  nth: string | undefined,
  year: number,
  month: number,
): number | null {
  const firstDay = dayOf(year, month, 1);
  if (firstDay === null) return null;
  const length = lengthOfMonth(year, month);
  const first = 1 + ((weekday - weekdayOf(firstDay) + 7) % 7);
  const day = isLast(nth)
    ? first + 7 * Math.floor((length - first) / 7)
    : first + 7 * positionOf(nth);
  return day <= length ? day : null;
}

/** 0 for "first" and "1st". */
function positionOf(nth = ''): number {
  const named = ORDINALS.indexOf(nth.toLowerCase());
  return named >= 0 ? named : Number.parseInt(nth, 10) - 1;
}

function isLast(nth: string | undefined): boolean {
  return nth?.toLowerCase() === 'last';
}

import type { TextRange } from '../corpus/article.ts';
import type { CalendarDate, DateSpan } from '../corpus/calendar-date.ts';
import { boundOf } from '../corpus/date-context.ts';
import type { Bound, DateMention } from '../corpus/date-mention.ts';
import { addDays, weekdayOf } from '../corpus/day-arithmetic.ts';

/** A span of time that a question names and that articles are not read for. */
export interface Period extends TextRange {
  readonly span: DateSpan;
  readonly bound: Bound | null;
}

export interface Periods {
  /** "In 2022"; without a single year "between 2014 and 2022". */
  readonly years: readonly (Period & { readonly year: number | null })[];
  /** "This week", "last year". */
  readonly spans: readonly Period[];
  /** "On the 29th". */
  readonly daysOfMonth: readonly (TextRange & { readonly dayOfMonth: number })[];
}

const YEAR = '(?:1[5-9]|20)\\d\\d';
/** Four digits are a year after such words, or at the end: "the 2000 houses" are none. */
const YEARS = new RegExp(
  `\\b(?:in|of|during|since|until|till|before|after|by|from|between|around|throughout|year|early|late)\\s+(${YEAR})(?:(?:\\s+(?:and|to|until)\\s+|\\s?[-–]\\s?)(${YEAR}))?\\b(?![.,:]?\\d)|\\b(${YEAR})\\s?\\?*$`,
  'giu',
);
const COUNTED = /\b(this|last|past)\s+(week|year)\b(?!\s+of\b)/giu;
/** "On the 29th", "Thursday the 29th", but not "on the 29th floor". */
const DAY_OF_MONTH =
  /(?:\bon the|day(?: the)?)\s+(\d{1,2})(?:st|nd|rd|th)\b(?=\s+(?:in|at|of|and|or|to|near|over|about|by|from|with|against|was|were|did|that|this|when)\b|\s*(?:[?.,;:!)]|$))/giu;

const MONTH_LIKE_A_WORD = /^(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:may|march)\b/i;
const LEAD_OF_MONTH =
  /\b(?:on|in|of|since|until|till|before|after|by|from|to|and|during|around|last|this)\s+$/i;

/**
 * Whether a month that a question names is one: people write months without capitals, so that only
 * the words before "may" and "march" tell them from the verbs.
 */
export function isMonthInQuestion(text: string, { start, end, date }: DateMention): boolean {
  const words = text.slice(start, end);
  if (date.kind !== 'dated' || date.year !== null || !MONTH_LIKE_A_WORD.test(words)) return true;
  const lead = text.slice(Math.max(0, start - 20), start);
  return LEAD_OF_MONTH.test(lead) || (/\p{Lu}/u.test(words) && /\bthe\s+$/i.test(lead));
}

/** The periods that a question names outside of `dates`, in order of appearance. */
export function findPeriods(
  text: string,
  dates: readonly TextRange[],
  written: CalendarDate,
): Periods {
  const isFree = ({ start, end }: TextRange): boolean =>
    dates.every((date) => date.end <= start || date.start >= end);
  const years = [...text.matchAll(YEARS)].map((match) => {
    const [words, first = '', last, alone] = match;
    const from = alone ?? first;
    const start = match.index + words.indexOf(from);
    const end = match.index + words.trimEnd().replace(/[\s?]+$/, '').length;
    const span = { from: `${from}-01-01`, to: `${last ?? from}-12-31` };
    const year = last === undefined ? Number(from) : null;
    return { start, end, year, span, bound: boundOf(text, { start, end }) };
  });
  const spans = [...text.matchAll(COUNTED)].map((match) => {
    const [words, which = '', unit = ''] = match;
    const range = { start: match.index, end: match.index + words.length };
    return { ...range, span: countedSpan(which, unit, written), bound: boundOf(text, range) };
  });
  const daysOfMonth = [...text.matchAll(DAY_OF_MONTH)].map((match) => {
    const start = match.index + match[0].search(/\d/);
    return { start, end: match.index + match[0].length, dayOfMonth: Number(match[1]) };
  });
  return {
    years: years.filter(isFree),
    spans: spans.filter(isFree),
    daysOfMonth: daysOfMonth
      .filter(isFree)
      .filter(({ dayOfMonth }) => dayOfMonth >= 1 && dayOfMonth <= 31),
  };
}

/** Weeks begin on Monday. */
function countedSpan(which: string, unit: string, written: CalendarDate): DateSpan {
  const back = which.toLowerCase() === 'this' ? 0 : 1;
  if (unit.toLowerCase() === 'year') {
    const year = Number(written.slice(0, 4)) - back;
    return { from: `${year}-01-01`, to: `${year}-12-31` };
  }
  const from = addDays(written, -((weekdayOf(written) + 6) % 7) - 7 * back);
  return { from, to: addDays(from, 6) };
}

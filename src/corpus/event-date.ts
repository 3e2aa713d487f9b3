import type { CalendarDate, DateSpan } from './calendar-date.ts';
import type { DateMention, NamedDate } from './date-mention.ts';
import { addDays, weekdayOf } from './day-arithmetic.ts';

/** A day without a year that would be further ahead than this is the one of the year before. */
const MAX_DAYS_AHEAD = 60;
/** "Last November", in an article of November too: not the one that is. */
const LAST = /\b(?:last|past)\s+$/i;
/** "Every Tuesday", "the following Tuesday": no certain one, or one that counts from another day. */
const OTHER = /\b(?:every|each|next|the\s(?:following|previous))\s+$/i;
/** How far before a date such a word begins. */
const MAX_LEAD_CHARS = 20;
/** "Will vote on Monday", "is to open in May": ahead, when nothing comes between that ends the clause. */
const AHEAD =
  /\b(?:will|shall|(?:is|are) (?:to|due|expected|scheduled|going)|(?:wants?|plans?|intends?|hopes?) to)\b[^.,;:!?\n]*$/i;
const MAX_CLAUSE_CHARS = 80;
/** "They may", "they march": names of months begin with a capital letter. */
const VERB = /\b(may|march)\b/;

/**
 * The days that a mention in an article stands for; null where it says no day on which something
 * happened. A weekday or month alone means the last one up to `published`, a day without a year the
 * nearest one that is not far ahead, all of them the next one where the clause speaks of the future. Without
 * `published` only dates that name their year count.
 */
export function eventDateOf(
  text: string,
  mention: DateMention,
  published: CalendarDate | null,
): DateSpan | null {
  if (!saysMonth(text, mention)) return null;
  const lead = leadOf(text, mention);
  if (OTHER.test(lead) && !isKnownAlone(mention.date)) return null;
  const clause = text.slice(Math.max(0, mention.start - MAX_CLAUSE_CHARS), mention.start);
  const span =
    AHEAD.test(clause) && !isKnownAlone(mention.date)
      ? nextOf(mention.date, published)
      : resolve(mention.date, published, LAST.test(lead));
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

/** What stands before a date, with its own first word where that is not its name: "last" Tuesday. */
function leadOf(text: string, { start, end }: DateMention): string {
  const [first = ''] = /^\p{L}+\s+/u.exec(text.slice(start, end)) ?? [];
  return text.slice(Math.max(0, start - MAX_LEAD_CHARS), start) + first;
}

function isKnownAlone(date: NamedDate): boolean {
  return date.kind === 'relative' || (date.kind === 'dated' && date.year !== null);
}

/** @param isLast whether the one in which the article was published is not meant. */
function resolve(
  date: NamedDate,
  published: CalendarDate | null,
  isLast: boolean,
): DateSpan | null {
  if (date.kind === 'dated' && date.year !== null) return date.inYear(date.year);
  if (published === null) return null;
  if (date.kind === 'relative') return date.span;
  if (date.kind === 'weekday') {
    const daysAgo = (weekdayOf(published) - date.weekday + 7) % 7;
    const day = addDays(published, -(isLast && daysAgo === 0 ? 7 : daysAgo));
    return { from: day, to: day };
  }
  const thisYear = Number(published.slice(0, 4));
  const thisMonth = published.slice(0, 7);
  const latestMonth = isLast ? `${thisMonth}-00` : `${thisMonth}-31`;
  const latest = date.isMonth ? latestMonth : addDays(published, MAX_DAYS_AHEAD);
  for (const year of [thisYear + 1, thisYear, thisYear - 1]) {
    const span = date.inYear(year);
    if (span !== null && span.from <= latest) return span;
  }
  return null;
}

/** The next such day or month; of the weekday on which the article was published none is certain. */
function nextOf(date: NamedDate, published: CalendarDate | null): DateSpan | null {
  if (published === null || date.kind === 'relative') return null;
  if (date.kind === 'weekday') {
    const daysAhead = (date.weekday - weekdayOf(published) + 7) % 7;
    const day = addDays(published, daysAhead);
    return daysAhead === 0 ? null : { from: day, to: day };
  }
  const thisYear = Number(published.slice(0, 4));
  const spans = [thisYear, thisYear + 1].map((year) => date.inYear(year));
  return spans.find((span) => span !== null && span.to >= published) ?? null;
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

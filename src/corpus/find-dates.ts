import type { TextRange } from './article.ts';
import type { CalendarDate, DateSpan } from './calendar-date.ts';
import { findFullDays, findNamedDates } from './chrono-dates.ts';
import { withCountedYears } from './counted-year.ts';
import { boundOf, type Distance, findDistances, joinBetween } from './date-context.ts';
import type { DateAt, DateMention, DateMentions } from './date-mention.ts';
import { easeReading } from './ease-reading.ts';
import { eventDateOf } from './event-date.ts';
import { findMonthParts } from './month-parts.ts';
import { blankOut, cutAtBlanks, movedBy } from './text-ranges.ts';

/** Longer lines are not a date. Chrono's patterns take time in the square of the length. */
const MAX_DATE_CHARS = 200;
/** For the same reason, long texts are read in pieces. */
const PIECE_CHARS = 2000;

/** What is counted from where no day is known; nothing that is counted is used then. */
const NO_DATE = '2000-01-01';

/**
 * Reads a full date, with day, month and year, from a short text such as
 * `Wednesday 16/November/2022 - 03:53 PM`. Null where there is none, where there are several, and
 * where day and month cannot be told apart (`05/06/2022`). The year has to have its four digits.
 */
export function parseFullDate(text: string): CalendarDate | null {
  const [day, ...others] = text.length > MAX_DATE_CHARS ? [] : findFullDays(text);
  return others.length > 0 ? null : (day ?? null);
}

/**
 * The days that a text speaks of, in order of appearance and without repeats. A weekday or month
 * alone means the last one up to `published`: an article of Wednesday 16 November that says
 * "on Tuesday" reports the 15th. A day without a year is the nearest one that is not far ahead.
 * Without `published` only dates that name their year count. What only limits a time ("since
 * September", "until Friday") is no day on which something happened.
 */
export function findDates(text: string, published: CalendarDate | null): DateSpan[] {
  const spans = new Map<string, DateSpan>();
  for (const mention of findMentions(text, published ?? NO_DATE).mentions) {
    const span = eventDateOf(text, mention, published);
    if (span !== null) spans.set(`${span.from}/${span.to}`, span);
  }
  return [...spans.values()];
}

/**
 * Where a text names dates. What it counts from the day of writing ("yesterday") is counted from
 * `written`. Takes time in proportion to the length.
 */
export function findMentions(text: string, written: CalendarDate): DateMentions {
  const mentions: DateMention[] = [];
  const undetermined: TextRange[] = [];
  for (const { start, end } of cutAtBlanks(text, PIECE_CHARS)) {
    const found = findInPiece(text.slice(start, end), written);
    for (const mention of found.mentions) mentions.push(movedBy(start, mention));
    for (const range of found.undetermined) undetermined.push(movedBy(start, range));
  }
  return { mentions, undetermined };
}

function findInPiece(text: string, written: CalendarDate): DateMentions {
  const distances = findDistances(text);
  let rest = easeReading(blankOut(text, distances));
  const parts = findMonthParts(rest);
  rest = blankOut(rest, parts);
  const named = [...parts, ...findNamedDates(rest, written)].sort((a, b) => a.start - b.start);
  const dates = withCountedYears(text, named, written);
  const mentions = dates.flatMap(({ date, ...range }) =>
    date === null ? [] : [toMention(text, { ...range, date }, distances)],
  );
  const used = new Set(mentions.map(({ start }) => start));
  return {
    mentions: joinBetween(text, mentions),
    undetermined: [
      ...distances.filter(({ start }) => !used.has(start)),
      ...dates.filter(({ date }) => date === null),
      ...[...rest.matchAll(FROM_AN_EVENT)].map(({ index, 0: { length } }) => ({
        start: index,
        end: index + length,
      })),
    ],
  };
}

/** A date together with the distance that stands before it and the words that limit it. */
function toMention(
  text: string,
  { start, end, date }: DateAt,
  distances: readonly Distance[],
): DateMention {
  const distance = distances.find((candidate) => candidate.end === start);
  const range = { start: distance?.start ?? start, end };
  return { ...range, date, shiftDays: distance?.days ?? 0, bound: boundOf(text, range) };
}

const FROM_AN_EVENT =
  /\b(?:(?:days?|weeks?|months?|years?) later|the (?:next|following|previous) (?:day|week|month))\b/gi;

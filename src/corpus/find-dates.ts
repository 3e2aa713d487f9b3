import * as chrono from 'chrono-node';
import type { TextRange } from './article.ts';
import { type CalendarDate, type DateSpan, EARLIEST_YEAR } from './calendar-date.ts';
import { boundOf, type Distance, easeReading, findDistances, joinBetween } from './date-context.ts';
import {
  datedDays,
  datedMonths,
  type DateMention,
  type DateMentions,
  type NamedDate,
} from './date-mention.ts';
import { dayOf, monthsSpan } from './day-arithmetic.ts';
import { eventDateOf } from './event-date.ts';
import { findMonthParts } from './month-parts.ts';
import { blankOut, cutAtBlanks, movedBy } from './text-ranges.ts';

/** Longer lines are not a date. chrono's patterns take time in the square of the length. */
const MAX_DATE_CHARS = 200;
/** For the same reason, long texts are read in pieces. */
const PIECE_CHARS = 2000;

/** What chrono counts from where no day is known; nothing that it counts is used then. */
const NO_DATE = '2000-01-01';

/** Day, month and year as numbers. */
const NUMERIC_DATE = /\b(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}\b/;

/**
 * Reads a full date, with day, month and year, from a short text such as
 * `Wednesday 16/November/2022 - 03:53 PM`. Null where there is none, where there are several, and
 * where day and month cannot be told apart (`05/06/2022`). The year has to have its four digits.
 */
export function parseFullDate(text: string): CalendarDate | null {
  if (text.length > MAX_DATE_CHARS || isAmbiguous(text)) return null;
  const days = new Set(
    chrono.strict
      .parse(text, referenceOf(NO_DATE))
      .filter((result) => result.start.isCertain('day') && namesItsYear(result))
      .flatMap(({ start, end }) => (end?.isCertain('day') ? [start, end] : [start]))
      .map(toDay),
  );
  const [day] = days;
  return day !== undefined && day !== null && days.size === 1 ? day : null;
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
  const results = chrono.casual.parse(rest, referenceOf(written));
  const dates = [...parts, ...results.flatMap((result) => readResult(rest, result))].sort(
    (a, b) => a.start - b.start,
  );
  const mentions = dates.map((date) => toMention(text, date, distances));
  const used = new Set(mentions.map(({ start }) => start));
  return {
    mentions: joinBetween(text, mentions),
    undetermined: [
      ...distances.filter(({ start }) => !used.has(start)),
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
  { start, end, date }: TextRange & { readonly date: NamedDate },
  distances: readonly Distance[],
): DateMention {
  const distance = distances.find((candidate) => candidate.end === start);
  const range = { start: distance?.start ?? start, end };
  return { ...range, date, shiftDays: distance?.days ?? 0, bound: boundOf(text, range) };
}

const FROM_AN_EVENT =
  /\b(?:(?:days?|weeks?|months?|years?) later|the (?:next|following|previous) (?:day|week|month))\b/gi;
/** Distances from another event ("a day later") or from today ("in two days"), and vague spans. */
const NOT_A_DAY =
  /\b(after|before|later|earlier|from|next|weekend|weeks?|now|years?|hours?|minutes?|seconds?)\b|\b(days?|months|a month|ad|bce?|ce)$/i;
/** "The sun", "she sat" and "24/7": seldom dates when they stand alone. */
const SELDOM_A_DAY = /^(sun|sat|mon|wed)\.?$|^\d{1,2}\/\d{1,2}(?![\d/])/i;
const PART_OF_TODAY = /^this (morning|afternoon|evening)\b/i;
const MONTH_NAME = /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d[./-]\d/i;
/** "14 and 15 November": chrono sees the second. */
const DAY_BEFORE = /\b(\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}(?:and|or)\s{1,3}(?:the\s)?$/i;

function readResult(
  text: string,
  result: chrono.ParsedResult,
): (TextRange & { readonly date: NamedDate })[] {
  const date = dateOf(result);
  if (date === null) return [];
  const { index: start } = result;
  const found = { start, end: start + wordsOf(result).length, date };
  const lead = /^\d/.test(result.text)
    ? DAY_BEFORE.exec(text.slice(Math.max(0, start - 20), start))
    : null;
  if (lead === null || date.kind !== 'dated' || result.end) return [found];
  const { year, weekday } = date;
  const dayBefore = datedDays({ year, weekday }, [result.start.get('month')!, Number(lead[1])]);
  const startBefore = start - lead[0].length;
  return [{ start: startBefore, end: startBefore + lead[1]!.length, date: dayBefore }, found];
}

/** Chrono takes "November 15, 85 missiles" for a day of 1985. */
function wordsOf(result: chrono.ParsedResult): string {
  const words = result.text.trimEnd();
  return result.start.isCertain('year') && !namesItsYear(result)
    ? words.replace(/,?\s{1,3}\d\d$/, '')
    : words;
}

function dateOf(result: chrono.ParsedResult): NamedDate | null {
  const { start, end, text } = result;
  if (NOT_A_DAY.test(text) || SELDOM_A_DAY.test(text) || isAmbiguous(text)) return null;
  const month = start.get('month')!;
  if (start.isCertain('day')) {
    const last = end?.isCertain('day') ? end : start;
    if (!MONTH_NAME.test(text)) {
      const [from, to] = [toDay(start), toDay(last)];
      return from === null || to === null || to < from
        ? null
        : { kind: 'relative', span: { from, to } };
    }
    const weekday = start.isCertain('weekday') ? start.get('weekday') : null;
    return datedDays(
      { year: yearOf(result), weekday },
      [month, start.get('day')!],
      [last.get('month')!, last.get('day')!],
    );
  }
  if (start.isCertain('weekday')) return { kind: 'weekday', weekday: start.get('weekday')! };
  if (PART_OF_TODAY.test(text)) {
    const today = toDay(start);
    return today === null ? null : { kind: 'relative', span: { from: today, to: today } };
  }
  if (!start.isCertain('month')) return null;
  if (MONTH_NAME.test(text)) {
    const lastMonth = end?.isCertain('month') ? end.get('month')! : month;
    return datedMonths(yearOf(result), month, lastMonth);
  }
  const span = monthsSpan(start.get('year')!, month);
  return span === null ? null : { kind: 'relative', span };
}

/** The year that the text names for the first day; "31 December – 2 January 2023" does so at its end. */
function yearOf(result: chrono.ParsedResult): number | null {
  const { start, end, text } = result;
  if (namesItsYear(result)) return start.get('year');
  const year = end?.get('year') ?? 0;
  if (!end?.isCertain('year') || !text.includes(String(year))) return null;
  return end.get('month')! < start.get('month')! ? year - 1 : year;
}

function toDay(components: chrono.ParsedComponents): CalendarDate | null {
  return dayOf(components.get('year')!, components.get('month')!, components.get('day')!);
}

function referenceOf(day: CalendarDate): chrono.ParsingReference {
  return { instant: new Date(`${day}T12:00:00Z`), timezone: 0 };
}

/** Whether the year stands in the text; chrono also calls one certain that it counts from today. */
function namesItsYear({ start, text }: chrono.ParsedResult): boolean {
  const year = start.get('year') ?? 0;
  return year >= EARLIEST_YEAR && text.includes(String(year));
}

/** Whether a date in numbers could be read with the day first and with the month first. */
function isAmbiguous(text: string): boolean {
  const [, first, second] = NUMERIC_DATE.exec(text) ?? [];
  return first !== second && Number(first) <= 12 && Number(second) <= 12;
}

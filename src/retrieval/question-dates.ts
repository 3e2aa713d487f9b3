import type { TextRange } from '../corpus/article.ts';
import type { CalendarDate, DateSpan } from '../corpus/calendar-date.ts';
import type { DateMention, DateMentions } from '../corpus/date-mention.ts';
import { findPeriods, isMonthInQuestion } from './question-periods.ts';
import { limited, spansOf, type TimeFrame } from './time-frame.ts';

/** The days that a part of a question speaks of. */
export interface QuestionDate extends TextRange {
  /**
   * Any of them may be meant, the latest first; empty where only `recurring` is known, and for a
   * year that completes another date.
   */
  readonly spans: readonly DateSpan[];
  /** "On Tuesday", "on the 29th": all such days fit. */
  readonly recurring: Recurring | null;
}

/** A day of each week (0 = Sunday) or of each month. */
export type Recurring = { readonly weekday: number } | { readonly dayOfMonth: number };

/** What a question says of time. Ranges are positions in the question. */
export interface QuestionDates {
  /** In order of appearance. */
  readonly dates: readonly QuestionDate[];
  /** "Two days after the summit": where a day is meant that the question does not tell. */
  readonly undetermined: readonly TextRange[];
  /** "Latest", "most recent", "currently". */
  readonly wantsLatest: boolean;
  /** "Earliest", "first reported". */
  readonly wantsFirst: boolean;
}

export interface QuestionDateOptions {
  /** The earliest and the latest day of publication; null where no article has one. */
  readonly corpusSpan: DateSpan | null;
  /** What "yesterday" and "this week" count from. */
  readonly today: CalendarDate;
  /** The last day that an answer may come from; then also what "yesterday" counts from. */
  readonly asOf?: CalendarDate | undefined;
}

/** What follows is not read; it would be no question any more. */
const MAX_QUESTION_CHARS = 1000;

/** A question without any of these names no date. */
const TIME_WORD =
  /\d|\b(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|day|night|week|month|year|\bago\b|morning|evening|noon/i;
const LATEST =
  /(?<!\bat the )\blatest\b|\b(?:most recent(?:ly)?|newest|last (?:known|reported)|currently|current (?=\p{L})|at present|at the moment|right now|these days)\b|\bnow\s?\?{0,3}$/iu;
const FIRST = /\b(?:earliest|initial(?:ly)?|at first|first (?:known|report(?:s|ed)?))\b/iu;

/**
 * What a question says of time. A date without a year is that of each year which the corpus covers,
 * or else of the nearest one before it.
 */
export async function readQuestionDates(
  question: string,
  { corpusSpan, today, asOf }: QuestionDateOptions,
): Promise<QuestionDates> {
  const text = question.slice(0, MAX_QUESTION_CHARS).trimEnd();
  const written = asOf ?? today;
  const frame = frameOf(corpusSpan, written, asOf);
  const { mentions, undetermined } = await mentionsIn(text, written);
  const dates = mentions.filter((mention) => isMonthInQuestion(text, mention));
  const periods = findPeriods(text, dates, written);

  // "On 15 November … in 2022" speaks of one day.
  const [lone] = periods.years;
  const completes =
    periods.years.length === 1 &&
    lone?.bound === null &&
    dates.some(({ date }) => date.kind === 'dated' && date.year === null);
  const year = completes ? lone.year : null;
  return {
    dates: [
      ...dates.map((mention) => readMention(mention, year, frame)),
      ...[...periods.years, ...periods.spans].map(({ start, end, span, bound }) => ({
        start,
        end,
        spans: year !== null && start === lone?.start ? [] : [limited(span, bound, frame)],
        recurring: null,
      })),
      ...periods.daysOfMonth.map(({ start, end, dayOfMonth }) => ({
        start,
        end,
        spans: [],
        recurring: { dayOfMonth },
      })),
    ].sort((a, b) => a.start - b.start),
    undetermined,
    wantsLatest: LATEST.test(text),
    wantsFirst: FIRST.test(text),
  };
}

/** The reader of dates is loaded once it is needed, since each start would pay for it. */
async function mentionsIn(text: string, written: CalendarDate): Promise<DateMentions> {
  if (!TIME_WORD.test(text)) return { mentions: [], undetermined: [] };
  const { findMentions } = await import('../corpus/find-dates.ts');
  return findMentions(text, written);
}

function readMention(mention: DateMention, year: number | null, frame: TimeFrame): QuestionDate {
  const { start, end, date, shiftDays } = mention;
  if (date.kind !== 'weekday') {
    return { start, end, spans: spansOf(mention, year, frame), recurring: null };
  }
  const weekday = (((date.weekday + shiftDays) % 7) + 7) % 7;
  return { start, end, spans: [], recurring: { weekday } };
}

/** Without dated articles, the day of the question is all that is known. */
function frameOf(
  corpusSpan: DateSpan | null,
  written: CalendarDate,
  asOf: CalendarDate | undefined,
): TimeFrame {
  const { from, to } = corpusSpan ?? { from: written, to: written };
  const last = asOf !== undefined && asOf < to ? asOf : to;
  return { from: from < last ? from : last, to: last };
}

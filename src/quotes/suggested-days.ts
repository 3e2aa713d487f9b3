import { type CalendarDate, formatDay } from '../corpus/calendar-date.ts';
import { daysBetween } from '../corpus/day-arithmetic.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import type { DateKind } from './library.ts';

/** Of longer spans, such as a whole month, the first and the last day say little. */
const MAX_SPAN_DAYS = 7;

/** The days of an index that can be offered while somebody types a date. */
export class SuggestedDays {
  /** Newest first, each with the words of its written form. */
  readonly #days: readonly { readonly day: CalendarDate; readonly words: readonly string[] }[];

  /** Goes through the whole index once. */
  constructor(index: SearchIndex, kind: DateKind) {
    const days = new Set(kind === 'event' ? eventDays(index) : publicationDays(index));
    this.#days = [...days]
      .sort()
      .reverse()
      .map((day) => ({ day, words: wordsOf(formatDay(day)) }));
  }

  /** The newest days that match what was typed: the beginning of `2022-12-29`, or of its words. */
  matching(typed: string, limit: number): CalendarDate[] {
    const beginning = typed.trim();
    const typedWords = wordsOf(typed);
    const found: CalendarDate[] = [];
    for (const { day, words } of this.#days) {
      if (found.length >= limit) break;
      const isMatch =
        day.startsWith(beginning) ||
        typedWords.every((typedWord) => words.some((word) => word.startsWith(typedWord)));
      if (isMatch) found.push(day);
    }
    return found;
  }
}

/** Of a passage that speaks of no day the day of publication, by which it is filtered too. */
function* eventDays({ passages, articles }: SearchIndex): Generator<CalendarDate> {
  for (let passage = 0; passage < passages.size; passage++) {
    const { eventDates, article } = passages.at(passage);
    const { date } = articles.row(article);
    if (eventDates.length === 0 && date !== null) yield date;
    for (const span of eventDates) {
      if (daysBetween(span.from, span.to) < MAX_SPAN_DAYS) yield* [span.from, span.to];
    }
  }
}

function* publicationDays({ articles }: SearchIndex): Generator<CalendarDate> {
  for (let article = 0; article < articles.size; article++) {
    const { date } = articles.row(article);
    if (date !== null) yield date;
  }
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

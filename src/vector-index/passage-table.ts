import type { CalendarDate } from '../corpus/calendar-date.ts';
import type { Passage } from '../passages/passage.ts';
import { column, type Columns } from './column-file.ts';

/** A passage as the index keeps it: the article by its position instead of its id. */
export interface PassageRow extends Omit<Passage, 'articleId' | 'published'> {
  readonly article: number;
}

/** Marks a passage without a heading. */
const NO_HEADING = -1;

/** The passages of an index, column by column, so that a hundred thousand of them open at once. */
export class PassageTable {
  readonly size: number;
  readonly #articles: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #headingStarts: Int32Array;
  readonly #headingEnds: Int32Array;
  /** Passage p has the event dates from `#dateOffsets[p]` up to `#dateOffsets[p + 1]`. */
  readonly #dateOffsets: Uint32Array;
  readonly #datesFrom: Uint32Array;
  readonly #datesTo: Uint32Array;

  constructor(columns: Columns) {
    this.#articles = column(columns, 'article', Uint32Array);
    this.#starts = column(columns, 'start', Uint32Array);
    this.#ends = column(columns, 'end', Uint32Array);
    this.#headingStarts = column(columns, 'headingStart', Int32Array);
    this.#headingEnds = column(columns, 'headingEnd', Int32Array);
    this.#dateOffsets = column(columns, 'dateOffset', Uint32Array);
    this.#datesFrom = column(columns, 'dateFrom', Uint32Array);
    this.#datesTo = column(columns, 'dateTo', Uint32Array);
    this.size = this.#articles.length;
  }

  at(passage: number): PassageRow {
    if (passage < 0 || passage >= this.size) {
      throw new RangeError(`no passage ${passage} among ${this.size}`);
    }
    const headingStart = this.#headingStarts[passage]!;
    const eventDates = [];
    for (let i = this.#dateOffsets[passage]!; i < this.#dateOffsets[passage + 1]!; i++) {
      eventDates.push({ from: fromNumber(this.#datesFrom[i]!), to: fromNumber(this.#datesTo[i]!) });
    }
    return {
      article: this.#articles[passage]!,
      start: this.#starts[passage]!,
      end: this.#ends[passage]!,
      heading:
        headingStart === NO_HEADING
          ? null
          : { start: headingStart, end: this.#headingEnds[passage]! },
      eventDates,
    };
  }

  /** The position of a passage's article, without building the whole row. */
  articleOf(passage: number): number {
    return this.#articles[passage]!;
  }
}

/** The columns that a `PassageTable` opens. */
export function passageColumns(passages: readonly PassageRow[]): Columns {
  const dates = passages.map(({ eventDates }) => eventDates);
  const dateOffsets = new Uint32Array(passages.length + 1);
  dates.forEach((spans, passage) => {
    dateOffsets[passage + 1] = dateOffsets[passage]! + spans.length;
  });
  const allDates = dates.flat();
  return {
    article: Uint32Array.from(passages, ({ article }) => article),
    start: Uint32Array.from(passages, ({ start }) => start),
    end: Uint32Array.from(passages, ({ end }) => end),
    headingStart: Int32Array.from(passages, ({ heading }) => heading?.start ?? NO_HEADING),
    headingEnd: Int32Array.from(passages, ({ heading }) => heading?.end ?? NO_HEADING),
    dateOffset: dateOffsets,
    dateFrom: Uint32Array.from(allDates, ({ from }) => toNumber(from)),
    dateTo: Uint32Array.from(allDates, ({ to }) => toNumber(to)),
  };
}

/** `2022-11-16` as the number 20221116. */
function toNumber(date: CalendarDate): number {
  return Number(date.replaceAll('-', ''));
}

function fromNumber(date: number): CalendarDate {
  return String(date).replace(/^(\d+)(\d{2})(\d{2})$/, '$1-$2-$3');
}

import type { CalendarDate } from '../corpus/calendar-date.ts';
import type { PassageSet } from '../vector-index/vector-store.ts';
import type { SearchIndex } from './search-index.ts';

/** What an asker limits an answer to. Days are included at both ends. */
export interface Filters {
  /** First event day. */
  readonly from?: CalendarDate | undefined;
  /** Last event day. */
  readonly to?: CalendarDate | undefined;
  /** Only what was published by this day. */
  readonly asOf?: CalendarDate | undefined;
  /** The outlet's name, or a part of it, in any case. */
  readonly outlet?: string | undefined;
}

/**
 * The passages that pass the filters; undefined when there is no filter. The days that a passage
 * speaks of decide, or else its publication date. An article without a date passes no date filter.
 */
export function passagesWithin(index: SearchIndex, filters: Filters): PassageSet | undefined {
  if (Object.values(filters).every((value) => value === undefined)) return undefined;
  const articlePasses: boolean[] = [];
  for (let article = 0; article < index.articles.size; article++) {
    const { date, outlet } = index.articles.row(article);
    articlePasses.push(
      (filters.asOf === undefined || (date !== null && date <= filters.asOf)) &&
        (filters.outlet === undefined || isNamed(outlet, filters.outlet)),
    );
  }
  const mask = new Uint8Array(index.passages.size);
  let count = 0;
  for (let passage = 0; passage < mask.length; passage++) {
    if (!articlePasses[index.passages.articleOf(passage)]) continue;
    if (!passesDates(index, passage, filters)) continue;
    mask[passage] = 1;
    count += 1;
  }
  return { mask, count };
}

function isNamed(outlet: string | null, wanted: string): boolean {
  return outlet !== null && outlet.toLowerCase().includes(wanted.trim().toLowerCase());
}

function passesDates(index: SearchIndex, passage: number, { from, to }: Filters): boolean {
  if (from === undefined && to === undefined) return true;
  const { eventDates, article } = index.passages.at(passage);
  const published = index.articles.row(article).date;
  if (published === null) return false;
  const spans = eventDates.length > 0 ? eventDates : [{ from: published, to: published }];
  return spans.some(
    (span) => (from === undefined || span.to >= from) && (to === undefined || span.from <= to),
  );
}

import type { CalendarDate } from '../corpus/calendar-date.ts';
import { isSample } from '../corpus/list-corpus.ts';
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
  /** An outlet's name in any case; one that no outlet has stands for those that contain it. */
  readonly outlet?: string | undefined;
  /** False leaves out the articles that come with Verbatim. */
  readonly sampleCorpus?: boolean | undefined;
}

/**
 * The passages that pass the filters and are not left out; undefined where all are. The days that a passage
 * speaks of decide, or else its publication date. An article without a date passes no date filter.
 */
export function passagesWithin(index: SearchIndex, filters: Filters): PassageSet | undefined {
  const { leftOut } = index;
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  if (!isFiltered && leftOut === undefined) return undefined;
  const isWanted = filters.outlet === undefined ? null : outletTest(index, filters.outlet);
  const articlePasses: boolean[] = [];
  for (let article = 0; article < index.articles.size; article++) {
    const { date, outlet, path } = index.articles.row(article);
    articlePasses.push(
      leftOut?.has(article) !== true &&
        (filters.sampleCorpus !== false || !isSample(path)) &&
        (filters.asOf === undefined || (date !== null && date <= filters.asOf)) &&
        (isWanted === null || (outlet !== null && isWanted(outlet))),
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

function outletTest({ articles }: SearchIndex, name: string): (outlet: string) => boolean {
  const wanted = name.trim().toLowerCase();
  for (let article = 0; article < articles.size; article++) {
    if (articles.row(article).outlet?.toLowerCase() === wanted) {
      return (outlet) => outlet.toLowerCase() === wanted;
    }
  }
  return (outlet) => outlet.toLowerCase().includes(wanted);
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

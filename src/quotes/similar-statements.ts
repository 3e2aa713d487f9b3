import type { CalendarDate } from '../corpus/calendar-date.ts';
import { type Statement, statementsIn } from '../figures/statement.ts';
import { type Filters, passagesWithin } from '../retrieval/filters.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import { TopHits } from '../vector-index/top-hits.ts';

/** Passages that are read for other reports of the event: those with the most words in common. */
const READ_PASSAGES = 20;

/** What the asker's limits leave. */
export function within(index: SearchIndex, filters: Filters): (passage: number) => boolean {
  const mask = passagesWithin(index, filters)?.mask;
  return (passage) => mask === undefined || mask[passage] === 1;
}

/** The same but for the last day, behind which to look. */
export function publishedAfter(
  index: SearchIndex,
  asOf: CalendarDate,
  filters: Filters,
): (passage: number) => boolean {
  const isWithin = within(index, { ...filters, asOf: undefined });
  return (passage) => {
    const { date } = index.articles.row(index.passages.articleOf(passage));
    return date !== null && date > asOf && isWithin(passage);
  };
}

/** What the passages with the highest scores state, best passage first. */
export function statementsAmong(
  index: SearchIndex,
  scores: Float32Array,
  isWanted: (passage: number) => boolean,
): Statement[] {
  const best = new TopHits(READ_PASSAGES);
  scores.forEach((score, passage) => {
    if (score > 0 && isWanted(passage)) best.offer(passage, score);
  });
  return best.sorted().flatMap(({ passage }) => statementsIn(index, passage));
}

import type { Embedder } from '../embeddings/embedder.ts';
import { type CorrectedArticles, withoutWithdrawn } from '../retrieval/corrected-articles.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import { withNotes } from './answer-as-corrected.ts';
import { makeTimeline, type Timeline, type TimelineOptions } from './make-timeline.ts';

/** A timeline that quotes nothing that was withdrawn; quotes of a corrected article say so. */
export async function timelineAsCorrected(
  index: SearchIndex,
  embedder: Embedder,
  corrected: CorrectedArticles,
  topic: string,
  options: TimelineOptions = {},
): Promise<Timeline> {
  const timeline = await makeTimeline(withoutWithdrawn(index, corrected), embedder, topic, options);
  const quotes = withNotes(
    timeline.days.map(({ quote }) => quote),
    index,
    corrected,
  );
  return {
    ...timeline,
    days: timeline.days.map((day, position) => ({ ...day, quote: quotes[position]! })),
  };
}

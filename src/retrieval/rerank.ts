import type { Reranker } from '../embeddings/reranker.ts';
import { type Ranked, scale } from './rank-candidates.ts';
import { readPassage } from './read-passage.ts';
import type { SearchIndex } from './search-index.ts';

/** A cross-encoder and what it may cost. */
export interface Reranking {
  readonly reranker: Reranker;
  /** Time for a question, in milliseconds; Infinity for any. */
  readonly budgetMs: number;
  /** Told of each question that the model fails on, which is then answered without it. */
  readonly onFailure: (error: unknown) => void;
  /** Milliseconds from whenever; those of this process by default. */
  readonly now?: () => number;
}

/** Candidates that are read together with the question. */
const RERANKED_CANDIDATES = 10;
/**
 * What the judgement counts for beside the other signals: as much as both searches together. It knows
 * nothing of the days of the question, of what stands in quotation marks and of the conversation, so
 * it does not decide alone.
 */
const WEIGHT = 1;

/**
 * Lets a cross-encoder have a say in the order of the foremost candidates. They are judged in their
 * order as long as the time lasts, and their judgements, scaled to 0 … 1 among them, are added to their
 * relevance. So the judged ones stay ahead of all others, which keep relevance and order.
 *
 * @param ranked best first.
 * @param question with what it takes over from its conversation.
 */
export async function rerank(
  index: SearchIndex,
  ranked: readonly Ranked[],
  question: string,
  reranking: Reranking,
): Promise<readonly Ranked[]> {
  const texts = ranked.slice(0, RERANKED_CANDIDATES).map(({ passage }) => textOf(index, passage));
  let scores: readonly number[];
  try {
    scores = await scoreInTime(question, texts, reranking);
  } catch (error) {
    reranking.onFailure(error);
    return ranked;
  }
  const judged = scale(scores)
    .map((score, position) => {
      const candidate = ranked[position]!;
      return { ...candidate, relevance: candidate.relevance + WEIGHT * score };
    })
    .sort((a, b) => b.relevance - a.relevance);
  return [...judged, ...ranked.slice(judged.length)];
}

/**
 * Scores texts in their order until the next one would not be done in time, going by the slowest so
 * far. One at a time: on few cores several at once take longer, since all are as long as the longest.
 */
async function scoreInTime(
  question: string,
  texts: readonly string[],
  { reranker, budgetMs, now = () => performance.now() }: Reranking,
): Promise<number[]> {
  const started = now();
  const scores: number[] = [];
  let slowest = 0;
  for (const text of texts) {
    const begun = now();
    if (scores.length > 0 && begun - started + slowest > budgetMs) break;
    scores.push(await reranker.score(question, text));
    slowest = Math.max(slowest, now() - begun);
  }
  return scores;
}

/** A passage as the model reads it: with title, heading and days before it. */
function textOf(index: SearchIndex, passage: number): string {
  const { article, start, end } = index.passages.at(passage);
  const { context } = readPassage(index, passage);
  return `${context}\n${index.articles.at(article).text.slice(start, end)}`.trim();
}

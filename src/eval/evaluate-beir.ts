import type { Embedder } from '../embeddings/embedder.ts';
import type { Reranking } from '../retrieval/rerank.ts';
import { type Ranking, retrieve } from '../retrieval/retrieve.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import type { BeirDataset } from './beir.ts';
import { mean, ndcg, percentile, recall, reciprocalRank } from './metrics.ts';

/** What `verbatim eval DIR --json` prints. All but the times are means over the queries, 0 … 1. */
export interface BeirReport {
  readonly dataset: string;
  readonly ranking: Ranking;
  readonly queries: number;
  readonly 'ndcg@10': number;
  readonly 'recall@20': number;
  readonly 'recall@100': number;
  readonly 'mrr@10': number;
  /** Milliseconds a query. */
  readonly ms: { readonly p50: number; readonly p95: number };
}

/** The documents that a query found, best first. */
export interface QueryRun {
  readonly query: string;
  readonly documents: readonly { readonly id: string; readonly score: number }[];
}

/** Documents looked at for each query. */
const DEPTH = 100;
/** A long document is cut into several passages, so more passages than documents are fetched. */
const PASSAGES_PER_DOCUMENT = 3;

/**
 * Runs every query of a data set; a document counts where its first passage stands.
 *
 * @param reranking takes part in the ranking `fused`; null for none.
 */
export async function evaluateBeir(
  dataset: BeirDataset,
  index: SearchIndex,
  embedder: Embedder,
  ranking: Ranking,
  reranking: Reranking | null = null,
): Promise<{ readonly report: BeirReport; readonly runs: readonly QueryRun[] }> {
  const runs: QueryRun[] = [];
  const times: number[] = [];
  for (const query of dataset.queries) {
    const started = performance.now();
    const { passages } = await retrieve(index, embedder, query.text, {
      ranking,
      reranking,
      count: DEPTH * PASSAGES_PER_DOCUMENT,
    });
    times.push(performance.now() - started);
    const documents = new Map<string, number>();
    for (const { passage, relevance } of passages) {
      const id = index.articles.row(index.passages.articleOf(passage)).path;
      if (!documents.has(id)) documents.set(id, relevance);
    }
    runs.push({
      query: query.id,
      documents: [...documents].slice(0, DEPTH).map(([id, score]) => ({ id, score })),
    });
  }
  const average = (
    measure: (ranked: string[], judgements: ReadonlyMap<string, number>) => number,
  ): number =>
    round(
      mean(
        dataset.queries.map(({ judgements }, position) =>
          measure(
            runs[position]!.documents.map(({ id }) => id),
            judgements,
          ),
        ),
      ),
    );
  return {
    report: {
      dataset: dataset.name,
      ranking,
      queries: dataset.queries.length,
      'ndcg@10': average((ranked, judgements) => ndcg(ranked, judgements, 10)),
      'recall@20': average((ranked, judgements) => recall(ranked, judgements, 20)),
      'recall@100': average((ranked, judgements) => recall(ranked, judgements, 100)),
      'mrr@10': average((ranked, judgements) => reciprocalRank(ranked, judgements, 10)),
      ms: { p50: round(percentile(times, 0.5)), p95: round(percentile(times, 0.95)) },
    },
    runs,
  };
}

/** A run file as trec_eval reads it: query, Q0, document, rank, score, name of the run. */
export function formatTrecRun(runs: readonly QueryRun[], name: string): string {
  return runs
    .flatMap(({ query, documents }) =>
      documents.map(
        ({ id, score }, position) =>
          `${query} Q0 ${id} ${position + 1} ${score.toFixed(6)} ${name}\n`,
      ),
    )
    .join('');
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

import type { Article } from '../corpus/article.ts';
import type { BeirDataset, BeirQuery } from './beir.ts';
import type { QueryRun } from './evaluate-beir.ts';
import { ndcg } from './metrics.ts';

/** A query whose best documents did not come first. */
export interface WorstQuery {
  readonly query: BeirQuery;
  readonly ndcg: number;
  /** The document that came first; null where nothing was found. */
  readonly first: Article | null;
  /** The best-graded document and its rank; null for one that is not in the corpus, or was not found. */
  readonly wanted: Article | null;
  readonly wantedRank: number | null;
}

/** The queries with the least nDCG@10, worst first; those that are perfect are left out. */
export function worstQueries(
  { articles, queries }: BeirDataset,
  runs: readonly QueryRun[],
  count: number,
): WorstQuery[] {
  const documents = new Map(articles.map((article) => [article.path, article]));
  return queries
    .map((query, position): WorstQuery => {
      const ranked = runs[position]!.documents.map(({ id }) => id);
      const [wanted = ''] = [...query.judgements]
        .sort(([, gradeA], [, gradeB]) => gradeB - gradeA)
        .map(([id]) => id);
      const place = ranked.indexOf(wanted);
      return {
        query,
        ndcg: ndcg(ranked, query.judgements, 10),
        first: documents.get(ranked[0] ?? '') ?? null,
        wanted: documents.get(wanted) ?? null,
        wantedRank: place === -1 ? null : place + 1,
      };
    })
    .filter((worst) => worst.ndcg < 1)
    .sort((a, b) => a.ndcg - b.ndcg)
    .slice(0, count);
}

import { type Correction, correctionOf, type Corrections } from '../corpus/corrections.ts';
import type { ArticleTable } from '../vector-index/article-table.ts';
import type { SearchIndex } from './search-index.ts';

/** Corrections by the position of the article. */
export type CorrectedArticles = ReadonlyMap<number, Correction>;

/** The corrections that concern the articles of an index. */
export function findCorrected(articles: ArticleTable, corrections: Corrections): CorrectedArticles {
  const found = new Map<number, Correction>();
  if (corrections.size === 0) return found;
  for (let article = 0; article < articles.size; article++) {
    const correction = correctionOf(articles.row(article).path, corrections);
    if (correction !== null) found.set(article, correction);
  }
  return found;
}

/** An index from which nothing of the withdrawn articles is found; the same where there are none. */
export function withoutWithdrawn(index: SearchIndex, corrected: CorrectedArticles): SearchIndex {
  const withdrawn = withdrawnOf(corrected);
  return withdrawn.size === 0 ? index : { ...index, leftOut: withdrawn };
}

/** An index from which nothing but the withdrawn articles is found; null where there are none. */
export function onlyWithdrawn(
  index: SearchIndex,
  corrected: CorrectedArticles,
): SearchIndex | null {
  const withdrawn = withdrawnOf(corrected);
  if (withdrawn.size === 0) return null;
  const leftOut = new Set<number>();
  for (let article = 0; article < index.articles.size; article++) {
    if (!withdrawn.has(article)) leftOut.add(article);
  }
  return { ...index, leftOut };
}

function withdrawnOf(corrected: CorrectedArticles): ReadonlySet<number> {
  return new Set(
    [...corrected].flatMap(([article, { kind }]) => (kind === 'withdrawn' ? [article] : [])),
  );
}

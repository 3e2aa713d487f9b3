import { fileOfArticle } from '../corpus/article.ts';
import type { ArticleTable } from '../vector-index/article-table.ts';

/** A file of the corpus with the title of the first article in it. */
export interface CorpusFileLabel {
  /** Below the corpus folder. */
  readonly path: string;
  readonly title: string | null;
}

/**
 * The indexed files of which path or a title contains what was typed, in any case, by path. One that
 * is named in full comes first.
 */
export function suggestFiles(
  articles: ArticleTable,
  typed: string,
  limit: number,
): CorpusFileLabel[] {
  const wanted = typed.trim().toLowerCase();
  const found = new Map<string, CorpusFileLabel>();
  for (let position = 0; position < articles.size; position++) {
    const { path: articlePath, title } = articles.row(position);
    const path = fileOfArticle(articlePath);
    const text = `${path}\n${title ?? ''}`.toLowerCase();
    if (text.includes(wanted) && !found.has(path)) found.set(path, { path, title });
  }
  const sorted = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  const named = found.get(typed);
  return [
    ...(named === undefined ? [] : [named]),
    ...sorted.filter((file) => file !== named),
  ].slice(0, limit);
}

import type { SearchIndex } from '../retrieval/search-index.ts';
import type { ArticleRow } from '../vector-index/article-table.ts';
import type { LibraryOverview } from './library.ts';

/** Goes through all articles once. */
export function summarizeIndex(index: SearchIndex): LibraryOverview {
  const rows = articleRows(index);
  const days = rows.flatMap(({ date }) => date ?? []).sort();
  const [from, to] = [days[0], days.at(-1)];
  return {
    ...index.manifest.counts,
    builtAt: index.manifest.createdAt,
    published: from === undefined || to === undefined ? null : { from, to },
    outlets: countNames(rows.map(({ outlet }) => outlet)),
    languages: countNames(rows.map(({ language }) => language)).map(({ name }) => nameOf(name)),
  };
}

/** The articles of an index without their texts, in order. */
export function articleRows({ articles }: SearchIndex): ArticleRow[] {
  return Array.from({ length: articles.size }, (_, article) => articles.row(article));
}

/** Each name once, with the number of articles that have it, most articles first. */
function countNames(names: readonly (string | null)[]): { name: string; articles: number }[] {
  const counts = new Map<string, number>();
  for (const name of names) {
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .map(([name, articles]) => ({ name, articles }))
    .sort((a, b) => b.articles - a.articles || (a.name < b.name ? -1 : 1));
}

const languageNames = new Intl.DisplayNames('en', { type: 'language' });

/** `Ukrainian` for `uk`; a code that is none is shown as it is. */
function nameOf(language: string): string {
  try {
    return languageNames.of(language) ?? language;
  } catch {
    return language;
  }
}

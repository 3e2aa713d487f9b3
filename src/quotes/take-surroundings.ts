import type { TextRange } from '../corpus/article.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import type { Surroundings } from './library.ts';
import type { Excerpt } from './quote.ts';
import { takeExcerpt } from './take-excerpt.ts';

/**
 * Takes a quote with what stands before and after it.
 *
 * @param passage in which the quote begins; it may end in a later one.
 */
export function takeSurroundings(
  index: SearchIndex,
  passage: number,
  quote: TextRange,
): Surroundings {
  const { articles, passages } = index;
  const row = passages.at(passage);
  return {
    before: takeBefore(index, passage, quote),
    excerpt: takeExcerpt(articles.at(row.article), row, quote),
    after: takeAfter(index, passage, quote),
  };
}

/** What the passage has before the quote, or else the passage before. */
function takeBefore(
  { articles, passages }: SearchIndex,
  passage: number,
  quote: TextRange,
): Excerpt | null {
  const row = passages.at(passage);
  const article = articles.at(row.article);
  const { length } = article.text.slice(row.start, quote.start).trimEnd();
  if (length > 0) return takeExcerpt(article, row, { start: row.start, end: row.start + length });
  const isFirst = passage === 0 || passages.articleOf(passage - 1) !== row.article;
  return isFirst ? null : takeExcerpt(article, passages.at(passage - 1));
}

/** What the passage has behind the quote, or else the next one that has something. */
function takeAfter(
  { articles, passages }: SearchIndex,
  passage: number,
  quote: TextRange,
): Excerpt | null {
  const position = passages.articleOf(passage);
  const article = articles.at(position);
  for (let p = passage; p < passages.size && passages.articleOf(p) === position; p++) {
    const row = passages.at(p);
    const left = article.text.slice(Math.max(row.start, quote.end), row.end).trimStart().length;
    if (left > 0) return takeExcerpt(article, row, { start: row.end - left, end: row.end });
  }
  return null;
}

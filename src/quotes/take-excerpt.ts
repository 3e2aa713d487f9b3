import type { Article, TextRange } from '../corpus/article.ts';
import type { PassageRow } from '../vector-index/passage-table.ts';
import type { Excerpt, QuotedArticle } from './quote.ts';
import { sliceQuote } from './verify-quote.ts';

/** @param range within the passage; the whole passage unless given. */
export function takeExcerpt(
  article: Article,
  passage: PassageRow,
  range: TextRange = passage,
): Excerpt {
  return {
    text: sliceQuote(article, range),
    start: range.start,
    end: range.end,
    eventDates: passage.eventDates,
    article: toQuotedArticle(article),
  };
}

export function toQuotedArticle(article: Omit<Article, 'text'>): QuotedArticle {
  const { id, path, title, outlet, date, url, note, sha256 } = article;
  return { id, path, title, outlet, published: date, url, note, sha256 };
}

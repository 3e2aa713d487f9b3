import type { Article, TextRange } from '../corpus/article.ts';
import { MAX_QUOTE_CHARS } from './quote.ts';

/**
 * Takes a quote out of its article: the only way in which text becomes a quote.
 *
 * @throws Error when the range is not a quote of this article. That is a bug, and nothing is quoted
 *   rather than something wrong.
 */
export function sliceQuote(article: Article, { start, end }: TextRange): string {
  const text = article.text.slice(start, end);
  const isInBounds = start >= 0 && start < end && end <= article.text.length;
  if (!isInBounds || text.length > MAX_QUOTE_CHARS) {
    throw new Error(`[${start}, ${end}) is no quote of ${article.path}`);
  }
  if (article.excluded.some((range) => range.start < end && start < range.end)) {
    throw new Error(`[${start}, ${end}) of ${article.path} holds text that is not to be quoted`);
  }
  return text;
}

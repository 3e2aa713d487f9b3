import type { Article, TextRange } from '../corpus/article.ts';
import { qualifiesPrevious } from '../passages/sentence-links.ts';
import { splitSentences } from '../passages/split-sentences.ts';
import type { PassageRow } from '../vector-index/passage-table.ts';
import { type Excerpt, MAX_QUOTE_CHARS, type QuotedArticle } from './quote.ts';
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

const ENDS_LIKE_SENTENCE = /[.!?…]["'”’»)\]]*$/u;

/**
 * A passage and the sentence behind it, where that denies, doubts or confirms what the passage ends
 * with: a rumour is not quoted without its denial. Never longer than a quote may be, and never across
 * what is not to be quoted.
 */
export function withQualification({ text, excluded }: Article, passage: TextRange): TextRange {
  const last = splitSentences(text, passage).at(-1);
  const [next] = splitSentences(text, {
    start: passage.end,
    end: Math.min(text.length, passage.start + MAX_QUOTE_CHARS),
  });
  if (last === undefined || next === undefined) return passage;
  const sentence = text.slice(next.start, next.end);
  const isJoined = !excluded.some(({ start, end }) => start < next.end && passage.end < end);
  return isJoined &&
    ENDS_LIKE_SENTENCE.test(sentence) &&
    qualifiesPrevious(sentence, text.slice(last.start, last.end))
    ? { start: passage.start, end: next.end }
    : passage;
}

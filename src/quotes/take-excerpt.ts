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
/** What is denied may be confirmed after all; more is another story. */
const MAX_ADDED_SENTENCES = 2;

/**
 * A passage and the sentences behind it that deny, doubt, correct or confirm what it ends with: a
 * rumour is not quoted without its denial. Never longer than a quote may be, and never across what is
 * not to be quoted.
 */
export function withQualification({ text, excluded }: Article, passage: TextRange): TextRange {
  const last = splitSentences(text, passage).at(-1);
  if (last === undefined) return passage;
  // What is cut off here does not fit anyway.
  const behind = { start: passage.end, end: Math.min(text.length, passage.end + MAX_QUOTE_CHARS) };
  let { end } = passage;
  for (const next of splitSentences(text, behind).slice(0, MAX_ADDED_SENTENCES)) {
    const sentence = text.slice(next.start, next.end);
    const fits = next.end - passage.start <= MAX_QUOTE_CHARS;
    const isJoined = !excluded.some((gap) => gap.start < next.end && passage.end < gap.end);
    const isQualification =
      ENDS_LIKE_SENTENCE.test(sentence) && qualifiesPrevious(sentence, text.slice(last.start, end));
    if (!fits || !isJoined || !isQualification) break;
    end = next.end;
  }
  return { start: passage.start, end };
}

import type { Correction } from '../corpus/corrections.ts';
import { formatDay } from '../corpus/calendar-date.ts';
import type { Embedder } from '../embeddings/embedder.ts';
import {
  type CorrectedArticles,
  onlyWithdrawn,
  withoutWithdrawn,
} from '../retrieval/corrected-articles.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import { answerQuestion, type AskOptions, MIN_CONFIDENCE } from './answer-question.ts';
import type { Answer, Quote, QuotedArticle } from './quote.ts';

/**
 * Answers a question without quoting what was withdrawn. Where a withdrawn article would have
 * answered as well or better, the answer says so; quotes of a corrected one come with a note.
 */
export async function answerAsCorrected(
  index: SearchIndex,
  embedder: Embedder,
  corrected: CorrectedArticles,
  question: string,
  options: AskOptions = {},
): Promise<Answer> {
  const quotable = withoutWithdrawn(index, corrected);
  const answer = await answerQuestion(quotable, embedder, question, options);
  if (corrected.size === 0) return answer;
  const noted = { ...answer, quotes: withNotes(answer.quotes, index, corrected) };
  const withdrawnOnly = onlyWithdrawn(index, corrected);
  if (withdrawnOnly === null) return noted;
  const [best] = (await answerQuestion(withdrawnOnly, embedder, question, { ...options, limit: 1 }))
    .quotes;
  const isBest = best !== undefined && best.score >= Math.max(MIN_CONFIDENCE, answer.confidence);
  if (!isBest) return noted;
  const { on, note } = correctionsById(index, corrected).get(best.article.id)!;
  return { ...noted, withdrawn: { article: best.article, on, note } };
}

/** Quotes with what was said since about the articles that they are from, as their note. */
export function withNotes(
  quotes: readonly Quote[],
  index: SearchIndex,
  corrected: CorrectedArticles,
): readonly Quote[] {
  if (corrected.size === 0) return quotes;
  const corrections = correctionsById(index, corrected);
  return quotes.map((quote) => {
    const correction = corrections.get(quote.article.id);
    if (correction === undefined) return quote;
    return { ...quote, article: withNote(quote.article, correction) };
  });
}

function withNote(article: QuotedArticle, { kind, on, note }: Correction): QuotedArticle {
  const what = `${kind === 'withdrawn' ? 'Withdrawn' : 'Corrected'} on ${formatDay(on)}`;
  const remark = note === null ? what : `${what}: ${note}`;
  return { ...article, note: article.note === null ? remark : `${remark} · ${article.note}` };
}

function correctionsById(
  { articles }: SearchIndex,
  corrected: CorrectedArticles,
): ReadonlyMap<string, Correction> {
  return new Map(
    [...corrected].map(([article, correction]) => [articles.row(article).id, correction]),
  );
}

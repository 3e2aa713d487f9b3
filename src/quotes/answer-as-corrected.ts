import type { Correction } from '../corpus/corrections.ts';
import { formatDay } from '../corpus/calendar-date.ts';
import type { Embedder } from '../embeddings/embedder.ts';
import {
  type CorrectedArticles,
  onlyWithdrawn,
  withoutWithdrawn,
} from '../retrieval/corrected-articles.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import { type AnswerOptions, answerQuestion, MIN_CONFIDENCE } from './answer-question.ts';
import type { Answer, QuotedArticle } from './quote.ts';

/**
 * Answers a question without quoting what was withdrawn. Where a withdrawn article would have
 * answered as well or better, the answer says so; quotes of a corrected one come with a note.
 */
export async function answerAsCorrected(
  index: SearchIndex,
  embedder: Embedder,
  corrected: CorrectedArticles,
  question: string,
  options: AnswerOptions = {},
): Promise<Answer> {
  const quotable = withoutWithdrawn(index, corrected);
  const answer = await answerQuestion(quotable, embedder, question, options);
  if (corrected.size === 0) return answer;
  const noted = withNotesInAll(answer, index, corrected);
  const withdrawnOnly = onlyWithdrawn(index, corrected);
  if (withdrawnOnly === null) return noted;
  // Nothing of it is quoted, so that a second reranking would be waste.
  const aside = { ...options, limit: 1, reranking: null };
  const [best] = (await answerQuestion(withdrawnOnly, embedder, question, aside)).quotes;
  const isBest = best !== undefined && best.score >= Math.max(MIN_CONFIDENCE, answer.confidence);
  if (!isBest) return noted;
  const { on, note } = correctionsById(index, corrected).get(best.article.id)!;
  return { ...noted, withdrawn: { article: best.article, on, note } };
}

/** What is quoted, with what was said since about the articles that it is from, as their note. */
export function withNotes<Quoted extends { readonly article: QuotedArticle }>(
  quoted: readonly Quoted[],
  index: SearchIndex,
  corrected: CorrectedArticles,
): readonly Quoted[] {
  if (corrected.size === 0) return quoted;
  const corrections = correctionsById(index, corrected);
  return quoted.map((item) => {
    const correction = corrections.get(item.article.id);
    if (correction === undefined) return item;
    return { ...item, article: withNote(item.article, correction) };
  });
}

/** An answer with such notes beside its quotes and its other reports. */
function withNotesInAll(answer: Answer, index: SearchIndex, corrected: CorrectedArticles): Answer {
  const { quotes, figures, later } = answer;
  const [laterNoted] = withNotes(later === undefined ? [] : [later], index, corrected);
  return {
    ...answer,
    quotes: withNotes(quotes, index, corrected),
    ...(figures !== undefined && { figures: withNotes(figures, index, corrected) }),
    ...(laterNoted !== undefined && { later: laterNoted }),
  };
}

function withNote(article: QuotedArticle, { kind, on, note }: Correction): QuotedArticle {
  const what = `${kind === 'withdrawn' ? 'Withdrawn' : 'Corrected'} on ${formatDay(on)}`;
  const correction = note === null ? what : `${what}: ${note}`;
  const whole = article.note === null ? correction : `${correction} · ${article.note}`;
  return { ...article, correction, note: whole };
}

function correctionsById(
  { articles }: SearchIndex,
  corrected: CorrectedArticles,
): ReadonlyMap<string, Correction> {
  return new Map(
    [...corrected].map(([article, correction]) => [articles.row(article).id, correction]),
  );
}

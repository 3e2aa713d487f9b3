import { inheritFrom } from '../conversation/inherit.ts';
import { toContext } from '../conversation/to-context.ts';
import type { Turn } from '../conversation/turn.ts';
import type { Embedder } from '../embeddings/embedder.ts';
import { mainScript, type Script } from '../embeddings/scripts.ts';
import { termsOf } from '../retrieval/analyze.ts';
import type { AskedQuestion } from '../retrieval/asked-question.ts';
import { dateAgreement } from '../retrieval/date-agreement.ts';
import { confidenceOf, readEvidence, readFollowUpEvidence } from '../retrieval/evidence.ts';
import type { Filters } from '../retrieval/filters.ts';
import type { QuestionTerm } from '../retrieval/lexical-index.ts';
import { matchPassage } from '../retrieval/match-passage.ts';
import { withoutNearDuplicates } from '../retrieval/near-duplicates.ts';
import type { Reranking } from '../retrieval/rerank.ts';
import { type RankedPassage, retrieve, type RetrievalContext } from '../retrieval/retrieve.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import { chooseHighlights } from './choose-highlights.ts';
import { compareReports } from './compare-reports.ts';
import type { Answer, Quote } from './quote.ts';
import { qualifyAnswer } from './qualify-answer.ts';
import { takeExcerpt } from './take-excerpt.ts';

export interface AskOptions {
  readonly filters?: Filters;
  /** What was asked and answered before in the same conversation, oldest first. */
  readonly history?: readonly Turn[];
  /** The most quotes; 3 by default. */
  readonly limit?: number;
}

/** What is asked, and what it is answered with beside the embedding model. */
export interface AnswerOptions extends AskOptions {
  /** Has a say in the order of the foremost passages; none by default. */
  readonly reranking?: Reranking | null;
}

const DEFAULT_LIMIT = 3;
/**
 * Below this probability the honest answer is that there is nothing close enough. It is less than a
 * half because members can tell a quote that misses the point, but cannot see one that was held back.
 * Of the halves of the development questions that the fit had not seen it turns away 77 % that have no
 * answer and 6 % that have one.
 */
export const MIN_CONFIDENCE = 0.3;
/** Passages looked at for each quote, since some say the same as others. */
const PASSAGES_PER_QUOTE = 4;

/**
 * Answers a question with quotes, best first, or says that nothing is close enough. The first
 * quote's confidence decides; the others are those that come nearest to it and say something else.
 * With a history the question may be a follow-up, which takes over what it does not say itself.
 */
export async function answerQuestion(
  index: SearchIndex,
  embedder: Embedder,
  question: string,
  { filters = {}, history = [], limit = DEFAULT_LIMIT, reranking = null }: AnswerOptions = {},
): Promise<Answer> {
  const started = performance.now();
  const inherited = await inheritFrom(history, question, index.lexical);
  const context = inherited && (await toContext(inherited, question, index.lexical));
  const { passages, asked } = await retrieve(index, embedder, question, {
    filters,
    context,
    reranking,
    count: limit * PASSAGES_PER_QUOTE,
  });
  const script = unreadableScript(embedder, question, asked.terms);
  const found = script === null ? distinct(index, passages, limit) : [];
  const quotes = toQuotes(index, found, asked, context);
  const confidence = quotes[0]?.score ?? 0;
  const answered = confidence >= MIN_CONFIDENCE;
  const [basis] = found;
  const reports =
    answered && basis !== undefined
      ? await compareReports(index, {
          passage: basis.passage,
          highlights: quotes[0]!.highlights,
          asked,
          filters,
        })
      : {};
  return {
    question,
    answered,
    confidence,
    quotes: answered ? quotes : [],
    ...(answered ? reports : { closest: quotes }),
    ...(script === null ? {} : { unreadableScript: script }),
    ...(inherited === null ? {} : { inherited }),
    ms: Math.round((performance.now() - started) * 10) / 10,
  };
}

/** The script of a question that neither the model nor the lexical search can make anything of. */
function unreadableScript(
  embedder: Embedder,
  question: string,
  terms: readonly QuestionTerm[],
): Script | null {
  if (terms.some(({ matches }) => matches.length > 0)) return null;
  const script = mainScript(question);
  return script === null || embedder.readsScript(script) ? null : script;
}

/** The first passages that do not repeat others before them. */
function distinct(
  index: SearchIndex,
  passages: readonly RankedPassage[],
  limit: number,
): RankedPassage[] {
  const texts = termsOfEach(index, passages);
  return withoutNearDuplicates(texts, limit).map((position) => passages[position]!);
}

/** The terms of passages, one after the other as they are asked for. */
function* termsOfEach(
  { articles, passages }: SearchIndex,
  ranked: readonly RankedPassage[],
): Generator<string[]> {
  for (const { passage } of ranked) {
    const { article, start, end } = passages.at(passage);
    yield termsOf(articles.at(article).text.slice(start, end));
  }
}

function toQuotes(
  index: SearchIndex,
  passages: readonly RankedPassage[],
  asked: AskedQuestion,
  context: RetrievalContext | null,
): Quote[] {
  const { terms, expected, dates } = asked;
  const allTerms = context === null ? terms : [...terms, ...context.terms];
  let lastScore = 1;
  return passages.map(({ passage }, position): Quote => {
    const row = index.passages.at(passage);
    const article = index.articles.at(row.article);
    const match = matchPassage(index, passage, allTerms, expected);
    const chosen = chooseHighlights(match.sentences, allTerms);
    const { range, highlights } = qualifyAnswer(article, row, chosen);
    const agreement = dateAgreement(dates, row.eventDates, article.date);
    const evidence =
      context === null
        ? readEvidence(match, asked, agreement)
        : readFollowUpEvidence(
            matchPassage(index, passage, terms, expected),
            match,
            asked,
            agreement,
          );
    // The order is by relevance; a later quote never claims more than one before it.
    lastScore = Math.min(lastScore, confidenceOf(evidence));
    return {
      rank: position + 1,
      score: Math.round(lastScore * 1000) / 1000,
      ...takeExcerpt(article, row, range),
      highlights,
    };
  });
}

import { Conversations } from '../conversation/conversations.ts';
import type { Embedder } from '../embeddings/embedder.ts';
import { type AnswerOptions, answerQuestion } from '../quotes/answer-question.ts';
import type { Reranking } from '../retrieval/rerank.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import type { GoldQuestion } from './gold-questions.ts';
import { judgeAnswer, type QuestionOutcome } from './judge-answer.ts';
import { type QuestionFigures, summarizeOutcomes } from './question-figures.ts';

/** What `verbatim eval --questions FILE --json` prints. */
export interface QuestionReport extends QuestionFigures {
  /** The same of all but the first turns of conversations; only where there are any. */
  readonly follow_ups?: QuestionFigures;
}

/**
 * How many quotes are looked through for a right one that is not among the first. With more, more
 * passages would be compared than for an answer, and their order could be another.
 */
export const LATER_RANKS = 25;

/**
 * Answers every question as `ask --batch` does, turns of a conversation after each other, and judges
 * the quotes by their gold passages.
 *
 * @param options.findsLaterRanks asks once more where no quote is right, to tell where the right passage
 *   stands.
 * @param options.reranking as for answers; none by default.
 */
export async function evaluateQuestions(
  questions: readonly GoldQuestion[],
  index: SearchIndex,
  embedder: Embedder,
  {
    findsLaterRanks = false,
    reranking = null,
  }: { readonly findsLaterRanks?: boolean; readonly reranking?: Reranking | null } = {},
): Promise<{ readonly report: QuestionReport; readonly outcomes: readonly QuestionOutcome[] }> {
  const outcomes: QuestionOutcome[] = [];
  const conversations = new Conversations();
  for (const question of questions) {
    const history = conversations.historyOf(question.conversation);
    const ask = (options: AnswerOptions): ReturnType<typeof answerQuestion> =>
      answerQuestion(index, embedder, question.question, { ...options, history, reranking });
    const judged = judgeAnswer(question, await ask({}));
    const isLookedFor = findsLaterRanks && judged.rank === null && question.gold.length > 0;
    outcomes.push({
      ...judged,
      isLaterTurn: history.length > 0,
      laterRank: isLookedFor ? judgeAnswer(question, await ask({ limit: LATER_RANKS })).rank : null,
    });
    conversations.add(question.conversation, judged.answer);
  }
  const later = outcomes.filter(({ isLaterTurn }) => isLaterTurn);
  const report = {
    ...summarizeOutcomes(outcomes),
    ...(later.length === 0 ? {} : { follow_ups: summarizeOutcomes(later) }),
  };
  return { report, outcomes };
}

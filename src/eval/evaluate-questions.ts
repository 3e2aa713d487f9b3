import { Conversations } from '../conversation/conversations.ts';
import type { Embedder } from '../embeddings/embedder.ts';
import { answerQuestion } from '../quotes/answer-question.ts';
import type { Answer, Quote } from '../quotes/quote.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import { type GoldQuestion, holdsGold } from './gold-questions.ts';
import { calibrationError, percentile } from './metrics.ts';

/** What `verbatim eval --questions FILE --json` prints. All but counts and times are 0 … 1. */
export interface QuestionReport {
  readonly questions: number;
  readonly unanswerable: number;
  /** Answerable questions whose first quote, or one of three, holds a gold passage. */
  readonly 'hit@1': number;
  readonly 'hit@3': number;
  /** Among the questions with a right first quote: a gold passage stands in the highlight. */
  readonly highlight: number;
  /** Unanswerable questions that got "nothing close enough". */
  readonly turned_away: number;
  /** Answerable questions that did. They count as misses above. */
  readonly wrongly_silent: number;
  /** Expected calibration error of the confidence that the first quote answers. */
  readonly ece: number;
  /** Milliseconds a question. */
  readonly ms: { readonly p50: number; readonly p95: number };
  /** The same of all but the first turns of conversations; only where there are any. */
  readonly follow_ups?: FollowUpReport;
}

export type FollowUpReport = Omit<QuestionReport, 'follow_ups'>;

/** One question and what became of it. */
export interface QuestionOutcome {
  readonly question: GoldQuestion;
  readonly answer: Answer;
  /** 1 for a right first quote; null when no quote is right. Judged over `closest` when not answered. */
  readonly rank: number | null;
  readonly highlighted: boolean;
  /** Whether the question was asked after another of its conversation. */
  readonly isLaterTurn: boolean;
}

/**
 * Answers every question as `ask --batch` does, turns of a conversation after each other, and judges the quotes by their gold passages. */
export async function evaluateQuestions(
  questions: readonly GoldQuestion[],
  index: SearchIndex,
  embedder: Embedder,
): Promise<{ readonly report: QuestionReport; readonly outcomes: readonly QuestionOutcome[] }> {
  const outcomes: QuestionOutcome[] = [];
  const conversations = new Conversations();
  for (const question of questions) {
    const history = conversations.historyOf(question.conversation);
    const answer = await answerQuestion(index, embedder, question.question, { history });
    conversations.add(question.conversation, answer);
    outcomes.push({ ...judge(question, answer), isLaterTurn: history.length > 0 });
  }
  const later = outcomes.filter(({ isLaterTurn }) => isLaterTurn);
  const report = {
    ...summarize(outcomes),
    ...(later.length === 0 ? {} : { follow_ups: summarize(later) }),
  };
  return { report, outcomes };
}

function judge(question: GoldQuestion, answer: Answer): Omit<QuestionOutcome, 'isLaterTurn'> {
  const quotes = answer.answered ? answer.quotes : (answer.closest ?? []);
  const right = quotes.find(({ text }) => holdsGold(text, question.gold));
  const [first] = quotes;
  return {
    question,
    answer,
    rank: right?.rank ?? null,
    highlighted: first !== undefined && holdsGold(highlightOf(first), question.gold),
  };
}

/** The highlighted part of a quote, from the first highlight's start to the last one's end. */
function highlightOf({ text, start, highlights }: Quote): string {
  const [first, last] = [highlights[0], highlights.at(-1)];
  return first === undefined || last === undefined
    ? ''
    : text.slice(first.start - start, last.end - start);
}

function summarize(outcomes: readonly QuestionOutcome[]): FollowUpReport {
  const answerable = outcomes.filter(({ question }) => question.gold.length > 0);
  const unanswerable = outcomes.filter(({ question }) => question.gold.length === 0);
  const hits = (depth: number): QuestionOutcome[] =>
    answerable.filter(({ answer, rank }) => answer.answered && rank !== null && rank <= depth);
  const times = outcomes.map(({ answer }) => answer.ms);
  return {
    questions: outcomes.length,
    unanswerable: unanswerable.length,
    'hit@1': share(hits(1).length, answerable.length),
    'hit@3': share(hits(3).length, answerable.length),
    highlight: share(hits(1).filter(({ highlighted }) => highlighted).length, hits(1).length),
    turned_away: share(
      unanswerable.filter(({ answer }) => !answer.answered).length,
      unanswerable.length,
    ),
    wrongly_silent: share(
      answerable.filter(({ answer }) => !answer.answered).length,
      answerable.length,
    ),
    ece: round(
      calibrationError(
        outcomes.map(({ answer, rank }) => ({
          confidence: answer.confidence,
          correct: rank === 1,
        })),
      ),
    ),
    ms: { p50: percentile(times, 0.5), p95: percentile(times, 0.95) },
  };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : round(part / whole);
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

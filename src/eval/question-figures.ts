import type { QuestionOutcome } from './judge-answer.ts';
import { calibrationError, percentile, type Prediction } from './metrics.ts';

/** What became of questions, in figures. All but counts and times are 0 … 1. */
export interface QuestionFigures {
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
}

/** Shares of nothing are 0. */
export function summarizeOutcomes(outcomes: readonly QuestionOutcome[]): QuestionFigures {
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
    ece: round(calibrationError(toPredictions(outcomes))),
    ms: { p50: percentile(times, 0.5), p95: percentile(times, 0.95) },
  };
}

/** The figures of each style of question, in the order in which the styles first occur. */
export function summarizeStyles(
  outcomes: readonly QuestionOutcome[],
): { readonly style: string; readonly figures: QuestionFigures }[] {
  const styles = new Map<string, QuestionOutcome[]>();
  for (const outcome of outcomes) {
    const style = outcome.question.style ?? 'not given';
    const members = styles.get(style) ?? [];
    members.push(outcome);
    styles.set(style, members);
  }
  return [...styles].map(([style, members]) => ({ style, figures: summarizeOutcomes(members) }));
}

/** What the confidence of each first quote foretold, also of those that were held back. */
export function toPredictions(outcomes: readonly QuestionOutcome[]): Prediction[] {
  return outcomes.map(({ answer, rank }) => ({
    confidence: answer.confidence,
    correct: rank === 1,
  }));
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : round(part / whole);
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

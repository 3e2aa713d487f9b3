import type { Prediction } from './metrics.ts';

/** What happens when all questions with at least some confidence are answered. */
export interface RiskCoveragePoint {
  /** The least confidence that is answered, 0 … 1. */
  readonly confidence: number;
  /** Part of the questions that is answered, 0 … 1. */
  readonly coverage: number;
  /** Part of those answers that is wrong, 0 … 1. */
  readonly risk: number;
}

/** How well confidence tells right answers from wrong ones. */
export interface RiskCoverage {
  /** One point for each confidence that occurs, from the highest down. */
  readonly points: readonly RiskCoveragePoint[];
  /** Area under the curve, 0 … 1: the mean risk over all numbers of answers. Less is better. */
  readonly area: number;
}

/**
 * The risk-coverage curve (El-Yaniv and Wiener 2010; its area: Geifman and El-Yaniv 2017). Where
 * several predictions have the same confidence, their errors count as spread evenly among them, so
 * that their order does not matter.
 */
export function riskCoverage(predictions: readonly Prediction[]): RiskCoverage {
  const points: RiskCoveragePoint[] = [];
  let answered = 0;
  let errors = 0;
  let area = 0;
  for (const { confidence, members } of byConfidence(predictions)) {
    const errorRate = members.filter(({ correct }) => !correct).length / members.length;
    for (let taken = 1; taken <= members.length; taken++) {
      area += (errors + taken * errorRate) / (answered + taken) / predictions.length;
    }
    answered += members.length;
    errors += errorRate * members.length;
    points.push({
      confidence,
      coverage: answered / predictions.length,
      risk: errors / answered,
    });
  }
  return { points, area };
}

/** Predictions of equal confidence together, from the highest confidence down. */
function byConfidence(
  predictions: readonly Prediction[],
): { readonly confidence: number; readonly members: readonly Prediction[] }[] {
  const groups = new Map<number, Prediction[]>();
  for (const prediction of predictions) {
    const group = groups.get(prediction.confidence) ?? [];
    group.push(prediction);
    groups.set(prediction.confidence, group);
  }
  return [...groups]
    .map(([confidence, members]) => ({ confidence, members }))
    .sort((a, b) => b.confidence - a.confidence);
}

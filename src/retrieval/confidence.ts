import type { Evidence } from './retrieve.ts';

/**
 * How much each part of the evidence speaks for an answer: a logistic regression on development
 * questions, answerable and not. `npm run calibrate` fits it anew.
 */
const WEIGHTS = {
  bias: -0.82,
  similarity: 2.47,
  coverage: 2.1,
  sentenceCoverage: 1.56,
};

/** The probability, 0 … 1, that a passage with this evidence answers the question. */
export function confidenceOf({ similarity, coverage, sentenceCoverage }: Evidence): number {
  const logit =
    WEIGHTS.bias +
    WEIGHTS.similarity * similarity +
    WEIGHTS.coverage * coverage +
    WEIGHTS.sentenceCoverage * sentenceCoverage;
  return 1 / (1 + Math.exp(-logit));
}

import type { QuestionTerm } from './lexical-index.ts';
import type { PassageMatch } from './match-passage.ts';

/** How a passage matches a question, in figures that can be compared between questions. */
export interface Evidence {
  /** Cosine of passage and question, -1 … 1. */
  readonly similarity: number;
  /** Part of the question's words, weighted by how much they tell, that the passage has; 0 … 1. */
  readonly coverage: number;
  /** The same for the passage's best sentence in its context. */
  readonly sentenceCoverage: number;
  /** How many different words of the question the passage or its context has: 0 for none, 1 for many. */
  readonly matchedTerms: number;
  /** Part of the question's words, weighted likewise, that are names which the passage lacks. */
  readonly missingNames: number;
  /** Part of them that are names which nothing in the whole index is spelt like. */
  readonly unknownNames: number;
}

/** A passage with so many words of a question is hardly found by chance. */
const MANY_TERMS = 4;

/** Gathers the evidence for a passage of which similarity and coverage are known. */
export function gatherEvidence(
  similarity: number,
  coverage: number,
  match: PassageMatch,
  question: readonly QuestionTerm[],
): Evidence {
  const total = question.reduce((sum, { idf }) => sum + idf, 0);
  const shareOf = (isCounted: (term: QuestionTerm) => boolean): number =>
    total === 0 ? 0 : question.filter(isCounted).reduce((sum, { idf }) => sum + idf, 0) / total;
  return {
    similarity,
    coverage,
    sentenceCoverage: Math.max(0, ...match.sentences.map(({ scoreInContext }) => scoreInContext)),
    matchedTerms: Math.min(1, match.terms.size / MANY_TERMS),
    missingNames: shareOf(({ term, isName }) => isName && !match.terms.has(term)),
    unknownNames: shareOf(({ isName, matches }) => isName && matches.length === 0),
  };
}

/** What an inherited word in a passage says, beside 1 for one that the question has itself. */
const INHERITED_TERM = 0.5;

/**
 * Gathers the evidence for an answer to a follow-up. Its own words decide: what it inherits stands in
 * many passages of what the conversation is about, and only counts among the words that match. A
 * question without words of its own ("when was that?") lacks nothing.
 *
 * @param similarity with the mixed vector of question and context.
 * @param match with the question's own words.
 * @param inherited how many of the words that it inherits the passage has.
 */
export function gatherFollowUpEvidence(
  similarity: number,
  match: PassageMatch,
  question: readonly QuestionTerm[],
  inherited: number,
): Evidence {
  const total = question.reduce((sum, { idf }) => sum + idf, 0);
  const matched = question
    .filter(({ term }) => match.terms.has(term))
    .reduce((sum, { idf }) => sum + idf, 0);
  const evidence = gatherEvidence(similarity, total === 0 ? 1 : matched / total, match, question);
  return {
    ...evidence,
    sentenceCoverage: total === 0 ? 1 : evidence.sentenceCoverage,
    matchedTerms: Math.min(1, (match.terms.size + INHERITED_TERM * inherited) / MANY_TERMS),
  };
}

/**
 * What each part of the evidence speaks for or against an answer: a logistic regression on the
 * development questions, fitted by `npm run calibrate`.
 */
const WEIGHTS: Readonly<Record<keyof Evidence, number>> = {
  similarity: 0.95,
  coverage: 0.17,
  sentenceCoverage: 2.54,
  matchedTerms: 2.67,
  missingNames: -1.99,
  unknownNames: -1.48,
};
const BIAS = -2.75;

/** The probability, 0 … 1, that a passage with this evidence answers the question. */
export function confidenceOf(evidence: Evidence): number {
  const logit = Object.entries(WEIGHTS).reduce(
    (sum, [name, weight]) => sum + weight * evidence[name as keyof Evidence],
    BIAS,
  );
  return 1 / (1 + Math.exp(-logit));
}

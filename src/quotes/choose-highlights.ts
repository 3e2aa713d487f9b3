import type { TextRange } from '../corpus/article.ts';
import type { QuestionTerm } from '../retrieval/lexical-index.ts';
import type { SentenceMatch } from '../retrieval/match-passage.ts';

/** A neighbour is highlighted too when it brings at least this much of the question's words. */
const MIN_ADDED_COVERAGE = 0.2;

/**
 * The sentence of a quote that answers, and a neighbour of it where that brings words of the
 * question that the first does not have. In order; none when no sentence has a word of the question.
 */
export function chooseHighlights(
  sentences: readonly SentenceMatch[],
  question: readonly QuestionTerm[],
): TextRange[] {
  const best = sentences.reduce(
    (bestSoFar, { score }, position) =>
      score > (sentences[bestSoFar]?.score ?? 0) ? position : bestSoFar,
    0,
  );
  const first = sentences[best];
  if (first === undefined || first.score === 0) return [];
  const totalIdf = question.reduce((sum, { idf }) => sum + idf, 0);
  const added = (neighbour: SentenceMatch | undefined): number =>
    question
      .filter(({ term }) => neighbour?.terms.has(term) === true && !first.terms.has(term))
      .reduce((sum, { idf }) => sum + idf / totalIdf, 0);
  const neighbours = [sentences[best - 1], sentences[best + 1]].sort((a, b) => added(b) - added(a));
  const chosen =
    neighbours[0] !== undefined && added(neighbours[0]) >= MIN_ADDED_COVERAGE
      ? [first, neighbours[0]]
      : [first];
  return chosen.map(({ start, end }) => ({ start, end })).sort((a, b) => a.start - b.start);
}

import type { QuestionTerm } from './lexical-index.ts';

/** Words this far apart have nothing to do with each other. */
const FAR = 8;

/**
 * How near to each other the words of a question stand in a sentence, pair by pair: 1 when all stand
 * side by side, 0 when no two are near. What the context has counts as near to all that is there.
 *
 * @param positions for each term of the question where it stands in the sentence, rising.
 * @param inContext for each term of the question whether the passage's context has it.
 */
export function proximity(
  question: readonly QuestionTerm[],
  positions: readonly (readonly number[])[],
  inContext: readonly boolean[],
): number {
  const isThere = positions.map((found, term) => found.length > 0 || inContext[term]!);
  let total = 0;
  let near = 0;
  for (let a = 0; a < question.length; a++) {
    for (let b = a + 1; b < question.length; b++) {
      // The pair tells as much as the one of its words that tells less.
      const weight = Math.min(question[a]!.idf, question[b]!.idf);
      total += weight;
      if (!isThere[a]! || !isThere[b]!) continue;
      near +=
        weight * (inContext[a]! || inContext[b]! ? 1 : nearness(positions[a]!, positions[b]!));
    }
  }
  return total === 0 ? 0 : near / total;
}

/** 1 side by side, 0 from `FAR` on; positions rise. */
function nearness(a: readonly number[], b: readonly number[]): number {
  let distance = FAR + 1;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    // One word of the sentence may stand for two of the question.
    distance = Math.min(distance, Math.max(1, Math.abs(a[i]! - b[j]!)));
    if (a[i]! < b[j]!) i += 1;
    else j += 1;
  }
  return Math.max(0, 1 - (distance - 1) / FAR);
}

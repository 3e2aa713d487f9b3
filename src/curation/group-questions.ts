import type { Embedder } from '../embeddings/embedder.ts';

/**
 * From this cosine on two questions ask the same. Of 42 pairs that do, in other words, the embedded
 * model puts 16 together; of 45 that do not but sound alike it keeps 44 apart (`bench:grouping`). A
 * question that is listed twice does less harm than one that is hidden behind another: at 0.75 it
 * would be 26 and 26.
 */
export const SAME_SIMILARITY = 0.87;

/**
 * Groups questions that ask the same: each joins the first group whose first question is near enough.
 *
 * @returns positions of the questions, group by group, both in the order given.
 */
export async function groupQuestions(
  embedder: Embedder,
  questions: readonly string[],
): Promise<number[][]> {
  const groups: { readonly first: Float32Array; readonly positions: number[] }[] = [];
  for (const [position, question] of questions.entries()) {
    const vector = await embedder.embedQuestion(question);
    const group = groups.find(({ first }) => cosine(first, vector) >= SAME_SIMILARITY);
    if (group === undefined) groups.push({ first: vector, positions: [position] });
    else group.positions.push(position);
  }
  return groups.map(({ positions }) => positions);
}

/** Of vectors that are L2-normalised. */
function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

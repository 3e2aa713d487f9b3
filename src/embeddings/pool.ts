import type { ModelFingerprint } from './embedder.ts';

/**
 * Turns a model's output into one vector a text.
 *
 * @param output `[texts, positions, dims]` in row-major order; padding stands at the end of a row.
 * @param tokenCounts tokens of each text that are not padding.
 * @returns L2-normalised vectors of length `dims`. With `graph` the single position of each text is
 *   taken as it is, since the network has pooled and normalised already.
 */
export function poolVectors(
  output: Float32Array,
  positions: number,
  dims: number,
  tokenCounts: readonly number[],
  pooling: ModelFingerprint['pooling'],
): Float32Array[] {
  return tokenCounts.map((tokenCount, row) => {
    const start = row * positions * dims;
    const pooledTokens = pooling === 'mean' ? tokenCount : 1;
    const vector = output.slice(start, start + dims);
    for (let token = 1; token < pooledTokens; token++) {
      const offset = start + token * dims;
      for (let dim = 0; dim < dims; dim++) vector[dim]! += output[offset + dim]!;
    }
    return pooling === 'graph' ? vector : normalize(vector);
  });
}

/** Scales a vector to length 1 in place; the zero vector stays as it is. */
export function normalize(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  if (sum === 0) return vector;
  const scale = 1 / Math.sqrt(sum);
  for (let dim = 0; dim < vector.length; dim++) vector[dim]! *= scale;
  return vector;
}

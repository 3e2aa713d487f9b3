import { describe, expect, it } from 'vitest';
import { normalize, poolVectors } from '../../../src/embeddings/pool.ts';

/** Two texts of three positions and two dims; the second text has one token and two of padding. */
const OUTPUT = Float32Array.of(3, 0, 0, 4, 3, 8, 0, 5, 1000, -1000, NaN, NaN);
const TOKEN_COUNTS = [3, 1];

function rounded(vectors: Float32Array[]): number[][] {
  return vectors.map((vector) => Array.from(vector, (value) => Number(value.toFixed(6))));
}

describe('pooling', () => {
  it.each([
    { pooling: 'mean' as const, first: [0.447214, 0.894427] },
    { pooling: 'first-token' as const, first: [1, 0] },
  ])('by $pooling gives vectors of length 1, into which no padding leaks', ({ pooling, first }) => {
    const vectors = poolVectors(OUTPUT, 3, 2, TOKEN_COUNTS, pooling);
    expect(rounded(vectors)).toEqual([first, [0, 1]]);
  });

  it('by the graph takes its vectors as they are', () => {
    const output = Float32Array.of(3, 0, 0, 0.5);
    expect(rounded(poolVectors(output, 1, 2, [7, 5], 'graph'))).toEqual([
      [3, 0],
      [0, 0.5],
    ]);
  });

  it('leaves the output of the network as it was', () => {
    const output = Float32Array.of(3, 0, 0, 4);
    poolVectors(output, 2, 2, [2], 'mean');
    expect([...output]).toEqual([3, 0, 0, 4]);
  });

  it.each(['mean', 'first-token', 'graph'] as const)(
    'by %s turns nothing but zeros into the zero vector',
    (pooling) => {
      const [vector] = poolVectors(
        new Float32Array(4),
        pooling === 'graph' ? 1 : 2,
        2,
        [2],
        pooling,
      );
      expect([...vector!]).toEqual([0, 0]);
    },
  );

  it('gives no vectors for no texts', () => {
    expect(poolVectors(new Float32Array(0), 0, 2, [], 'mean')).toEqual([]);
  });
});

describe('normalize', () => {
  it('scales a vector to length 1', () => {
    expect(rounded([normalize(Float32Array.of(3, -4))])).toEqual([[0.6, -0.8]]);
  });

  it('keeps the zero vector', () => {
    expect([...normalize(new Float32Array(2))]).toEqual([0, 0]);
  });
});

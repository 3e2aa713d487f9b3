import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactVectorStore } from '../../../src/vector-index/exact-store.ts';
import { MemoryRows } from '../../../src/vector-index/vector-rows.ts';

/** Small whole numbers, so that sums are exact and many similarities are equal. */
const arbitrarySearch = fc.integer({ min: 1, max: 5 }).chain((dims) => {
  const vector = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: dims, maxLength: dims });
  return fc.record({
    query: vector,
    entries: fc.array(fc.record({ vector, isWithin: fc.boolean() }), { maxLength: 40 }),
    count: fc.integer({ min: 0, max: 12 }),
  });
});

function storeOf(vectors: readonly (readonly number[])[], dims: number): ExactVectorStore {
  return new ExactVectorStore(new MemoryRows(Float32Array.from(vectors.flat()), dims));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, dim) => sum + value * b[dim]!, 0);
}

const STORE = storeOf(
  [
    [1, 0],
    [0, 1],
    [-1, 0],
  ],
  2,
);

describe('the exact store', () => {
  it('finds what sorting all passages by their similarity finds, filtered or not', async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySearch, async ({ query, entries, count }) => {
        const store = storeOf(
          entries.map(({ vector }) => vector),
          query.length,
        );
        const hits = entries
          .map(({ vector, isWithin }, passage) => ({
            hit: { passage, similarity: dot(query, vector) },
            isWithin,
          }))
          .sort((a, b) => b.hit.similarity - a.hit.similarity || a.hit.passage - b.hit.passage);
        const within = hits.filter(({ isWithin }) => isWithin);
        const set = {
          mask: Uint8Array.from(entries, ({ isWithin }) => Number(isWithin)),
          count: within.length,
        };
        const hitsOf = (sorted: typeof hits): object[] =>
          sorted.slice(0, count).map(({ hit }) => hit);

        const question = Float32Array.from(query);
        expect(await store.nearest(question, count)).toEqual(hitsOf(hits));
        expect(await store.nearest(question, count, set)).toEqual(hitsOf(within));
      }),
    );
  });

  it('gives fewer passages than asked for where there are not as many', async () => {
    const hits = await STORE.nearest(Float32Array.of(0, 1), 10);
    expect(hits.map(({ passage }) => passage)).toEqual([1, 0, 2]);
  });

  it('finds nothing in an empty set', async () => {
    const nothing = { mask: new Uint8Array(3), count: 0 };
    expect(await STORE.nearest(Float32Array.of(0, 1), 10, nothing)).toEqual([]);
  });

  it('finds nothing where there is nothing', async () => {
    const empty = storeOf([], 2);
    expect(empty.size).toBe(0);
    expect(await empty.nearest(Float32Array.of(0, 1), 10)).toEqual([]);
  });

  it('compares given passages in the order given', async () => {
    expect(await STORE.similarities(Float32Array.of(1, 0), [2, 0, 0, 1])).toEqual([-1, 1, 1, 0]);
  });

  it.each([{ query: [1] }, { query: [1, 0, 0] }])(
    'refuses the query $query of another model',
    async ({ query }) => {
      const vector = Float32Array.from(query);
      const message = `a query of ${query.length} dims cannot search an index of 2`;
      await expect(STORE.nearest(vector, 1)).rejects.toThrow(message);
      await expect(STORE.similarities(vector, [0])).rejects.toThrow(message);
    },
  );
});

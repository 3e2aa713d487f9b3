import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { normalize } from '../../../src/embeddings/pool.ts';
import { ExactVectorStore } from '../../../src/vector-index/exact-store.ts';
import { EXACT_SCAN_LIMIT } from '../../../src/vector-index/hnsw-store.ts';
import { QuantisedVectorStore } from '../../../src/vector-index/quantised-store.ts';
import { DiskRows } from '../../../src/vector-index/vector-rows.ts';
import type { PassageSet } from '../../../src/vector-index/vector-store.ts';
import { randomNumbers } from '../../support/fake-embedder.ts';

/** Few, so that each has more vectors than are compared exactly. */
const TOPICS = 12;
const QUESTIONS = 40;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'verbatim-vectors-'));
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await rm(folder, { recursive: true, force: true });
});

interface Stores {
  readonly store: QuantisedVectorStore;
  /** Of the same vectors. */
  readonly exact: ExactVectorStore;
}

async function storesOf(vectors: readonly Float32Array[], dims: number): Promise<Stores> {
  const file = path.join(folder, 'vectors.bin');
  const values = new Float32Array(vectors.length * dims);
  vectors.forEach((vector, passage) => values.set(vector, passage * dims));
  await writeFile(file, values);
  const rows = new DiskRows(file, dims);
  const store = await QuantisedVectorStore.open(file, rows);
  if (store === null) throw new Error('the SIMD of WebAssembly is missing');
  return { store, exact: new ExactVectorStore(rows) };
}

describe('the store of quantised vectors', () => {
  it.each([
    { dims: 640, size: 8000 },
    { dims: 384, size: 8000 },
    { dims: 130, size: 8001 },
    { dims: 2500, size: 1500 },
  ])('finds nearly all nearest of $size vectors of $dims dims', async ({ dims, size }) => {
    const next = clusters(dims);
    const { store, exact } = await storesOf(Array.from({ length: size }, next), dims);
    let found = 0;
    for (let question = 0; question < QUESTIONS; question++) {
      const query = next(null, question);
      const hits = await store.nearest(query, 10);
      const wanted = new Set((await exact.nearest(query, 10)).map(({ passage }) => passage));
      found += hits.filter(({ passage }) => wanted.has(passage)).length;
      const passages = hits.map(({ passage }) => passage);
      const similarities = hits.map(({ similarity }) => similarity);
      expect(similarities).toEqual(await exact.similarities(query, passages));
      expect(similarities).toEqual(similarities.toSorted((a, b) => b - a));
    }
    expect(found / (10 * QUESTIONS)).toBeGreaterThanOrEqual(0.95);
  });

  it('finds all nearest where no more are estimated than are compared', async () => {
    const next = clusters(24);
    const { store, exact } = await storesOf(Array.from({ length: 500 }, next), 24);
    const query = next(null, 3);
    expect(await store.nearest(query, 20)).toEqual(await exact.nearest(query, 20));
    expect(await store.nearest(query, 1000)).toEqual(await exact.nearest(query, 1000));
  });

  it('compares more where more are asked for', async () => {
    const next = clusters(64);
    const { store } = await storesOf(Array.from({ length: 3000 }, next), 64);
    expect(await store.nearest(next(null, 1), 700)).toHaveLength(700);
  });

  it('finds a vector that is like the query in the sign of each of very many dims', async () => {
    const [dims, next] = [2500, randomNumbers('signs')];
    const sign = (): number => (next() < 0.5 ? -1 : 1) / Math.sqrt(dims);
    const vectors = Array.from({ length: 600 }, () => Float32Array.from({ length: dims }, sign));
    const { store } = await storesOf(vectors, dims);
    expect((await store.nearest(vectors[599]!, 1))[0]?.passage).toBe(599);
  });

  it('tells vectors apart that all point much the same way', async () => {
    const [dims, next] = [128, randomNumbers('one way')];
    const value = (): number => 1 + 0.5 * (next() - 0.5);
    const vectors = Array.from({ length: 2000 }, () =>
      normalize(Float32Array.from({ length: dims }, value)),
    );
    const { store } = await storesOf(vectors, dims);
    for (let passage = 0; passage < vectors.length; passage += 100) {
      expect((await store.nearest(vectors[passage]!, 1))[0]?.passage).toBe(passage);
    }
  });

  it('prefers what is far in the direction of the query to what is little but exactly there', async () => {
    const [dims, next] = [64, randomNumbers('far')];
    const query = normalize(Float32Array.from({ length: dims }, () => (next() < 0.5 ? -1 : 1)));
    const little = query.map((value) => 0.05 * value);
    // As many on the other side, so that their mean is 0.
    const vectors = Array.from({ length: 600 }, () => {
      const far = query.map((value) => 0.3 * value + 0.2 * (next() - 0.5));
      return [little, far].flatMap((vector) => [vector, vector.map((value) => -value)]);
    }).flat();
    const { store, exact } = await storesOf(vectors, dims);
    expect(await store.nearest(query, 3)).toEqual(await exact.nearest(query, 3));
  });

  it('keeps to a filter, whether it leaves few or many', async () => {
    const size = EXACT_SCAN_LIMIT + 400;
    const next = clusters(32);
    const { store, exact } = await storesOf(Array.from({ length: size }, next), 32);
    const query = next(null, 7);
    const many = setOf(size, (passage) => passage % 25 !== 0);
    expect(many.count).toBeGreaterThan(EXACT_SCAN_LIMIT);
    const hits = await store.nearest(query, 100, many);
    expect(hits).toHaveLength(100);
    expect(hits.every(({ passage }) => passage % 25 !== 0)).toBe(true);
    const few = setOf(size, (passage) => passage % 25 === 0);
    expect(await store.nearest(query, 50, few)).toEqual(await exact.nearest(query, 50, few));
  });

  it('gives those that are alike in the order of the index', async () => {
    const [east, north] = [Float32Array.of(1, 0), Float32Array.of(0, 1)];
    const vectors = Array.from({ length: 2000 }, (_, passage) => (passage % 5 ? east : north));
    const { store } = await storesOf(vectors, 2);
    const hits = await store.nearest(north, 4);
    expect(hits).toEqual([0, 5, 10, 15].map((passage) => ({ passage, similarity: 1 })));
  });

  it('finds what is nearest among vectors of zeros, and vectors that are all alike', async () => {
    const dims = 16;
    const zero = new Float32Array(dims);
    const one = normalize(Float32Array.from({ length: dims }, (_, dim) => dim - 7));
    const amongZeros = Array.from({ length: 1000 }, (_, passage) => (passage === 777 ? one : zero));
    const { store } = await storesOf(amongZeros, dims);
    expect((await store.nearest(one, 2)).map(({ passage }) => passage)).toEqual([777, 0]);
    const alike = await storesOf(
      Array.from({ length: 1000 }, () => zero),
      dims,
    );
    expect(await alike.store.nearest(one, 1)).toEqual([{ passage: 0, similarity: 0 }]);
  });

  it('answers a query of zeros', async () => {
    const { store } = await storesOf(Array.from({ length: 1000 }, clusters(24)), 24);
    const hits = await store.nearest(new Float32Array(24), 3);
    expect(hits).toEqual([0, 1, 2].map((passage) => ({ passage, similarity: 0 })));
  });

  it('finds nothing where there is nothing', async () => {
    const { store } = await storesOf([], 24);
    expect(store.size).toBe(0);
    expect(await store.nearest(new Float32Array(24), 10)).toEqual([]);
  });

  it('refuses a query of another model', async () => {
    const { store } = await storesOf(Array.from({ length: 20 }, clusters(24)), 24);
    const message = 'a query of 25 dims cannot search an index of 24';
    await expect(store.nearest(new Float32Array(25), 10)).rejects.toThrow(message);
    await expect(store.similarities(new Float32Array(25), [0])).rejects.toThrow(message);
  });

  it('refuses a file with fewer vectors', async () => {
    await storesOf(Array.from({ length: 20 }, clusters(24)), 24);
    const rows = new DiskRows(path.join(folder, 'vectors.bin'), 24);
    const short = path.join(folder, 'short.bin');
    await writeFile(short, new Float32Array(24 * 19));
    const opening = QuantisedVectorStore.open(short, rows);
    await expect(opening).rejects.toThrow(/short\.bin must have 20 vectors, found 19/);
  });

  it('is not there where SIMD is missing', async () => {
    const { exact } = await storesOf([], 24);
    expect(exact.size).toBe(0);
    vi.stubGlobal('WebAssembly', { validate: () => false });
    const file = path.join(folder, 'vectors.bin');
    expect(await QuantisedVectorStore.open(file, new DiskRows(file, 24))).toBeNull();
  });
});

/**
 * Vectors around those of the topics, in turn, some nearer than others, and all of them near a
 * direction that topics have in common.
 */
function clusters(dims: number): (_: unknown, topic: number) => Float32Array {
  const next = randomNumbers(`clusters ${dims}`);
  const around = (centre: Float32Array, spread: number): Float32Array =>
    normalize(centre.map((value) => value + (spread * (next() - 0.5)) / Math.sqrt(dims)));
  const common = around(new Float32Array(dims), 1);
  const centres = Array.from({ length: TOPICS }, () => around(common, 2));
  return (_, topic) => around(centres[topic % TOPICS]!, 2 * next());
}

function setOf(size: number, isWithin: (passage: number) => boolean): PassageSet {
  const mask = Uint8Array.from({ length: size }, (_, passage) => Number(isWithin(passage)));
  return { mask, count: mask.reduce((sum, bit) => sum + bit, 0) };
}

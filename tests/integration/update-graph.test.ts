import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normalize } from '../../src/embeddings/pool.ts';
import { writeHnswGraph } from '../../src/vector-index/build-graph.ts';
import { ExactVectorStore } from '../../src/vector-index/exact-store.ts';
import { MemoryRows } from '../../src/vector-index/vector-rows.ts';
import { HnswVectorStore, loadHnswLibrary } from '../../src/vector-index/hnsw-store.ts';
import { updateHnswGraph } from '../../src/vector-index/update-graph.ts';
import { randomNumbers } from '../support/fake-embedder.ts';

const DIMS = 8;
const SIZE = 21_000;
const { library } = await loadHnswLibrary();

/** Vectors in row-major order. */
function vectorsOf(seed: string, count: number): Float32Array {
  const next = randomNumbers(seed);
  const rows = new Float32Array(count * DIMS);
  for (let row = 0; row < count; row++) {
    rows.set(normalize(Float32Array.from({ length: DIMS }, () => next() - 0.5)), row * DIMS);
  }
  return rows;
}

/** The vectors without those of a range, others in its place. */
function replaced(rows: Float32Array, start: number, end: number, by: Float32Array): Float32Array {
  const [head, tail] = [rows.subarray(0, start * DIMS), rows.subarray(end * DIMS)];
  return Float32Array.from([...head, ...by, ...tail]);
}

describe.skipIf(library === null)('a graph that is brought up to date', () => {
  const before = vectorsOf('before', SIZE);
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'verbatim-graph-'));
    await write('before', before);
    await writeHnswGraph(library!, file('before.graph'), file('before'), options(SIZE));
  });

  afterAll(() => rm(folder, { recursive: true }));

  const file = (name: string): string => path.join(folder, name);
  const write = (name: string, rows: Float32Array): Promise<void> => writeFile(file(name), rows);
  const options = (size: number): Parameters<typeof writeHnswGraph>[3] => ({
    dims: DIMS,
    size,
    onLinked: () => {},
  });

  /** Brings the graph of one file of vectors up to date with another. */
  async function update(from: string, to: string, rows: Float32Array): Promise<boolean> {
    await write(to, rows);
    const previous = { graphFile: file(`${from}.graph`), vectorsFile: file(from) };
    const size = rows.length / DIMS;
    return updateHnswGraph(library!, file(`${to}.graph`), file(to), previous, options(size));
  }

  /** The part of the ten nearest that the graph finds, each under its own name. */
  async function recallOf(name: string, rows: Float32Array): Promise<number> {
    const graph = await HnswVectorStore.open(
      library!,
      file(`${name}.graph`),
      new MemoryRows(rows, DIMS),
    );
    const exact = new ExactVectorStore(new MemoryRows(rows, DIMS));
    const queries = vectorsOf('queries', 50);
    let found = 0;
    for (let query = 0; query < 50; query++) {
      const vector = queries.subarray(query * DIMS, (query + 1) * DIMS);
      const hits = await graph.nearest(vector, 10);
      const similarities = await exact.similarities(
        vector,
        hits.map(({ passage }) => passage),
      );
      hits.forEach(({ similarity }, rank) => expect(similarity).toBeCloseTo(similarities[rank]!));
      const wanted = new Set((await exact.nearest(vector, 10)).map(({ passage }) => passage));
      found += hits.filter(({ passage }) => wanted.has(passage)).length;
    }
    return found / 500;
  }

  it('finds what has come and what has moved, and nothing that has gone', async () => {
    const now = replaced(before, 500, 900, vectorsOf('new', 150));
    expect(await update('before', 'now', now)).toBe(true);
    expect(await recallOf('now', now)).toBeGreaterThan(0.97);

    const later = replaced(now, 100, 200, vectorsOf('newer', 300));
    expect(await update('now', 'later', later)).toBe(true);
    expect(await recallOf('later', later)).toBeGreaterThan(0.97);
  });

  it('keeps equal vectors apart', async () => {
    const twice = replaced(before, 0, 0, before.subarray(0, 10 * DIMS));
    expect(await update('before', 'twice', twice)).toBe(true);
    const graph = await HnswVectorStore.open(
      library!,
      file('twice.graph'),
      new MemoryRows(twice, DIMS),
    );
    const hits = await graph.nearest(twice.subarray(0, DIMS), 2);
    expect(hits.map(({ passage }) => passage).sort((a, b) => a - b)).toEqual([0, 10]);
  });

  it.each([
    { what: 'much has changed', rows: () => replaced(before, 0, 6000, vectorsOf('other', 6000)) },
    { what: 'little is left', rows: () => before.slice(0, 15_000 * DIMS) },
  ])('is left to be built anew where $what', async ({ rows }) => {
    expect(await update('before', 'other', rows())).toBe(false);
  });

  it('is left to be built anew where the file before is no such graph', async () => {
    await write('foreign', before);
    await write('foreign.graph', vectorsOf('noise', 100));
    expect(await update('foreign', 'other', before)).toBe(false);
  });
});

/**
 * Exact scan against a scan of codes and against HNSW: time a query, recall@10 and time to get ready,
 * at sizes that double. EXACT_SCAN_LIMIT follows from it.
 *
 *     npm run bench:vectors
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { normalize } from '../src/embeddings/pool.ts';
import { percentile } from '../src/eval/metrics.ts';
import { writeHnswGraph } from '../src/vector-index/build-graph.ts';
import { ExactVectorStore } from '../src/vector-index/exact-store.ts';
import { HnswVectorStore, loadHnswLibrary } from '../src/vector-index/hnsw-store.ts';
import { QuantisedVectorStore } from '../src/vector-index/quantised-store.ts';
import { MemoryRows } from '../src/vector-index/vector-rows.ts';
import type { VectorStore } from '../src/vector-index/vector-store.ts';

const DIMS = 384;
const CLUSTERS = 200;
const QUERIES = 100;
const SIZES = [1250, 2500, 5000, 10_000, 20_000];

const { library } = await loadHnswLibrary();
if (library === null) throw new Error('hnswlib-node is not installed');
console.log('                    codes:                           HNSW:');
console.log('passages  exact ms      ms  recall@10  encoding s      ms  recall@10  building s');

const random = mulberry32(1);
const centres = Array.from({ length: CLUSTERS }, randomVector);
for (const size of SIZES) {
  const vectors = new Float32Array(size * DIMS);
  for (let i = 0; i < size; i++) vectors.set(near(centres[i % CLUSTERS]!), i * DIMS);
  const queries = Array.from({ length: QUERIES }, (_, i) => near(centres[(i * 7) % CLUSTERS]!));
  const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-bench-'));
  const file = path.join(folder, 'graph');
  const vectorsFile = path.join(folder, 'vectors');
  await writeFile(vectorsFile, vectors);
  const building = performance.now();
  await writeHnswGraph(library, file, vectorsFile, { dims: DIMS, size, onLinked: () => {} });
  const buildMs = performance.now() - building;
  const rows = new MemoryRows(vectors, DIMS);
  const exact = new ExactVectorStore(rows);
  const hnsw = await HnswVectorStore.open(library, file, rows);
  const encoding = performance.now();
  const quantised = await QuantisedVectorStore.open(vectorsFile, rows);
  const encodeMs = performance.now() - encoding;
  if (quantised === null) throw new Error('the SIMD of WebAssembly is missing');
  const row = [
    String(size).padStart(8),
    (await medianQueryMs(exact, queries)).toFixed(2).padStart(9),
    (await medianQueryMs(quantised, queries)).toFixed(2).padStart(7),
    (await recall(exact, quantised, queries)).toFixed(3).padStart(10),
    (encodeMs / 1000).toFixed(2).padStart(11),
    (await medianQueryMs(hnsw, queries)).toFixed(2).padStart(7),
    (await recall(exact, hnsw, queries)).toFixed(3).padStart(10),
    (buildMs / 1000).toFixed(1).padStart(11),
  ];
  console.log(row.join(' '));
  await rm(folder, { recursive: true });
}

async function recall(
  exact: VectorStore,
  approximate: VectorStore,
  queries: readonly Float32Array[],
): Promise<number> {
  let found = 0;
  for (const query of queries) {
    const wanted = new Set((await exact.nearest(query, 10)).map(({ passage }) => passage));
    const hits = await approximate.nearest(query, 10);
    found += hits.filter(({ passage }) => wanted.has(passage)).length;
  }
  return found / (10 * queries.length);
}

async function medianQueryMs(
  store: VectorStore,
  queries: readonly Float32Array[],
): Promise<number> {
  let next = 0;
  return medianMs(() => store.nearest(queries[next++ % queries.length]!, 10));
}

async function medianMs(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < QUERIES; i++) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  return percentile(times, 0.5);
}

function randomVector(): Float32Array {
  return normalize(Float32Array.from({ length: DIMS }, () => random() - 0.5));
}

function near(centre: Float32Array): Float32Array {
  return normalize(centre.map((value) => value + 0.1 * (random() - 0.5)));
}

/** A small random number generator with a seed (Tommy Ettinger's mulberry32), so that runs are alike. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

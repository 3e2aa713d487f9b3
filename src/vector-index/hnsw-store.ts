import { open } from 'node:fs/promises';
import type { HierarchicalNSW } from 'hnswlib-node';
import { IndexError, messageOf } from '../errors.ts';
import { ExactVectorStore } from './exact-store.ts';
import type { VectorRows } from './vector-rows.ts';
import type { PassageSet, VectorHit, VectorStore } from './vector-store.ts';

export type HnswLibrary = typeof import('hnswlib-node');

/** What a graph is made of. */
export interface GraphOptions {
  readonly dims: number;
  readonly size: number;
  /** Called with the number of passages that are in the graph. */
  readonly onLinked: (passages: number) => void;
}

/**
 * Up to this many candidates an exact scan answers: it takes no longer than the rest of a question
 * (`npm run bench:vectors`), misses nothing and needs nothing built.
 */
export const EXACT_SCAN_LIMIT = 5000;

/** Neighbours a vector is linked to (M of the HNSW paper, Malkov and Yashunin 2018). */
const LINKS = 16;
/** Candidates looked at while inserting (efConstruction) and while searching (ef). */
const BUILD_CANDIDATES = 100;
const SEARCH_CANDIDATES = 256;
/** Vectors read from the disk at a time while building. */
const READ_VECTORS = 256;

/**
 * hnswlib-node, or why it cannot be used. It is compiled while it is installed, so on a machine
 * without a compiler it is missing.
 */
export async function loadHnswLibrary(): Promise<
  { readonly library: HnswLibrary } | { readonly library: null; readonly reason: string }
> {
  try {
    const { default: library } = await import('hnswlib-node');
    return { library };
  } catch (error) {
    return { library: null, reason: messageOf(error) };
  }
}

/**
 * Builds an HNSW graph and writes it to a file. Blocks the event loop while vectors are inserted.
 *
 * @param vectorsFile `size` vectors of `dims` 32-bit floats; read in parts, not as a whole.
 */
export async function writeHnswGraph(
  library: HnswLibrary,
  file: string,
  vectorsFile: string,
  { dims, size, onLinked }: GraphOptions,
): Promise<void> {
  const graph = new library.HierarchicalNSW('ip', dims);
  graph.initIndex(size, LINKS, BUILD_CANDIDATES);
  let linked = 0;
  for await (const vector of readVectors(vectorsFile, dims)) {
    graph.addPoint(Array.from(vector), linked);
    linked += 1;
    if (linked % READ_VECTORS === 0 || linked === size) onLinked(linked);
  }
  await graph.writeIndex(file);
  await refusePart(library, file, dims);
}

/**
 * The vectors of a file, read in parts; each is a view that is good until the next is asked for.
 *
 * @throws Error when the file ends within a vector.
 */
export async function* readVectors(file: string, dims: number): AsyncGenerator<Float32Array> {
  const handle = await open(file);
  try {
    const part = new Float32Array(READ_VECTORS * dims);
    for (;;) {
      const { bytesRead } = await handle.read(part, 0, part.byteLength);
      const count = bytesRead / part.BYTES_PER_ELEMENT / dims;
      if (count === 0) return;
      if (!Number.isInteger(count)) throw new Error(`${file} ends within a vector`);
      for (let row = 0; row < count; row++) yield part.subarray(row * dims, (row + 1) * dims);
    }
  } finally {
    await handle.close();
  }
}

/** The library says nothing when the disk is full, but reads no file that is cut short. */
export async function refusePart(library: HnswLibrary, file: string, dims: number): Promise<void> {
  try {
    await new library.HierarchicalNSW('ip', dims).readIndex(file);
  } catch (error) {
    throw new IndexError(
      `the graph of the index must be written as a whole, found a part in ${file}: ${messageOf(error)}; ` +
        'the disk may be full: free some space there, or set INDEX_DIR to a folder with more',
      { cause: error },
    );
  }
}

/** Searches an HNSW graph, and scans exactly where a filter leaves few candidates. */
export class HnswVectorStore implements VectorStore {
  readonly size: number;
  readonly #exact: ExactVectorStore;
  readonly #graph: HierarchicalNSW;

  private constructor(exact: ExactVectorStore, graph: HierarchicalNSW) {
    this.size = exact.size;
    this.#exact = exact;
    this.#graph = graph;
  }

  /**
   * @param file written by `writeHnswGraph` for the same vectors. The caller has verified its
   *   checksum: the library takes damaged and foreign files without a word.
   */
  static async open(
    library: HnswLibrary,
    file: string,
    rows: VectorRows,
  ): Promise<HnswVectorStore> {
    const graph = new library.HierarchicalNSW('ip', rows.dims);
    await graph.readIndex(file);
    const exact = new ExactVectorStore(rows);
    // One that was brought up to date still holds what has gone.
    if (graph.getCurrentCount() < exact.size) {
      throw new Error(`the graph holds ${graph.getCurrentCount()} of ${exact.size} vectors`);
    }
    return new HnswVectorStore(exact, graph);
  }

  async nearest(query: Float32Array, count: number, within?: PassageSet): Promise<VectorHit[]> {
    if (within !== undefined && within.count <= EXACT_SCAN_LIMIT) {
      return this.#exact.nearest(query, count, within);
    }
    this.#graph.setEf(Math.max(SEARCH_CANDIDATES, count));
    const { neighbors, distances } = this.#graph.searchKnn(
      Array.from(query),
      Math.min(count, this.size),
      within && ((passage) => within.mask[passage] === 1),
    );
    // The inner-product space of the library gives 1 - cosine.
    return neighbors.map((passage, rank) => ({ passage, similarity: 1 - distances[rank]! }));
  }

  similarities(query: Float32Array, passages: readonly number[]): Promise<number[]> {
    return this.#exact.similarities(query, passages);
  }
}

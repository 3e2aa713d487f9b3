import type { HierarchicalNSW } from 'hnswlib-node';
import { messageOf } from '../errors.ts';
import { ExactVectorStore } from './exact-store.ts';
import type { VectorRows } from './vector-rows.ts';
import type { PassageSet, VectorHit, VectorStore } from './vector-store.ts';

export type HnswLibrary = typeof import('hnswlib-node');

/**
 * Up to this many candidates an exact scan answers: it takes no longer than the rest of a question
 * (`npm run bench:vectors`), misses nothing and needs nothing built.
 */
export const EXACT_SCAN_LIMIT = 5000;

/**
 * With so many passages a graph is built, unless a setting says otherwise. With fewer a scan of binary
 * codes takes a small part of a question, misses less, takes a thirtieth of the memory and no building.
 */
export const DEFAULT_GRAPH_FROM = 1_000_000;

/** Candidates looked at while searching (ef of the HNSW paper, Malkov and Yashunin 2018). */
const SEARCH_CANDIDATES = 256;

/** Whether an index gets a graph: comparing every vector never takes one. */
export function needsGraph(passages: number, graphFrom: number): boolean {
  return passages > EXACT_SCAN_LIMIT && passages >= graphFrom;
}

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

import { BinaryCodes } from './binary-codes.ts';
import { ExactVectorStore } from './exact-store.ts';
import { EXACT_SCAN_LIMIT } from './hnsw-store.ts';
import { TopHits } from './top-hits.ts';
import type { VectorRows } from './vector-rows.ts';
import type { PassageSet, VectorHit, VectorStore } from './vector-store.ts';

/** Passages compared exactly after the estimates: hardly one of the nearest ten is not among them. */
const RESCORED = 512;
/** As many for each passage asked for, where those are many. */
const RESCORED_PER_HIT = 4;

/**
 * Estimates the similarity of every passage from a code of one bit a dim, and compares the best
 * exactly; scans exactly where a filter leaves few candidates.
 */
export class QuantisedVectorStore implements VectorStore {
  readonly size: number;
  readonly #exact: ExactVectorStore;
  readonly #codes: BinaryCodes;

  private constructor(exact: ExactVectorStore, codes: BinaryCodes) {
    this.size = exact.size;
    this.#exact = exact;
    this.#codes = codes;
  }

  /**
   * Reads all vectors once, a part at a time; null where the SIMD of WebAssembly is missing.
   *
   * @param vectorsFile those of `rows`, 32-bit floats in row-major order. The caller has verified its
   *   checksum.
   */
  static async open(vectorsFile: string, rows: VectorRows): Promise<QuantisedVectorStore | null> {
    const codes = await BinaryCodes.encode(vectorsFile, rows);
    return codes && new QuantisedVectorStore(new ExactVectorStore(rows), codes);
  }

  async nearest(query: Float32Array, count: number, within?: PassageSet): Promise<VectorHit[]> {
    if (within !== undefined && within.count <= EXACT_SCAN_LIMIT) {
      return this.#exact.nearest(query, count, within);
    }
    const rescored = Math.max(RESCORED, RESCORED_PER_HIT * count);
    const passages = this.#codes.nearest(query, rescored, within);
    const similarities = await this.similarities(query, passages);
    const best = new TopHits(count);
    passages.forEach((passage, rank) => best.offer(passage, similarities[rank]!));
    return best.sorted().map(({ passage, score }) => ({ passage, similarity: score }));
  }

  similarities(query: Float32Array, passages: readonly number[]): Promise<number[]> {
    return this.#exact.similarities(query, passages);
  }
}

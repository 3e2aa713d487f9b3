import { TopHits } from './top-hits.ts';
import type { VectorRows } from './vector-rows.ts';
import type { PassageSet, VectorHit, VectorStore } from './vector-store.ts';

/** Compares the query with every vector: nothing to build and nothing missed. */
export class ExactVectorStore implements VectorStore {
  readonly size: number;
  readonly #rows: VectorRows;

  constructor(rows: VectorRows) {
    this.size = rows.size;
    this.#rows = rows;
  }

  async nearest(query: Float32Array, count: number, within?: PassageSet): Promise<VectorHit[]> {
    this.#check(query);
    const best = new TopHits(count);
    for (let passage = 0; passage < this.size; passage++) {
      if (within === undefined || within.mask[passage] === 1) {
        best.offer(passage, this.#rows.product(query, passage));
      }
    }
    return best.sorted().map(({ passage, score }) => ({ passage, similarity: score }));
  }

  async similarities(query: Float32Array, passages: readonly number[]): Promise<number[]> {
    this.#check(query);
    return passages.map((passage) => this.#rows.product(query, passage));
  }

  #check(query: Float32Array): void {
    const { dims } = this.#rows;
    if (query.length !== dims) {
      throw new Error(`a query of ${query.length} dims cannot search an index of ${dims}`);
    }
  }
}

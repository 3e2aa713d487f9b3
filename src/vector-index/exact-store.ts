import { TopHits } from './top-hits.ts';
import type { PassageSet, VectorHit, VectorStore } from './vector-store.ts';

/** Compares the query with every vector: nothing to build and nothing missed. */
export class ExactVectorStore implements VectorStore {
  readonly size: number;
  readonly #dims: number;
  readonly #vectors: Float32Array;

  /** @param vectors `[passages, dims]` in row-major order, not copied. */
  constructor(vectors: Float32Array, dims: number) {
    this.size = vectors.length / dims;
    this.#dims = dims;
    this.#vectors = vectors;
  }

  async nearest(query: Float32Array, count: number, within?: PassageSet): Promise<VectorHit[]> {
    this.#check(query);
    const best = new TopHits(count);
    for (let passage = 0; passage < this.size; passage++) {
      if (within === undefined || within.mask[passage] === 1) {
        best.offer(passage, this.#similarity(query, passage));
      }
    }
    return best.sorted().map(({ passage, score }) => ({ passage, similarity: score }));
  }

  async similarities(query: Float32Array, passages: readonly number[]): Promise<number[]> {
    this.#check(query);
    return passages.map((passage) => this.#similarity(query, passage));
  }

  /** One passage's vector, as a view. */
  vector(passage: number): Float32Array {
    return this.#vectors.subarray(passage * this.#dims, (passage + 1) * this.#dims);
  }

  #similarity(query: Float32Array, passage: number): number {
    return dotProduct(query, this.#vectors, passage * this.#dims);
  }

  #check(query: Float32Array): void {
    if (query.length !== this.#dims) {
      throw new Error(`a query of ${query.length} dims cannot search an index of ${this.#dims}`);
    }
  }
}

/** Four sums side by side: one alone would wait for each addition before it starts the next. */
function dotProduct(query: Float32Array, vectors: Float32Array, offset: number): number {
  const dims = query.length;
  const unrolled = dims - (dims % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let dim = 0; dim < unrolled; dim += 4) {
    a += query[dim]! * vectors[offset + dim]!;
    b += query[dim + 1]! * vectors[offset + dim + 1]!;
    c += query[dim + 2]! * vectors[offset + dim + 2]!;
    d += query[dim + 3]! * vectors[offset + dim + 3]!;
  }
  for (let dim = unrolled; dim < dims; dim++) a += query[dim]! * vectors[offset + dim]!;
  return a + b + c + d;
}

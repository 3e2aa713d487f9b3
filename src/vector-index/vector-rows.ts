import { DiskFile } from './disk-file.ts';

/** The vectors of an index, one a passage, by its position. */
export interface VectorRows {
  /** Number of passages. */
  readonly size: number;
  readonly dims: number;
  /** The vector of a passage. */
  at(passage: number): Float32Array;
  /** The dot product of a passage's vector with another of as many dims. */
  product(query: Float32Array, passage: number): number;
}

/** Vectors in memory, as fast as they can be scanned. */
export class MemoryRows implements VectorRows {
  readonly size: number;
  readonly dims: number;
  readonly #vectors: Float32Array;

  /** @param vectors `[passages, dims]` in row-major order, not copied. */
  constructor(vectors: Float32Array, dims: number) {
    this.size = vectors.length / dims;
    this.dims = dims;
    this.#vectors = vectors;
  }

  /** A view, not a copy. */
  at(passage: number): Float32Array {
    return this.#vectors.subarray(passage * this.dims, (passage + 1) * this.dims);
  }

  product(query: Float32Array, passage: number): number {
    return dotProduct(query, this.#vectors, passage * this.dims);
  }
}

/** Vectors that stay on disk and are read one by one. */
export class DiskRows implements VectorRows {
  readonly size: number;
  readonly dims: number;
  readonly #file: DiskFile;
  readonly #row: Float32Array;

  /**
   * @param file 32-bit floats, `[passages, dims]` in row-major order. The caller has verified its
   *   checksum.
   */
  constructor(file: string, dims: number) {
    this.dims = dims;
    this.#file = new DiskFile(file);
    this.#row = new Float32Array(dims);
    this.size = this.#file.size / this.#row.byteLength;
  }

  at(passage: number): Float32Array {
    this.#read(passage);
    return this.#row.slice();
  }

  product(query: Float32Array, passage: number): number {
    this.#read(passage);
    return dotProduct(query, this.#row, 0);
  }

  #read(passage: number): void {
    if (this.#file.read(passage * this.#row.byteLength, this.#row)) return;
    throw this.#file.changed(`the vectors of ${this.size} passages`, `less at ${passage}`);
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

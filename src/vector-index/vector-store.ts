/** A passage by its position in the index, `0 … size - 1`, and how near it is. */
export interface VectorHit {
  readonly passage: number;
  /** Cosine of the two vectors, -1 … 1; the higher, the nearer. */
  readonly similarity: number;
}

/** Passages that a search is limited to. */
export interface PassageSet {
  /** One byte a passage: 1 where it belongs to the set. */
  readonly mask: Uint8Array;
  /** How many belong to it. */
  readonly count: number;
}

/** Finds passages by their vectors. Vectors are L2-normalised and of one length. */
export interface VectorStore {
  /** Number of passages. */
  readonly size: number;
  /** The nearest passages, nearest first; fewer than `count` where there are not as many. */
  nearest(query: Float32Array, count: number, within?: PassageSet): Promise<VectorHit[]>;
  /** The cosine of each of the given passages with the query, in the order given. */
  similarities(query: Float32Array, passages: readonly number[]): Promise<number[]>;
}

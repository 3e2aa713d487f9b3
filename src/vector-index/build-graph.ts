import { open } from 'node:fs/promises';
import { IndexError, messageOf } from '../errors.ts';
import type { HnswLibrary } from './hnsw-store.ts';

/** What a graph is made of. */
export interface GraphOptions {
  readonly dims: number;
  readonly size: number;
  /** Called with the number of passages that are in the graph. */
  readonly onLinked: (passages: number) => void;
}

/** Neighbours a vector is linked to (M of the HNSW paper, Malkov and Yashunin 2018). */
const LINKS = 16;
/** Candidates looked at while inserting (efConstruction). */
const BUILD_CANDIDATES = 100;
/** Vectors read from the disk at a time. */
const READ_VECTORS = 256;
/** Room that a graph of unknown size has at first; it doubles when it is full. */
const FIRST_CAPACITY = 2 ** 14;

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
  const builder = new GraphBuilder(library, vectorsFile, dims, size);
  await builder.insertUpTo(size, onLinked);
  await builder.write(file);
}

/** Inserts vectors into a graph in the order of their file, which may still be growing. */
export class GraphBuilder {
  readonly #library: HnswLibrary;
  readonly #graph: InstanceType<HnswLibrary['HierarchicalNSW']>;
  readonly #vectorsFile: string;
  readonly #dims: number;
  #size = 0;

  /** @param capacity how many vectors there will be, where that is known; it has no effect on the graph. */
  constructor(library: HnswLibrary, vectorsFile: string, dims: number, capacity = FIRST_CAPACITY) {
    this.#library = library;
    this.#graph = new library.HierarchicalNSW('ip', dims);
    this.#graph.initIndex(capacity, LINKS, BUILD_CANDIDATES);
    this.#vectorsFile = vectorsFile;
    this.#dims = dims;
  }

  /**
   * Inserts those of the first `count` vectors that are not in the graph.
   *
   * @throws Error when the file has fewer.
   */
  async insertUpTo(count: number, onLinked: (passages: number) => void): Promise<void> {
    for await (const vector of readVectors(this.#vectorsFile, this.#dims, this.#size, count)) {
      const capacity = this.#graph.getMaxElements();
      if (this.#size === capacity) this.#graph.resizeIndex(2 * capacity);
      this.#graph.addPoint(Array.from(vector), this.#size);
      this.#size += 1;
      if (this.#size % READ_VECTORS === 0 || this.#size === count) onLinked(this.#size);
    }
    if (this.#size < count) {
      throw new Error(`${this.#vectorsFile} must have ${count} vectors, found ${this.#size}`);
    }
  }

  /** Writes what is in the graph; of the same vectors always the same bytes. */
  async write(file: string): Promise<void> {
    this.#graph.resizeIndex(this.#size);
    await this.#graph.writeIndex(file);
    await refusePart(this.#library, file, this.#dims);
  }
}

/**
 * The vectors of a file from the position `first` up to `end`, which is not among them, read in parts;
 * each is a view that is good until the next is asked for. What stands behind them is not looked at.
 *
 * @throws Error when the file ends within a vector.
 */
export async function* readVectors(
  file: string,
  dims: number,
  first = 0,
  end = Infinity,
): AsyncGenerator<Float32Array> {
  const handle = await open(file);
  try {
    const part = new Float32Array(READ_VECTORS * dims);
    const vectorBytes = dims * part.BYTES_PER_ELEMENT;
    let position = first;
    while (position < end) {
      const wanted = Math.min(READ_VECTORS, end - position);
      const { bytesRead } = await handle.read(
        part,
        0,
        wanted * vectorBytes,
        position * vectorBytes,
      );
      const count = bytesRead / vectorBytes;
      if (count === 0) return;
      if (!Number.isInteger(count)) throw new Error(`${file} ends within a vector`);
      for (let row = 0; row < count; row++) yield part.subarray(row * dims, (row + 1) * dims);
      position += count;
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

import { open } from 'node:fs/promises';
import { GROUP_VECTORS, loadScanKernel, type ScanKernel } from './scan-kernel.ts';
import { TopHits } from './top-hits.ts';
import type { VectorRows } from './vector-rows.ts';
import type { PassageSet } from './vector-store.ts';

/** Vectors that the mean is taken of: more would move it by less than matters to a code of signs. */
const MEAN_VECTORS = 1000;
/** Read from the disk at a time; the event loop waits for as long as it takes to encode it. */
const PART_BYTES = 2 ** 20;
/** The most that a value of the query may be away from 0: eight times twice that fit into 8 bits. */
const MAX_LEVEL = 15;
const MAX_SUM = 2 ** 16 - 1;
const TABLE_ENTRIES = 16;

/** Where things are in the memory of the kernel, in bytes. */
interface Layout {
  readonly mean: number;
  readonly inside: number;
  readonly tables: number;
  readonly part: number;
  readonly factors: number;
  readonly sums: number;
  readonly codes: number;
  readonly end: number;
}

/**
 * All vectors of an index as codes of one bit a dim, from which their similarities with a query are
 * estimated: the RaBitQ of Gao and Long (2024). With m the mean of the vectors, c = v - m and s the
 * signs of c, the estimate of q·v is q·m + q·s · |c|² / sum|c|. Their random rotation is left out: with
 * dims that are much alike, as those of embeddings of texts, it finds no more. Like theirs, the query is
 * rounded to few levels, and q·s summed up from tables that have it for each four bits of a code.
 */
export class BinaryCodes {
  readonly size: number;
  readonly #dims: number;
  readonly #kernel: ScanKernel;
  readonly #memory: ArrayBuffer;
  readonly #layout: Layout;
  readonly #factors: Float32Array;
  readonly #sums: Uint16Array;

  private constructor(
    { size, dims }: VectorRows,
    { kernel, memory }: { readonly kernel: ScanKernel; readonly memory: ArrayBuffer },
    layout: Layout,
  ) {
    this.size = size;
    this.#dims = dims;
    this.#kernel = kernel;
    this.#memory = memory;
    this.#layout = layout;
    this.#factors = new Float32Array(memory, layout.factors, size);
    this.#sums = new Uint16Array(memory, layout.sums, size);
  }

  /**
   * Encodes the vectors of a file; null where SIMD is missing.
   *
   * @param rows the same vectors.
   * @throws Error when the file has fewer.
   */
  static async encode(vectorsFile: string, rows: VectorRows): Promise<BinaryCodes | null> {
    const layout = layOut(rows);
    const loaded = loadScanKernel(layout.end);
    if (loaded === null) return null;
    const codes = new BinaryCodes(rows, loaded, layout);
    codes.#setMean(rows);
    await codes.#encodeFile(vectorsFile);
    return codes;
  }

  /** The passages with the highest estimates, the highest first. */
  nearest(query: Float32Array, count: number, within?: PassageSet): number[] {
    const centre = this.#fillTables(query);
    const { codes, tables, sums } = this.#layout;
    this.#kernel.scan(codes, groupsOf(this.size), bytesOf(this.#dims), tables, sums);
    const best = new TopHits(count);
    for (let passage = 0; passage < this.size; passage++) {
      if (within !== undefined && within.mask[passage] !== 1) continue;
      // The mean and the scale of the levels are the same for all.
      best.offer(passage, this.#factors[passage]! * (this.#sums[passage]! - centre));
    }
    return best.sorted().map(({ passage }) => passage);
  }

  #setMean(rows: VectorRows): void {
    const mean = new Float32Array(this.#memory, this.#layout.mean, rows.dims);
    const count = Math.min(MEAN_VECTORS, rows.size);
    for (let sample = 0; sample < count; sample++) {
      const vector = rows.at(Math.floor((sample * rows.size) / count));
      for (let dim = 0; dim < rows.dims; dim++) mean[dim]! += vector[dim]! / count;
    }
    new Int32Array(this.#memory, this.#layout.inside, rows.dims).fill(-1);
  }

  async #encodeFile(file: string): Promise<void> {
    const { part, mean, inside, codes, factors } = this.#layout;
    const vectorBytes = this.#dims * Float32Array.BYTES_PER_ELEMENT;
    const partVectors = partVectorsOf(this.#dims);
    const handle = await open(file);
    try {
      for (let first = 0; first < this.size; first += partVectors) {
        const count = Math.min(partVectors, this.size - first);
        const bytes = new Uint8Array(this.#memory, part, count * vectorBytes);
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, first * vectorBytes);
        if (bytesRead < bytes.length) {
          const found = first + Math.floor(bytesRead / vectorBytes);
          throw new Error(`${file} must have ${this.size} vectors, found ${found}`);
        }
        this.#kernel.encode(part, count, this.#dims, mean, inside, first, codes, factors);
      }
    } finally {
      await handle.close();
    }
  }

  /**
   * Fills the tables for a query whose values q are rounded to levels u from 0 to 2h. A dim counts u
   * where its bit is not set and 2h - u where it is, which is h more than ±(u - h) in either case.
   *
   * @returns the sum for a vector that is at right angles to the query: h for each dim.
   */
  #fillTables(query: Float32Array): number {
    const level = Math.min(MAX_LEVEL, Math.floor(MAX_SUM / (2 * this.#dims)));
    let largest = 0;
    for (const value of query) largest = Math.max(largest, Math.abs(value));
    const scale = largest === 0 ? 0 : level / largest;
    const tables = new Uint8Array(this.#memory, this.#layout.tables);
    for (let dim = 0; dim < this.#dims; dim += 4) {
      const table = tables.subarray(dim * 4, dim * 4 + TABLE_ENTRIES);
      table.fill(0);
      for (let bit = 0; bit < 4 && dim + bit < this.#dims; bit++) {
        const offset = Math.round(query[dim + bit]! * scale);
        for (let code = 0; code < TABLE_ENTRIES; code++) {
          table[code]! += level + ((code >> bit) & 1 ? -offset : offset);
        }
      }
    }
    return level * this.#dims;
  }
}

function layOut({ size, dims }: VectorRows): Layout {
  const paddedBytes = bytesOf(dims) * 8 * Float32Array.BYTES_PER_ELEMENT;
  const groups = groupsOf(size);
  let end = 0;
  const take = (bytes: number): number => {
    const start = end;
    end = Math.ceil((start + bytes) / 16) * 16;
    return start;
  };
  return {
    mean: take(paddedBytes),
    inside: take(paddedBytes),
    tables: take(bytesOf(dims) * 2 * TABLE_ENTRIES),
    part: take((partVectorsOf(dims) - 1) * dims * Float32Array.BYTES_PER_ELEMENT + paddedBytes),
    factors: take(size * Float32Array.BYTES_PER_ELEMENT),
    sums: take(groups * GROUP_VECTORS * Uint16Array.BYTES_PER_ELEMENT),
    codes: take(groups * GROUP_VECTORS * bytesOf(dims)),
    end,
  };
}

function partVectorsOf(dims: number): number {
  return Math.ceil(PART_BYTES / (dims * Float32Array.BYTES_PER_ELEMENT));
}

function bytesOf(dims: number): number {
  return Math.ceil(dims / 8);
}

function groupsOf(size: number): number {
  return Math.ceil(size / GROUP_VECTORS);
}

import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { ELEMENT_HEADER_BYTES, readGraphHeader } from './graph-file.ts';
import { type GraphOptions, readVectors, refusePart } from './build-graph.ts';
import type { HnswLibrary } from './hnsw-store.ts';

/** Building so few anew takes seconds, and gives the same graph whatever was there before. */
const MIN_PASSAGES = 8000;
/** With more that has gone or is new a graph made anew is better and costs little more. */
const MAX_CHANGED_SHARE = 0.2;

/** The files of the generation before, which were made with the same model. */
export interface PreviousGraph {
  readonly graphFile: string;
  readonly vectorsFile: string;
}

/**
 * Writes the graph of new vectors by changing the graph before: vectors that are in both stay where
 * they are, those that have gone are marked as deleted and the others are inserted.
 *
 * @returns false, with nothing written, where the graph is to be built anew.
 * @throws IndexError when the disk is full.
 */
export async function updateHnswGraph(
  library: HnswLibrary,
  file: string,
  vectorsFile: string,
  previous: PreviousGraph,
  { dims, size, onLinked }: GraphOptions,
): Promise<boolean> {
  const header = await readGraphHeader(previous.graphFile);
  if (header === null || size < MIN_PASSAGES) return false;
  const { elements } = header;
  const { positions, added, previousSize } = await compareVectors(
    previous.vectorsFile,
    vectorsFile,
    dims,
  );
  const gone = elements + added.length - size;
  if (Math.max(gone, added.length) > MAX_CHANGED_SHARE * size) return false;

  const graph = new library.HierarchicalNSW('ip', dims);
  await graph.readIndex(previous.graphFile);
  for (let before = 0; before < previousSize; before++) {
    if (positions[before] === GONE) graph.markDelete(before);
  }
  graph.resizeIndex(elements + added.length);
  const handle = await open(vectorsFile);
  try {
    const row = new Float32Array(dims);
    for (const [offset, position] of added.entries()) {
      await handle.read(row, 0, row.byteLength, position * row.byteLength);
      // Named for the moment by what no other is called.
      graph.addPoint(Array.from(row), elements + offset);
      if (offset % REPORT_EVERY === 0) onLinked(size - added.length + offset);
    }
  } finally {
    await handle.close();
  }
  onLinked(size);
  await graph.writeIndex(file);
  await refusePart(library, file, dims);
  let deleted = size;
  await rename(file, (label) => {
    const position = label < elements ? positions[label] : added[label - elements];
    return position === undefined || position === GONE ? deleted++ : position;
  });
  return true;
}

const REPORT_EVERY = 256;
/** Stands for a passage that is not there any more. */
const GONE = -1;

/** Which vectors are in both files, bit by bit; of equal ones each has its own partner. */
async function compareVectors(
  beforeFile: string,
  nowFile: string,
  dims: number,
): Promise<{
  /** For each vector before its position now, or `GONE`. */
  readonly positions: Int32Array;
  /** Positions of the vectors that were not there before, rising. */
  readonly added: readonly number[];
  readonly previousSize: number;
}> {
  const before = new Map<string, number[]>();
  let previousSize = 0;
  for await (const vector of readVectors(beforeFile, dims)) {
    const key = keyOf(vector);
    const same = before.get(key);
    if (same === undefined) before.set(key, [previousSize]);
    else same.push(previousSize);
    previousSize += 1;
  }
  const positions = new Int32Array(previousSize).fill(GONE);
  const added: number[] = [];
  let now = 0;
  for await (const vector of readVectors(nowFile, dims)) {
    const partner = before.get(keyOf(vector))?.pop();
    if (partner === undefined) added.push(now);
    else positions[partner] = now;
    now += 1;
  }
  return { positions, added, previousSize };
}

function keyOf(vector: Float32Array): string {
  const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
  return createHash('sha1').update(bytes).digest('base64');
}

/** Gives every element of a graph file another label, which the library cannot. */
async function rename(file: string, labelOf: (label: number) => number): Promise<void> {
  const header = await readGraphHeader(file);
  if (header === null) throw new Error(`${file} is no graph of hnswlib`);
  const { elements, elementBytes, labelOffset } = header;
  const handle = await open(file, 'r+');
  try {
    const part = Buffer.alloc(PART_ELEMENTS * elementBytes);
    for (let first = 0; first < elements; first += PART_ELEMENTS) {
      const bytes = Math.min(PART_ELEMENTS, elements - first) * elementBytes;
      const start = ELEMENT_HEADER_BYTES + first * elementBytes;
      await readWhole(handle, part, bytes, start);
      for (let at = labelOffset; at < bytes; at += elementBytes) {
        const label = labelOf(Number(part.readBigUInt64LE(at)));
        part.writeBigUInt64LE(BigInt(label), at);
      }
      await handle.write(part, 0, bytes, start);
    }
  } finally {
    await handle.close();
  }
}

const PART_ELEMENTS = 1024;

async function readWhole(
  handle: FileHandle,
  into: Buffer,
  bytes: number,
  start: number,
): Promise<void> {
  const { bytesRead } = await handle.read(into, 0, bytes, start);
  if (bytesRead !== bytes) throw new Error('the graph ends too soon');
}

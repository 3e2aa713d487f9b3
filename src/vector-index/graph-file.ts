import { open } from 'node:fs/promises';

/** Bytes before the first element of a graph file. */
export const ELEMENT_HEADER_BYTES = 96;

/** How the file that hnswlib writes is laid out: a header, then elements of equal length. */
export interface GraphHeader {
  /** Those that are marked as deleted included. */
  readonly elements: number;
  readonly elementBytes: number;
  /** Of the label in an element, a 64-bit number. */
  readonly labelOffset: number;
}

/**
 * Reads the header of a graph file, as hnswlib 0.7 writes it on a 64-bit machine.
 *
 * @returns null where the file is laid out otherwise.
 */
export async function readGraphHeader(file: string): Promise<GraphHeader | null> {
  const handle = await open(file);
  try {
    const header = Buffer.alloc(ELEMENT_HEADER_BYTES);
    await handle.read(header, 0, header.length, 0);
    const numberAt = (position: number): number => Number(header.readBigUInt64LE(position * 8));
    const [elements, elementBytes, labelOffset] = [numberAt(2), numberAt(3), numberAt(4)];
    const { size } = await handle.stat();
    // The label is the last thing in an element.
    const isKnown =
      elementBytes === labelOffset + 8 && size >= ELEMENT_HEADER_BYTES + elements * elementBytes;
    return isKnown ? { elements, elementBytes, labelOffset } : null;
  } finally {
    await handle.close();
  }
}

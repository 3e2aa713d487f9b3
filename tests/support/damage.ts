import { readFile, writeFile } from 'node:fs/promises';

/** Where in a file damage is done. */
export const PLACES = [
  { place: 'beginning', part: 0 },
  { place: 'middle', part: 0.5 },
  { place: 'end', part: 1 },
];

/** Turns one bit of a file around. @param part where in the file, 0 … 1. */
export async function flipBit(file: string, part: number): Promise<void> {
  const bytes = await readFile(file);
  bytes[Math.floor(part * (bytes.length - 1))]! ^= 1;
  await writeFile(file, bytes);
}

import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import {
  CURRENT_FILE_PREFIX,
  type GenerationNames,
  isGenerationName,
  readCurrent,
} from './current-file.ts';
import { tryLockIndex } from './index-lock.ts';

/** Generations in the making; a killed run leaves one behind. */
export const BUILDING_PREFIX = '.building-';

/**
 * Removes what a killed run left in the index folder, unless a living one is at work: it has the lock,
 * and cleans up after itself. Costs a listing of the folder when there is nothing to remove.
 */
export async function sweepIndex(indexDir: string): Promise<void> {
  if ((await findLeftovers(indexDir)).length === 0) return;
  // Where nothing may be written, leftovers stay and answering goes on.
  const lock = await tryLockIndex(indexDir).catch(() => null);
  if (lock === null) return;
  try {
    // Looked for again: a leftover of a moment ago may have become the current generation.
    await removeLeftovers(indexDir);
  } finally {
    lock.release();
  }
}

/** Removes everything that is neither current nor kept. The caller has the lock. */
export async function removeLeftovers(indexDir: string): Promise<void> {
  for (const entry of await findLeftovers(indexDir)) {
    await rm(path.join(indexDir, entry), { recursive: true, force: true });
  }
}

/** What in the index folder is neither current nor kept. */
export async function findLeftovers(indexDir: string): Promise<string[]> {
  const entries: string[] = await readdir(indexDir).catch(() => []);
  const unfinished = entries.filter(
    (entry) => entry.startsWith(BUILDING_PREFIX) || entry.startsWith(CURRENT_FILE_PREFIX),
  );
  let names: GenerationNames | null;
  try {
    names = await readCurrent(indexDir);
  } catch {
    return unfinished;
  }
  // A damaged `current` says nothing about the generations: they stay until one is current again.
  if (names !== null && !entries.includes(names.current)) return unfinished;
  const kept = new Set<string>(names === null ? [] : [names.current, ...names.previous]);
  return [...unfinished, ...entries.filter((entry) => isGenerationName(entry) && !kept.has(entry))];
}

import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { IndexError, messageOf } from '../errors.ts';

/** Which generations of an index are in use. All others are leftovers. */
export interface GenerationNames {
  readonly current: string;
  /** Kept for going back, newest first. */
  readonly previous: readonly string[];
}

/** What to do about an index that cannot be used. */
export const REBUILD_REMEDY = 'rebuild it with "npm run -s verbatim -- index --full"';

const CURRENT_FILE = 'current';
/** A file in the making; a killed run leaves one behind. */
export const CURRENT_FILE_PREFIX = `.${CURRENT_FILE}-`;
/** The time of building and the short checksum of the manifest, which has no other. */
const NAME = /^\d{8}T\d{6}-[0-9a-f]{8}$/;

/**
 * Reads the names from the file `current`, one a line, the current generation first.
 *
 * @returns null when there is no index yet.
 * @throws IndexError when the file cannot be read or holds something else.
 */
export async function readCurrent(indexDir: string): Promise<GenerationNames | null> {
  let text: string;
  try {
    text = await readFile(path.join(indexDir, CURRENT_FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new IndexError(
      `the index in ${indexDir} cannot be read: ${messageOf(error)}; ${REBUILD_REMEDY}`,
      { cause: error },
    );
  }
  const [current, ...previous] = text.trim().split('\n');
  if (current !== undefined && [current, ...previous].every((name) => NAME.test(name))) {
    return { current, previous };
  }
  throw new IndexError(`the file "current" in ${indexDir} names no generation; ${REBUILD_REMEDY}`);
}

/** Replaces the file `current` as a whole: a reader sees the old names or the new ones. */
export async function writeCurrent(
  indexDir: string,
  { current, previous }: GenerationNames,
): Promise<void> {
  const temporary = path.join(indexDir, CURRENT_FILE_PREFIX + current);
  const file = await open(temporary, 'w');
  try {
    await file.writeFile(`${[current, ...previous].join('\n')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path.join(indexDir, CURRENT_FILE));
  await syncPath(indexDir);
}

/** Whether a folder of the index has the name of a generation. */
export function isGenerationName(name: string): boolean {
  return NAME.test(name);
}

/** Flushes a file, or the entries of a folder, to disk. */
export async function syncPath(target: string): Promise<void> {
  const handle = await open(target, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

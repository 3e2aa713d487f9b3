import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, lstat, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { syncPath } from '../vector-index/current-file.ts';

/** Files in the making. Hidden, so that no listing of the corpus shows them. */
const STAGED_PREFIX = '.verbatim-staged-';
/** A file is placed within seconds; what is older was left by a killed run. */
export const MAX_STAGED_AGE_MS = 10 * 60 * 1000;

/**
 * Writes bytes to a hidden file of a folder and flushes it to disk. It is nobody's until it is placed.
 *
 * @param mode its permissions.
 */
export async function stageBytes(folder: string, bytes: Uint8Array, mode = 0o644): Promise<string> {
  return stage(folder, async (staged) => {
    const file = await open(staged, 'wx', mode);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  });
}

/** Copies a file of any size to a hidden file of a folder and flushes it to disk. */
export async function stageCopy(folder: string, source: string): Promise<string> {
  return stage(folder, async (staged) => {
    await copyFile(source, staged, constants.COPYFILE_EXCL);
    await syncPath(staged);
  });
}

/** A new name for a file that is cleared away if it stays longer than a moment. */
export function stagedPath(folder: string): string {
  return path.join(folder, STAGED_PREFIX + randomBytes(8).toString('hex'));
}

async function stage(folder: string, write: (staged: string) => Promise<void>): Promise<string> {
  const staged = stagedPath(folder);
  try {
    await write(staged);
    return staged;
  } catch (error) {
    await rm(staged, { force: true });
    throw error;
  }
}

/**
 * Gives a file another place on the same file system, as a whole and for good.
 *
 * @returns false, and leaves everything as it is, where something stands there already.
 */
export async function placeFile(file: string, target: string): Promise<boolean> {
  try {
    // Unlike renaming it never takes the place of another file.
    await link(file, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!isWithoutLinks(error)) throw error;
    if (await exists(target)) return false;
    await rename(file, target);
  }
  await syncPath(path.dirname(target));
  await rm(file, { force: true });
  return true;
}

/** Some file systems know no second name for a file, and some do not give one to another's file. */
function isWithoutLinks(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code);
}

async function exists(target: string): Promise<boolean> {
  return (await lstat(target).catch(() => null)) !== null;
}

/**
 * Removes what killed runs left behind. Where nothing may be written it stays, and is never shown.
 *
 * @param nowMs the time, milliseconds since 1970.
 */
export async function sweepStaged(folder: string, nowMs: number): Promise<void> {
  const entries: string[] = await readdir(folder).catch(() => []);
  for (const entry of entries.filter((name) => name.startsWith(STAGED_PREFIX))) {
    const staged = path.join(folder, entry);
    const { mtimeMs } = await stat(staged).catch(() => ({ mtimeMs: nowMs }));
    // Another process may be writing it just now.
    if (nowMs - mtimeMs > MAX_STAGED_AGE_MS) await rm(staged, { force: true }).catch(() => {});
  }
}

import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { ModelError } from '../errors.ts';
import { modelFiles, type ModelPrecision } from './model-profile.ts';

/** Folders in the cache whose names begin so are downloads that are not finished. */
const PARTIAL_PREFIX = '.partial-';

/**
 * Whether the model is in the cache.
 *
 * @throws ModelError when only a part of it is there. We never leave one, so somebody else's copying
 *   was interrupted, and it is not ours to delete.
 */
export async function isInCache(folder: string, model: ModelPrecision): Promise<boolean> {
  // Asked first: should another process put the model there just now, then it is there as a whole.
  const entries = await readdir(folder).catch(() => []);
  if (entries.length === 0) return false;
  const files = modelFiles(model);
  const missing: string[] = [];
  for (const file of files) {
    const stats = await stat(path.join(folder, file)).catch(() => null);
    if (stats === null || !stats.isFile() || stats.size === 0) missing.push(file);
  }
  if (missing.length === 0) return true;
  throw new ModelError(
    `the model folder ${folder} is incomplete: expected ${files.join(', ')}, found no usable ` +
      `${missing.join(', ')}; delete the folder so that it is fetched anew`,
  );
}

/**
 * Puts a finished download in its place as a whole, flushed to disk. When another process was faster,
 * its folder stays, being as good.
 */
export async function moveIntoCache(
  partial: string,
  folder: string,
  model: ModelPrecision,
): Promise<void> {
  const parent = path.dirname(folder);
  await mkdir(parent, { recursive: true });
  await syncFolder(path.join(partial, 'onnx'));
  await syncFolder(partial);
  try {
    await rename(partial, folder);
  } catch (error) {
    if (await isInCache(folder, model)) return;
    throw error;
  }
  await syncFolder(parent);
}

/** Flushes the names in a folder to disk. */
async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder, and needs no flush of it.
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the folder of a new download, beside the models. */
export async function makePartial(cacheDir: string): Promise<string> {
  // Not mkdtemp, whose folders only this user could read.
  const folder = path.join(cacheDir, PARTIAL_PREFIX + randomUUID());
  await mkdir(folder);
  return folder;
}

/** Removes what killed runs left; what changed lately may be a download of another process. */
export async function sweepPartials(cacheDir: string, staleAfterMs: number): Promise<void> {
  const names = await readdir(cacheDir);
  for (const name of names.filter((entry) => entry.startsWith(PARTIAL_PREFIX))) {
    const folder = path.join(cacheDir, name);
    if (Date.now() - (await lastChange(folder)) < staleAfterMs) continue;
    await rm(folder, { recursive: true, force: true });
  }
}

/** Time of the latest change in a folder; now, when it vanishes meanwhile. */
async function lastChange(folder: string): Promise<number> {
  try {
    const names = await readdir(folder, { recursive: true });
    const paths = [folder, ...names.map((name) => path.join(folder, name))];
    const stats = await Promise.all(paths.map((entry) => stat(entry)));
    return Math.max(...stats.map(({ mtimeMs }) => mtimeMs));
  } catch {
    return Date.now();
  }
}

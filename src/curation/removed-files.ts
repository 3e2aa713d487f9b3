import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, rename, rm, unlink } from 'node:fs/promises';
import path from 'node:path';
import { syncPath } from '../vector-index/current-file.ts';
import { makeFoldersFor } from './corpus-path.ts';
import { MAX_STAGED_AGE_MS, stageCopy } from './staged-file.ts';

/** A file that was taken out of the corpus and can still come back. */
export interface RemovedFile {
  /** Names this removal: the same path may be removed again and again. */
  readonly id: string;
  /** Where it stood below the corpus folder. */
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly removedAtMs: number;
  readonly sizeBytes: number;
}

/** The moment of the removal and a random part: `20221116T093000123Z-0123abcd`. */
const ID = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-[0-9a-f]{8}$/;

/**
 * The folder of removed files. Each lies in a folder of its own, named by the id, under the path that
 * it had in the corpus, so that an operator finds it without the program.
 */
export class RemovedFiles {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * Moves a file here. Killed at any moment, the file is whole in its old place, here, or in both.
   *
   * @param file on disk.
   * @param filePath where it stands below the corpus folder.
   */
  async take(file: string, filePath: string, nowMs: number): Promise<string> {
    const id = await this.#receive(filePath, nowMs, (target) => move(file, target));
    await syncPath(path.dirname(file));
    return id;
  }

  /** Keeps a copy of a file that is about to be replaced. */
  async keepCopy(file: string, filePath: string, nowMs: number): Promise<string> {
    return this.#receive(filePath, nowMs, async (target) => {
      await rename(await stageCopy(path.dirname(target), file), target);
    });
  }

  /** Newest first. */
  async list(): Promise<RemovedFile[]> {
    const removed: RemovedFile[] = [];
    for (const id of await this.#ids()) {
      const file = await this.find(id);
      if (file !== null) removed.push(file);
    }
    return removed;
  }

  /** Null where there is no such removal. */
  async find(id: string): Promise<RemovedFile | null> {
    const removedAtMs = momentOf(id);
    if (removedAtMs === null) return null;
    const filePath = await findOnlyFile(path.join(this.folder, id));
    if (filePath === null) return null;
    const stats = await lstat(this.fileOf(id, filePath)).catch(() => null);
    return stats && { id, path: filePath, removedAtMs, sizeBytes: stats.size };
  }

  /** Where a removed file lies on disk. */
  fileOf(id: string, filePath: string): string {
    return path.join(this.folder, id, filePath);
  }

  /** Deletes a removed file for good. */
  async forget(id: string): Promise<void> {
    await rm(path.join(this.folder, id), { recursive: true, force: true });
  }

  /** Removes what killed runs left behind. Where nothing may be written it stays. */
  async sweep(nowMs: number): Promise<void> {
    for (const id of await this.#ids()) {
      const folder = path.join(this.folder, id);
      const stats = await lstat(folder).catch(() => null);
      if (stats === null || nowMs - stats.mtimeMs < MAX_STAGED_AGE_MS) continue;
      if ((await this.find(id)) === null) await this.forget(id).catch(() => {});
    }
  }

  /** @param place puts the file at its path, or leaves it where it is and throws. */
  async #receive(
    filePath: string,
    nowMs: number,
    place: (target: string) => Promise<void>,
  ): Promise<string> {
    const moment = new Date(nowMs).toISOString().replace(/[-:.]/g, '');
    const id = `${moment}-${randomBytes(4).toString('hex')}`;
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await syncPath(path.dirname(this.folder));
    let target: string;
    try {
      target = await makeFoldersFor(this.folder, `${id}/${filePath}`);
      await place(target);
    } catch (error) {
      await this.forget(id);
      throw error;
    }
    await syncPath(path.dirname(target));
    return id;
  }

  async #ids(): Promise<string[]> {
    const entries = (await namesIn(this.folder)).filter((entry) => momentOf(entry) !== null);
    return entries.sort().reverse();
  }
}

/** @throws where the file stays in its old place. */
async function move(file: string, target: string): Promise<void> {
  try {
    await rename(file, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    // On another disk a file can only be copied.
    const folder = path.dirname(target);
    await rename(await stageCopy(folder, file), target);
    await syncPath(folder);
    await unlink(file);
  }
}

/** The moment in an id; null where it is none. */
function momentOf(id: string): number | null {
  const time = Date.parse(id.replace(ID, '$1-$2-$3T$4:$5:$6.$7Z'));
  return ID.test(id) && !Number.isNaN(time) ? time : null;
}

/** The path of the one file below a folder; null where there is none yet, or none any more. */
async function findOnlyFile(folder: string): Promise<string | null> {
  for (const name of await namesIn(folder)) {
    // One that is only half copied.
    if (name.startsWith('.')) continue;
    const entry = path.join(folder, name);
    if (!(await lstat(entry)).isDirectory()) return name;
    const below = await findOnlyFile(entry);
    if (below !== null) return `${name}/${below}`;
  }
  return null;
}

/** None where there is no such folder. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

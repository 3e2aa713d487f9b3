import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { isDiskProblem, messageOf, StateError } from '../errors.ts';
import { syncPath } from '../vector-index/current-file.ts';
import { stageBytes, sweepStaged } from './staged-file.ts';

/** Uploads are nobody else's business until a moderator says that they belong into the corpus. */
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;
const ID = /^[\w-]{1,100}$/;

/**
 * A folder of uploaded files that wait for a confirmation, over restarts too. What is put there is
 * there as a whole, or not at all.
 */
export class UploadShelf {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes the folder, and clears away what killed runs left behind. */
  static async open(folder: string, nowMs: number = Date.now()): Promise<UploadShelf> {
    const shelf = new UploadShelf(folder);
    await shelf.#explaining(() => mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER }));
    await sweepStaged(folder, nowMs);
    return shelf;
  }

  /** Takes the place of what was put there under the same id. */
  async put(id: string, bytes: Uint8Array): Promise<void> {
    const target = this.#fileOf(id);
    await this.#explaining(async () => {
      await rename(await stageBytes(this.#folder, bytes, PRIVATE_FILE), target);
      await syncPath(this.#folder);
    });
  }

  /**
   * Reads a file, which stays until it is discarded.
   *
   * @returns null where it is not there, or not any more.
   */
  async read(id: string): Promise<Uint8Array | null> {
    try {
      return await readFile(this.#fileOf(id));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  async discard(id: string): Promise<void> {
    await rm(this.#fileOf(id), { force: true });
  }

  /**
   * Discards every file that waits for nothing any more.
   *
   * @param waiting the ids of those that wait; asked for when the files are known, since another process
   *   may put a file here meanwhile that waits.
   */
  async discardAllExcept(waiting: () => Iterable<string>): Promise<void> {
    const names = await readdir(this.#folder);
    const kept = new Set(waiting());
    for (const name of names) {
      if (ID.test(name) && !kept.has(name)) await this.discard(name);
    }
  }

  #fileOf(id: string): string {
    if (!ID.test(id)) throw new Error(`${JSON.stringify(id)} cannot name an uploaded file`);
    return path.join(this.#folder, id);
  }

  async #explaining<T>(change: () => Promise<T>): Promise<T> {
    try {
      return await change();
    } catch (error) {
      if (!isDiskProblem(error)) throw error;
      throw new StateError(
        `uploaded files cannot be kept in ${this.#folder}: ${messageOf(error)}; free some space, allow ` +
          'writing to it, or set another DATA_DIR',
        { cause: error },
      );
    }
  }
}

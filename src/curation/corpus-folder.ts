import { existsSync } from 'node:fs';
import { lstat, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import {
  type Correction,
  type Corrections,
  formatCorrections,
  parseCorrections,
  readCorrections,
} from '../corpus/corrections.ts';
import { fileOfArticle } from '../corpus/article.ts';
import { CORRECTIONS_FILE, existingFolder } from '../corpus/list-corpus.ts';
import { CorpusError, isDiskProblem, messageOf } from '../errors.ts';
import { syncPath } from '../vector-index/current-file.ts';
import { hashFile } from '../vector-index/generation.ts';
import { lockCorrections } from './corrections-lock.ts';
import { findCorpusFile, makeFoldersFor } from './corpus-path.ts';
import { fileKind } from './file-kind.ts';
import { type RemovedFile, RemovedFiles } from './removed-files.ts';
import { numberedFileName, safeFileName } from './safe-file-name.ts';
import { placeFile, stageBytes, stageCopy, sweepStaged } from './staged-file.ts';

/** What moderators add stands apart from what the operator has put into the corpus. */
export const ADDED_FOLDER = 'added';

/** A file as somebody uploaded it, not to be trusted in anything. */
export interface UploadedFile {
  /** Its name, or a title to name it after. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface CorpusFolders {
  readonly corpusDir: string;
  /** Where removed files wait to come back or to be forgotten. May be on another disk. */
  readonly removedDir: string;
}

/**
 * The corpus folder in the hands of moderators. Every change is made whole or not at all, and lasts
 * once its promise is fulfilled, be the process killed a moment later. Several processes may change
 * the same corpus.
 *
 * All methods reject with a CorpusError where the disk is full or may not be written to.
 */
export class CorpusFolder {
  readonly #corpusDir: string;
  readonly #removed: RemovedFiles;
  /** Settles when the last change of the corrections is made. */
  #corrected: Promise<unknown> = Promise.resolve();

  private constructor({ corpusDir, removedDir }: CorpusFolders) {
    this.#corpusDir = corpusDir;
    this.#removed = new RemovedFiles(removedDir);
  }

  /**
   * Clears away what killed runs left behind.
   *
   * @throws CorpusError when there is no corpus folder.
   */
  static async open(folders: CorpusFolders, nowMs: number = Date.now()): Promise<CorpusFolder> {
    const corpus = new CorpusFolder(folders);
    await sweepStaged(await existingFolder(folders.corpusDir), nowMs);
    await corpus.#explaining(() => corpus.#removed.sweep(nowMs));
    return corpus;
  }

  /**
   * Writes a new file. One of the same name gets a number behind it, also where that is gone and was
   * withdrawn or corrected, which would be said of this one too.
   *
   * @returns its path below the corpus folder.
   * @throws CorpusError where no article can be read from such a file, and where the file of corrections
   *   cannot be read.
   */
  async add({ name, bytes }: UploadedFile): Promise<string> {
    const safeName = safeFileName(name, fileKind(name, bytes));
    return this.#explaining(async () => {
      const root = await existingFolder(this.#corpusDir);
      const corrected = await correctedFiles(root);
      await makeFoldersFor(root, `${ADDED_FOLDER}/${safeName}`);
      const staged = await stageBytes(root, bytes);
      try {
        for (let number = 1; ; number++) {
          const filePath = addedPath(safeName, number);
          if (corrected.has(filePath)) continue;
          if (await placeFile(staged, path.join(root, filePath))) return filePath;
        }
      } finally {
        await rm(staged, { force: true });
      }
    });
  }

  /**
   * Finds what `add` has made of a file; null where there is no such file.
   *
   * @throws CorpusError as `add` does.
   */
  async findAdded({ name, bytes }: UploadedFile): Promise<string | null> {
    const safeName = safeFileName(name, fileKind(name, bytes));
    const root = await existingFolder(this.#corpusDir);
    const corrected = await correctedFiles(root);
    for (let number = 1; ; number++) {
      const filePath = addedPath(safeName, number);
      const isThere = existsSync(path.join(root, filePath));
      if (isThere && (await this.holds(filePath, bytes))) return filePath;
      if (!isThere && !corrected.has(filePath)) return null;
    }
  }

  /** Whether a file of the corpus consists of these bytes. */
  async holds(filePath: string, bytes: Uint8Array): Promise<boolean> {
    return this.#explaining(async () => {
      const root = await existingFolder(this.#corpusDir);
      return (await readFile(await findCorpusFile(root, filePath))).equals(bytes);
    });
  }

  /** Whether `remove` has taken out a file at a moment, and no other stands in its place. */
  async hasRemoved(filePath: string, atMs: number): Promise<boolean> {
    if (existsSync(path.join(this.#corpusDir, filePath))) return false;
    const removed = await this.listRemoved();
    return removed.some(
      ({ path: other, removedAtMs }) => other === filePath && removedAtMs === atMs,
    );
  }

  /**
   * Takes a file out of the corpus and keeps it.
   *
   * @param filePath below the corpus folder.
   * @returns the id by which it comes back.
   * @throws CorpusError where the path is not that of a file that may be removed.
   */
  async remove(filePath: string, nowMs: number): Promise<string> {
    return this.#explaining(async () => {
      const root = await existingFolder(this.#corpusDir);
      return this.#removed.take(await findCorpusFile(root, filePath), filePath, nowMs);
    });
  }

  /**
   * Puts a corrected file in the place of the one that there is, which is kept as a removed one is.
   *
   * @param filePath below the corpus folder.
   * @throws CorpusError where the path is not that of a file that may be replaced.
   */
  async replace(filePath: string, bytes: Uint8Array, nowMs: number): Promise<void> {
    await this.#explaining(async () => {
      const root = await existingFolder(this.#corpusDir);
      const file = await findCorpusFile(root, filePath);
      const staged = await stageBytes(root, bytes);
      try {
        const kept = await this.#removed.keepCopy(file, filePath, nowMs);
        try {
          await rename(staged, file);
        } catch (error) {
          await this.#removed.forget(kept);
          throw error;
        }
      } finally {
        await rm(staged, { force: true });
      }
      await syncPath(path.dirname(file));
    });
  }

  /** What is said about the articles as they are now. */
  async corrections(): Promise<Corrections> {
    return readCorrections(await existingFolder(this.#corpusDir));
  }

  /**
   * Says something about an article, in the place of what was said before; null takes that back.
   * Answers go by it at once, without indexing.
   *
   * @throws CorpusError also where the file of corrections cannot be read, which is then left alone.
   */
  async correct(articlePath: string, correction: Correction | null): Promise<void> {
    const change = (): Promise<void> =>
      this.#explaining(async () => {
        const root = await existingFolder(this.#corpusDir);
        // Of two changes at once, by whatever process, one would be lost.
        const lock = await lockCorrections(root);
        try {
          await changeCorrections(root, articlePath, correction);
        } finally {
          lock.release();
        }
      });
    // In the order in which they were asked for.
    const changed = this.#corrected.then(change, change);
    this.#corrected = changed;
    await changed;
  }

  /** What can be restored, newest first. */
  async listRemoved(): Promise<RemovedFile[]> {
    return this.#explaining(() => this.#removed.list());
  }

  /**
   * Puts a removed file back where it stood.
   *
   * @returns its path below the corpus folder.
   * @throws CorpusError where it is not kept any more, or another file has taken its place.
   */
  async restore(id: string): Promise<string> {
    return this.#explaining(async () => {
      const removed = await this.#removed.find(id);
      if (removed === null) {
        throw new CorpusError(
          'the removed file is not kept any more: it was restored or deleted for good; look at the ' +
            'list of removed files',
        );
      }
      const root = await existingFolder(this.#corpusDir);
      const target = await makeFoldersFor(root, removed.path);
      if (!(await putBack(root, this.#removed.fileOf(id, removed.path), target))) {
        throw new CorpusError(
          `the place of ${removed.path} must be free, found another file there; remove that one first`,
        );
      }
      await this.#removed.forget(id);
      return removed.path;
    });
  }

  /**
   * Deletes for good what was removed before a moment.
   *
   * @returns how many files those were.
   */
  async forgetRemovedBefore(timeMs: number): Promise<number> {
    return this.#explaining(async () => {
      const old = (await this.#removed.list()).filter(({ removedAtMs }) => removedAtMs < timeMs);
      for (const { id } of old) await this.#removed.forget(id);
      if (old.length > 0) await syncPath(this.#removed.folder);
      return old.length;
    });
  }

  /** Says of a disk what an operator can do about it. */
  async #explaining<T>(change: () => Promise<T>): Promise<T> {
    try {
      return await change();
    } catch (error) {
      if (isDiskProblem(error)) {
        throw new CorpusError(
          `the corpus in ${this.#corpusDir} cannot be changed: ${messageOf(error)}; nothing is half-written; ` +
            `free some space, or allow writing to it and to ${this.#removed.folder}`,
          { cause: error },
        );
      }
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        throw new CorpusError('somebody else has moved the file a moment ago; look at it again', {
          cause: error,
        });
      }
      throw error;
    }
  }
}

function addedPath(safeName: string, number: number): string {
  return `${ADDED_FOLDER}/${number === 1 ? safeName : numberedFileName(safeName, number)}`;
}

async function correctedFiles(root: string): Promise<ReadonlySet<string>> {
  return new Set([...(await readCorrections(root)).keys()].map(fileOfArticle));
}

async function changeCorrections(
  root: string,
  articlePath: string,
  correction: Correction | null,
): Promise<void> {
  const corrections = new Map(await readCorrections(root));
  if (correction === null) corrections.delete(articlePath);
  else corrections.set(articlePath, correction);
  const text = formatCorrections(corrections);
  // What could not be read again would be worse than none.
  parseCorrections(text);
  const staged = await stageBytes(root, Buffer.from(text));
  await rename(staged, path.join(root, CORRECTIONS_FILE));
  await syncPath(root);
}

/** @returns false where another file stands there. */
async function putBack(root: string, file: string, target: string): Promise<boolean> {
  try {
    if (await placeFile(file, target)) return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    const staged = await stageCopy(root, file);
    try {
      if (await placeFile(staged, target)) return true;
    } finally {
      await rm(staged, { force: true });
    }
  }
  // A run that was killed may have put it back without forgetting it.
  const isFile = (await lstat(target)).isFile();
  return isFile && (await hashFile(target)) === (await hashFile(file));
}

export type { RemovedFile };

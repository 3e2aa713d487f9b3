import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { CorpusError } from '../errors.ts';
import { type Corrections, readCorrections } from './corrections.ts';
import { CORRECTIONS_FILE } from './list-corpus.ts';

/** The corrections of a corpus folder as they are at each moment, read anew only when they change. */
export class WatchedCorrections {
  readonly #corpusDir: string;
  readonly #onProblem: (problem: string) => void;
  #corrections: Corrections | null = null;
  #version: string | null = null;

  /** @param onProblem is told once of a file that can no longer be read; until it can, what it said holds. */
  constructor(corpusDir: string, onProblem: (problem: string) => void = () => {}) {
    this.#corpusDir = corpusDir;
    this.#onProblem = onProblem;
  }

  /**
   * @returns the same map until something changes.
   * @throws CorpusError where the file could never be read.
   */
  async current(): Promise<Corrections> {
    const version = await this.#fileVersion();
    if (this.#corrections !== null && version === this.#version) return this.#corrections;
    try {
      this.#corrections = await readCorrections(this.#corpusDir);
    } catch (error) {
      if (this.#corrections === null || !(error instanceof CorpusError)) throw error;
      this.#onProblem(error.message);
    }
    this.#version = version;
    return this.#corrections;
  }

  async #fileVersion(): Promise<string> {
    const stats = await lstat(path.join(this.#corpusDir, CORRECTIONS_FILE)).catch(() => null);
    return stats === null ? '' : `${stats.ino} ${stats.size} ${stats.mtimeMs}`;
  }
}

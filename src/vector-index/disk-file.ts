import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { IndexError } from '../errors.ts';

/**
 * A file of the index that stays on disk and is read piece by piece, by blocking reads: what is looked
 * at often is in the system's cache, where a piece takes some microseconds. It stays open, so that it
 * can be read on when its generation has been removed, until nothing refers to it any more.
 */
export class DiskFile {
  /** Bytes when it was opened. */
  readonly size: number;
  readonly #path: string;
  readonly #descriptor: number;

  /** @param file whose checksum the caller has verified. */
  constructor(file: string) {
    this.#path = file;
    this.#descriptor = openSync(file, 'r');
    openFiles.register(this, this.#descriptor);
    this.size = fstatSync(this.#descriptor).size;
  }

  /**
   * Fills an array with the bytes from a position on.
   *
   * @returns false when there are fewer.
   */
  read(position: number, array: Uint8Array | Float32Array): boolean {
    const { byteLength } = array;
    return readSync(this.#descriptor, array, 0, byteLength, position) === byteLength;
  }

  /** What to throw when something else is found than what the file had when it was verified. */
  changed(expected: string, found: string): IndexError {
    return new IndexError(
      `${this.#path} must have ${expected}, found ${found}: it was changed while it was in use; ` +
        'rebuild the index with "npm run -s verbatim -- index"',
    );
  }
}

const openFiles = new FinalizationRegistry<number>((descriptor) => closeSync(descriptor));

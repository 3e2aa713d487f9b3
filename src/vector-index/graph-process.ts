import { type ChildProcess, fork } from 'node:child_process';
import { environmentWithoutToken, PROGRAM } from '../config.ts';
import { type Failure, fromFailure, IndexError } from '../errors.ts';

/** What the process that links is told: how far to link, or where to write the graph. */
export type LinkRequest =
  | { readonly kind: 'link'; readonly passages: number }
  | { readonly kind: 'write'; readonly file: string };

/** What the process that links tells the one that started it. */
export type LinkMessage =
  | { readonly kind: 'linked'; readonly passages: number }
  | { readonly kind: 'written' }
  | ({ readonly kind: 'failed' } & Failure);

/**
 * Builds an HNSW graph in a process of its own, while the vectors are still being made: inserting them
 * takes as long as embedding them, the library does so on the thread that calls it, and it can be
 * loaded only once into a process. It ends when this process does.
 */
export class GraphProcess {
  readonly #process: ChildProcess;
  /** Tells why there is no graph where none was written. */
  readonly #closed: Promise<Error>;
  readonly #written: Promise<void>;
  #onLinked: ((passages: number) => void) | undefined;

  /** @param vectorsFile vectors of `dims` 32-bit floats, to which more are being appended. */
  static start(vectorsFile: string, dims: number): GraphProcess {
    return new GraphProcess(
      fork(PROGRAM, ['link', vectorsFile, String(dims)], {
        env: environmentWithoutToken(),
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      }),
    );
  }

  private constructor(child: ChildProcess) {
    this.#process = child;
    this.#closed = new Promise((resolve) => {
      child.on('close', (code, signal) => resolve(describeEnd(code, signal)));
      child.on('error', (error) => {
        // A process that could not be started never closes.
        if (child.pid === undefined) resolve(error);
      });
    });
    this.#written = new Promise((resolve, reject) => {
      child.on('message', (message: LinkMessage) => {
        if (message.kind === 'written') resolve();
        else if (message.kind === 'failed') reject(fromFailure(message));
        else this.#tellLinked(message.passages, reject);
      });
      void this.#closed.then(reject);
    });
    // Whoever waits for the graph is told.
    this.#written.catch(() => {});
  }

  /** So many vectors are on disk and can be linked. */
  linkUpTo(passages: number): void {
    this.#send({ kind: 'link', passages });
  }

  /**
   * Writes the graph of the vectors that were told of, once they are linked.
   *
   * @param onLinked called with the number of passages that are linked; what it throws ends the waiting.
   * @throws IndexError when the disk is full.
   */
  async write(file: string, onLinked: (passages: number) => void): Promise<void> {
    this.#onLinked = onLinked;
    this.#send({ kind: 'write', file });
    await this.#written;
  }

  /** Ends the process, whatever it is doing; when this resolves it writes nothing any more. */
  async end(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#closed;
  }

  #send(request: LinkRequest): void {
    // Where it cannot be sent the process is gone, which whoever waits for the graph is told.
    this.#process.send(request, () => {});
  }

  #tellLinked(passages: number, reject: (reason: unknown) => void): void {
    try {
      this.#onLinked?.(passages);
    } catch (error) {
      reject(error);
    }
  }
}

function describeEnd(code: number | null, signal: NodeJS.Signals | null): Error {
  return signal === null
    ? new Error(`the process that links passages ended with code ${code} and without a word`)
    : new IndexError(
        `the process that links passages was ended by ${signal}, as happens when memory runs out; the ` +
          'index is as it was; free some memory and index again',
      );
}

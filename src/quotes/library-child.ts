import { type ChildProcess, fork } from 'node:child_process';
import { type Config, environmentWithoutToken, PROGRAM } from '../config.ts';
import { fromFailure } from '../errors.ts';
import type { LibraryOverview } from './library.ts';
import type { LibraryMessage, LibraryRequest } from './library-messages.ts';

/** The settings that a library process is told; it finds the others in the environment. */
export type LibraryConfig = Pick<Config, 'corpusDir' | 'indexDir' | 'embeddingModel'>;

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The process ended before it replied. */
export class ProcessDeath extends Error {
  override name = 'ProcessDeath';
}

interface Call {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One process that has model and index open. It ends by itself when this process does. */
export class LibraryChild {
  /** Rejects with an OperatorError that can be shown, with a bug, or with a ProcessDeath. */
  readonly opened: Promise<LibraryOverview>;
  /** Resolves when the process is gone, and every call of it has been settled. */
  readonly closed: Promise<ProcessEnd>;
  readonly #process: ChildProcess;
  readonly #calls = new Map<number, Call>();
  #lastId = 0;
  #isAlive = true;
  #isRetired = false;
  #isEnded = false;

  static start({ corpusDir, indexDir, embeddingModel }: LibraryConfig): LibraryChild {
    const args = ['library', '--corpus', corpusDir, '--index', indexDir, '--model', embeddingModel];
    return new LibraryChild(
      fork(PROGRAM, args, {
        env: environmentWithoutToken(),
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      }),
    );
  }

  private constructor(child: ChildProcess) {
    this.#process = child;
    // Not `exit`, which may come before the last message does.
    this.closed = new Promise((resolve) => {
      const close = (code: number | null, signal: NodeJS.Signals | null): void => {
        this.#isAlive = false;
        for (const { reject } of this.#calls.values()) reject(new ProcessDeath(describe(signal)));
        this.#calls.clear();
        resolve({ code, signal });
      };
      child.on('close', close).on('error', () => {
        // A process that could not be started never closes.
        if (child.pid === undefined) close(null, null);
      });
    });
    this.opened = new Promise((resolve, reject) => {
      child.on('message', (message: LibraryMessage) => {
        if (message.kind === 'opened') resolve(message.overview);
        else if (message.kind === 'failed') reject(fromFailure(message));
        else this.#settle(message);
      });
      void this.closed.then(({ signal }) => reject(new ProcessDeath(describe(signal))));
    });
  }

  /** Zero where the process could not be started. */
  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Whether the process was meant to end. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** @returns what the method returns; rejects with a ProcessDeath where the process ends first. */
  call(method: LibraryRequest['method'], args: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (!this.#isAlive) throw new ProcessDeath('the library process is gone');
      const id = (this.#lastId += 1);
      this.#calls.set(id, { resolve, reject });
      const request: LibraryRequest = { id, method, args };
      // Where it cannot be sent the process is gone, and closes in a moment.
      this.#process.send(request, () => {});
    });
  }

  /** Ends the process as soon as no call waits for it. */
  retire(): void {
    this.#isRetired = true;
    if (this.#calls.size === 0) this.end();
  }

  /** Ends the process at once, which has nothing to lose. */
  end(): void {
    this.#isEnded = true;
    this.kill();
  }

  /** Ends the process at once, as if it had died. */
  kill(): void {
    this.#process.kill('SIGKILL');
  }

  #settle(message: Extract<LibraryMessage, { id: number }>): void {
    const call = this.#calls.get(message.id);
    this.#calls.delete(message.id);
    if (message.kind === 'result') call?.resolve(message.result);
    else call?.reject(fromFailure(message));
    if (this.#isRetired && this.#calls.size === 0) this.end();
  }
}

function describe(signal: NodeJS.Signals | null): string {
  return signal === null
    ? 'the library process ended without a word'
    : `the library process was ended by ${signal}; it may have run out of memory`;
}

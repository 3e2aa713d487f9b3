import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { LibraryOverview } from './library.ts';
import {
  LibraryChild,
  type LibraryConfig,
  ProcessDeath,
  type ProcessEnd,
} from './library-child.ts';
import { StartLimit } from './start-limit.ts';

/** What happens to the process behind a library. */
export type LibraryEvent =
  | { readonly kind: 'opened'; readonly pid: number; readonly overview: LibraryOverview }
  | ({ readonly kind: 'died'; readonly pid: number } & ProcessEnd)
  /** No process could be started; the next try is made when something is asked. */
  | { readonly kind: 'failed'; readonly error: Error };

/** Keeps one library process open: replaces one that dies, and one whose index is out of date. */
export class LibraryKeeper {
  readonly #config: LibraryConfig;
  readonly #onEvent: (event: LibraryEvent) => void;
  /** Those that have not ended: two while one takes the place of the other. */
  readonly #children = new Set<LibraryChild>();
  readonly #closing = new AbortController();
  readonly #limit = new StartLimit();
  /** Starts one after another, so that the last one to take its place has the newest index. */
  readonly #inTurn = pLimit(1);
  #child: LibraryChild | null = null;
  #opening: Promise<void> | null = null;

  constructor(config: LibraryConfig, onEvent: (event: LibraryEvent) => void) {
    this.#config = config;
    this.#onEvent = onEvent;
  }

  /** The process to ask; null until one is open. */
  get child(): LibraryChild | null {
    return this.#child;
  }

  /** Aborted, with the reason, when the library is closed. */
  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  /** Opens a process unless there is one; the same promise for all who ask meanwhile. */
  open(): Promise<void> {
    this.#opening ??= this.#openUnlessOpen();
    return this.#opening;
  }

  /** Opens a process with the current index and puts it in the place of the one that there is. */
  reload(): Promise<LibraryOverview> {
    return this.#inTurn(() => this.#start());
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the library is closed'));
    for (const child of this.#children) child.end();
    await Promise.all([...this.#children].map(({ closed }) => closed));
  }

  async #openUnlessOpen(): Promise<void> {
    try {
      await this.#inTurn(async () => {
        if (this.#child === null) await this.#start();
      });
      this.#opening = null;
    } catch (error) {
      // Before anybody is told, since whoever is told may ask again.
      this.#opening = null;
      if (!this.closed.aborted) this.#onEvent({ kind: 'failed', error: error as Error });
      throw error;
    }
  }

  async #start(): Promise<LibraryOverview> {
    for (;;) {
      await sleep(this.#limit.pauseMs(), undefined, { signal: this.closed }).catch(() => {});
      this.closed.throwIfAborted();
      const child = LibraryChild.start(this.#config);
      this.#children.add(child);
      void child.closed.then((end) => this.#noticeEnd(child, end));
      try {
        const overview = await child.opened;
        this.#child?.retire();
        this.#child = child;
        this.#onEvent({ kind: 'opened', pid: child.pid, overview });
        return overview;
      } catch (error) {
        // One that died while opening may do better the next time.
        if (error instanceof ProcessDeath) continue;
        this.#limit.countFailure();
        child.end();
        throw error;
      }
    }
  }

  #noticeEnd(child: LibraryChild, end: ProcessEnd): void {
    this.#children.delete(child);
    if (this.#child === child) this.#child = null;
    if (child.isEnded) return;
    this.#limit.countFailure();
    this.#onEvent({ kind: 'died', pid: child.pid, ...end });
  }
}

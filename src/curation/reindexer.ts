import type { Config } from '../config.ts';
import { messageOf, OperatorError } from '../errors.ts';
import type { IndexSummary } from '../retrieval/index-corpus.ts';
import { type BackgroundIndexing, indexInBackground } from '../retrieval/index-in-background.ts';
import type { IndexProgress } from '../retrieval/progress.ts';

/** Whoever had something done; the id is null where the program did it by itself. */
export interface Actor {
  readonly id: string | null;
  readonly name: string;
}

/** An indexing run that is under way. */
export interface RunningIndexing {
  readonly startedBy: Actor;
  /** Milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly full: boolean;
}

/** How a run ended. In the last two cases the index is as it was before. */
export type IndexingOutcome =
  | { readonly kind: 'done'; readonly summary: IndexSummary; readonly ms: number }
  /** By whom; null where the program ends. */
  | { readonly kind: 'cancelled'; readonly by: Actor | null }
  | { readonly kind: 'failed'; readonly reason: string };

/** There is a run already, and there is only one at a time. */
export class AlreadyIndexingError extends Error {
  override name = 'AlreadyIndexingError';
  readonly running: RunningIndexing;

  constructor(running: RunningIndexing) {
    super('the corpus is being indexed already');
    this.running = running;
  }
}

export interface ReindexerOptions {
  readonly config: Pick<Config, 'corpusDir' | 'indexDir' | 'embeddingModel'>;
  /** Makes the new index the one that questions are answered from. */
  readonly reload: () => Promise<unknown>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A bug in indexing; operators' mistakes come with the outcome. */
  readonly onError: (error: unknown) => void;
}

/** Indexes the corpus in the background, one run at a time, and puts the new index into use. */
export class Reindexer {
  readonly #options: ReindexerOptions;
  #running: RunningIndexing | null = null;
  #indexing: BackgroundIndexing | null = null;
  #ended: Promise<IndexingOutcome> | null = null;
  #cancelled: { readonly by: Actor | null } | null = null;
  #isClosed = false;

  constructor(options: ReindexerOptions) {
    this.#options = options;
  }

  get running(): RunningIndexing | null {
    return this.#running;
  }

  /**
   * Begins a run, which is cancelled at once where the program is about to end.
   *
   * @returns how it ended; never rejects.
   * @throws AlreadyIndexingError at once when there is a run already.
   */
  start(
    startedBy: Actor,
    options: { readonly full: boolean; readonly onProgress?: (progress: IndexProgress) => void },
  ): Promise<IndexingOutcome> {
    if (this.#running !== null) throw new AlreadyIndexingError(this.#running);
    if (this.#isClosed) return Promise.resolve({ kind: 'cancelled', by: null });
    this.#running = { startedBy, startedAtMs: this.#options.now(), full: options.full };
    this.#cancelled = null;
    this.#ended = this.#run(options).finally(() => {
      this.#running = null;
      this.#indexing = null;
    });
    return this.#ended;
  }

  /** Resolves when no run is under way. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#ended;
  }

  /**
   * Ends the run that is under way and leaves the index as it was.
   *
   * @returns how the run ended, which may have been just before; null where there is none.
   */
  async cancel(by: Actor): Promise<IndexingOutcome | null> {
    return this.#end(by);
  }

  /** Ends the run that is under way, and lets no other begin. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#end(null);
  }

  async #end(by: Actor | null): Promise<IndexingOutcome | null> {
    if (this.#running === null) return null;
    this.#cancelled ??= { by };
    await this.#indexing?.cancel();
    return this.#ended;
  }

  async #run(options: {
    readonly full: boolean;
    readonly onProgress?: (progress: IndexProgress) => void;
  }): Promise<IndexingOutcome> {
    const { config, reload, onError } = this.#options;
    const startedMs = performance.now();
    try {
      this.#indexing = indexInBackground(config, options);
      const summary = await this.#indexing.finished;
      if (summary.rebuilt) await reload();
      return { kind: 'done', summary, ms: Math.round(performance.now() - startedMs) };
    } catch (error) {
      if (this.#cancelled !== null) return { kind: 'cancelled', by: this.#cancelled.by };
      if (!(error instanceof OperatorError)) onError(error);
      return { kind: 'failed', reason: messageOf(error) };
    }
  }
}

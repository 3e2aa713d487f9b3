import type { CalendarDate } from '../corpus/calendar-date.ts';
import type { UploadedFile } from '../curation/corpus-folder.ts';
import type { FilePreview } from '../curation/preview-file.ts';
import type { CorpusFileLabel } from '../curation/suggest-files.ts';
import type { CorpusState } from '../retrieval/sources.ts';
import type { CheckOptions } from '../check/quote-checker.ts';
import type { AskOptions } from './answer-question.ts';
import type { QuoteCheck } from './check-quote.ts';
import type { ChangedPassage, EarlierQuote } from './compare-versions.ts';
import type {
  DateKind,
  ExcerptReference,
  Library,
  LibraryOverview,
  SourcesPage,
  SourcesQuery,
  Surroundings,
} from './library.ts';
import { type LibraryChild, type LibraryConfig, ProcessDeath } from './library-child.ts';
import { type LibraryEvent, LibraryKeeper } from './library-keeper.ts';
import type { Timeline, TimelineOptions } from './make-timeline.ts';
import type { Answer, Excerpt } from './quote.ts';
import { RequestQueue, type WaitingRequest } from './request-queue.ts';

export type { LibraryEvent };

export interface LibraryProcessOptions {
  /** A request that could not be begun by then is rejected with a BusyError; 12,000 by default. */
  readonly maxWaitMs?: number;
  /** A process that takes longer for one request is taken for stuck, and ended; 60,000 by default. */
  readonly maxWorkMs?: number;
  readonly onEvent?: (event: LibraryEvent) => void;
}

const DEFAULT_MAX_WAIT_MS = 12_000;
const DEFAULT_MAX_WORK_MS = 60_000;

/**
 * A library in a process of its own, since embedding blocks the event loop and the native libraries
 * can be loaded only once into a process. Requests are begun one at a time, in the order of
 * `RequestQueue`. When the process dies another takes its place: what it was asked is asked once
 * more, and what waits goes on waiting.
 */
export class LibraryProcess implements Library {
  /**
   * Resolves when the library is open for the first time, which takes as long as building the index
   * where there is none. Rejects with an OperatorError that can be shown, or with a bug.
   */
  readonly ready: Promise<void>;
  readonly #queue: RequestQueue;
  readonly #keeper: LibraryKeeper;
  readonly #maxWorkMs: number;
  /** Whether a request has been taken from the queue and is not settled. */
  #isWorking = false;
  /** Requests that a process has died of; they are not asked a third time. */
  readonly #repeated = new WeakSet<WaitingRequest>();

  /** Ask at once, or wait until it is `ready`. */
  static start(config: LibraryConfig, options: LibraryProcessOptions = {}): LibraryProcess {
    return new LibraryProcess(config, options);
  }

  private constructor(config: LibraryConfig, options: LibraryProcessOptions) {
    this.#queue = new RequestQueue(options.maxWaitMs ?? DEFAULT_MAX_WAIT_MS);
    this.#maxWorkMs = options.maxWorkMs ?? DEFAULT_MAX_WORK_MS;
    this.#keeper = new LibraryKeeper(config, (event) => {
      if (event.kind === 'failed') this.#queue.rejectAll(event.error);
      else this.#workOn();
      options.onEvent?.(event);
    });
    this.ready = this.#keeper.open();
    // Whoever asks is told as well, so that nobody has to look at `ready`.
    this.ready.catch(() => {});
  }

  /** Requests that have not been begun. */
  get queueLength(): number {
    return this.#queue.length;
  }

  answer(question: string, options?: AskOptions): Promise<Answer> {
    return this.#ask('answer', question, options);
  }

  checkQuote(text: string, options?: CheckOptions): Promise<QuoteCheck> {
    return this.#ask('checkQuote', text, options);
  }

  timeline(topic: string, options?: TimelineOptions): Promise<Timeline> {
    return this.#ask('timeline', topic, options);
  }

  excerpts(references: readonly ExcerptReference[]): Promise<(Excerpt | null)[]> {
    return this.#ask('excerpts', references);
  }

  surroundings(reference: ExcerptReference): Promise<Surroundings | null> {
    return this.#ask('surroundings', reference);
  }

  sources(query: SourcesQuery): Promise<SourcesPage> {
    return this.#ask('sources', query);
  }

  overview(): Promise<LibraryOverview> {
    return this.#ask('overview');
  }

  suggestOutlets(typed: string, limit: number): Promise<string[]> {
    return this.#ask('suggestOutlets', typed, limit);
  }

  suggestDates(kind: DateKind, typed: string, limit: number): Promise<CalendarDate[]> {
    return this.#ask('suggestDates', kind, typed, limit);
  }

  pendingChanges(): Promise<CorpusState> {
    return this.#ask('pendingChanges');
  }

  suggestFiles(typed: string, limit: number): Promise<CorpusFileLabel[]> {
    return this.#ask('suggestFiles', typed, limit);
  }

  compareVersions(
    path: string,
    bytes: Uint8Array | null,
    quotes: readonly EarlierQuote[],
  ): Promise<(ChangedPassage | null)[]> {
    return this.#ask('compareVersions', path, bytes, quotes);
  }

  preview(file: UploadedFile): Promise<FilePreview> {
    return this.#ask('preview', file);
  }

  groupQuestions(questions: readonly string[]): Promise<number[][]> {
    return this.#ask('groupQuestions', questions);
  }

  /**
   * Goes over to the current generation of the index. A new process opens it and takes the place of
   * the old one, which answers until then, and goes on where the new one fails.
   */
  reload(): Promise<LibraryOverview> {
    return this.#keeper.reload();
  }

  /** Ends the process and rejects what has not been answered. */
  async close(): Promise<void> {
    const closed = this.#keeper.close();
    this.#queue.rejectAll(this.#keeper.closed.reason as Error);
    await closed;
  }

  #ask<M extends keyof Library>(
    method: M,
    ...args: Parameters<Library[M]>
  ): Promise<Awaited<ReturnType<Library[M]>>> {
    return new Promise((resolve, reject) => {
      this.#keeper.closed.throwIfAborted();
      // The result is that of the method of the same name.
      this.#queue.add({ method, args, resolve: resolve as (result: unknown) => void, reject });
      this.#workOn();
    });
  }

  /** Begins the next request, unless one has been begun, or sees that there is a process for it. */
  #workOn(): void {
    const { child } = this.#keeper;
    if (this.#isWorking || this.#keeper.closed.aborted) return;
    if (child === null) {
      // What waits is rejected when that fails.
      this.#keeper.open().catch(() => {});
      return;
    }
    const request = this.#queue.take();
    if (request === undefined) return;
    this.#isWorking = true;
    void this.#work(child, request);
  }

  async #work(child: LibraryChild, request: WaitingRequest): Promise<void> {
    const stuck = setTimeout(() => child.kill(), this.#maxWorkMs);
    try {
      request.resolve(await child.call(request.method, request.args));
    } catch (error) {
      // When a process dies, the keeper has to notice before it is asked for another one.
      if (error instanceof ProcessDeath) await child.closed;
      this.#settleFailure(request, error as Error);
    } finally {
      clearTimeout(stuck);
      this.#isWorking = false;
      this.#workOn();
    }
  }

  #settleFailure(request: WaitingRequest, error: Error): void {
    const { closed } = this.#keeper;
    if (closed.aborted) request.reject(closed.reason as Error);
    else if (!(error instanceof ProcessDeath) || this.#repeated.has(request)) request.reject(error);
    else {
      this.#repeated.add(request);
      this.#queue.putBack(request);
    }
  }
}

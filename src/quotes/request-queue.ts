import { BusyError, type Library } from './library.ts';

/** A call of a library's method that has not been answered. */
export interface WaitingRequest {
  readonly method: keyof Library;
  readonly args: readonly unknown[];
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Those that embed text, read files or go through many articles. */
const SLOW_METHODS = new Set<keyof Library>([
  'answer',
  'checkQuote',
  'groupQuestions',
  'pendingChanges',
  'preview',
  'timeline',
]);

interface Entry {
  readonly request: WaitingRequest;
  /** Gives the request up; none where it was begun once. */
  readonly timer?: NodeJS.Timeout;
}

/**
 * Requests in the order in which they are to be begun: look-ups, which take next to no time, before
 * answers; among each the one that came first. One that waits too long is given up.
 */
export class RequestQueue {
  readonly #lookUps: Entry[] = [];
  readonly #answers: Entry[] = [];
  readonly #maxWaitMs: number;

  constructor(maxWaitMs: number) {
    this.#maxWaitMs = maxWaitMs;
  }

  get length(): number {
    return this.#lookUps.length + this.#answers.length;
  }

  /** Rejects the request with a BusyError unless it is taken in time. */
  add(request: WaitingRequest): void {
    const list = this.#listOf(request);
    const giveUp = (): void => {
      list.splice(list.indexOf(entry), 1);
      request.reject(new BusyError(`the request could not be begun in ${this.#maxWaitMs} ms`));
    };
    const entry: Entry = { request, timer: setTimeout(giveUp, this.#maxWaitMs) };
    list.push(entry);
  }

  /** Puts back what was taken and has to be begun again, before all others of its kind. */
  putBack(request: WaitingRequest): void {
    this.#listOf(request).unshift({ request });
  }

  take(): WaitingRequest | undefined {
    const entry = this.#lookUps.shift() ?? this.#answers.shift();
    clearTimeout(entry?.timer);
    return entry?.request;
  }

  rejectAll(error: Error): void {
    for (let request = this.take(); request !== undefined; request = this.take()) {
      request.reject(error);
    }
  }

  #listOf({ method }: WaitingRequest): Entry[] {
    return SLOW_METHODS.has(method) ? this.#answers : this.#lookUps;
  }
}

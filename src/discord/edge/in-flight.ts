import { setTimeout as sleep } from 'node:timers/promises';

/** Work that has begun and is to be finished before the program ends. */
export class InFlight {
  readonly #work = new Set<Promise<void>>();

  /** @param work must not reject. */
  add(work: Promise<void>): void {
    this.#work.add(work);
    void work.finally(() => this.#work.delete(work));
  }

  /** Waits until everything is done, also what is added meanwhile, but no longer than `limitMs`. */
  async finished(limitMs: number): Promise<void> {
    const limit = new AbortController();
    const timeIsUp = sleep(limitMs, undefined, { signal: limit.signal }).catch(() => {});
    const isDone = (): boolean => this.#work.size === 0 || limit.signal.aborted;
    void timeIsUp.then(() => limit.abort());
    while (!isDone()) await Promise.race([timeIsUp, Promise.all(this.#work)]);
    limit.abort();
  }
}

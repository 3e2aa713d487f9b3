/** After so many failures within a minute nothing is started. */
const MAX_FAILURES = 5;
const WITHIN_MS = 60_000;
/** Pause before the start after a second failure; twice as long after each more. */
const FIRST_PAUSE_MS = 250;

/** Keeps a process that fails again and again from being started all the time. */
export class StartLimit {
  #failuresMs: number[] = [];

  /** Counts a failed start, or a process that died. */
  countFailure(): void {
    this.#failuresMs.push(performance.now());
  }

  /**
   * How long the next start has to wait; after a single failure it need not.
   *
   * @throws Error when there were too many failures.
   */
  pauseMs(): number {
    const since = performance.now() - WITHIN_MS;
    this.#failuresMs = this.#failuresMs.filter((timeMs) => timeMs > since);
    const failures = this.#failuresMs.length;
    if (failures >= MAX_FAILURES) {
      throw new Error(
        `the library process failed ${failures} times within a minute and is left alone for now`,
      );
    }
    return failures < 2 ? 0 : FIRST_PAUSE_MS * 2 ** (failures - 2);
  }
}

/** The time of a stand-in: the real one, and what a test has let pass besides. */
export class Clock {
  #aheadMs = 0;

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now() + this.#aheadMs;
  }

  advance(durationMs: number): void {
    this.#aheadMs += durationMs;
  }
}

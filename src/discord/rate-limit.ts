const WINDOW_MS = 60_000;

/** Whether one more was granted; if not, after how many milliseconds it is worth another try. */
export type Slot =
  { readonly allowed: true } | { readonly allowed: false; readonly retryAfterMs: number };

/** So many a minute and key, in any minute: a sliding window. What is refused does not count. */
export class RateLimit {
  readonly #perMinute: number;
  readonly #now: () => number;
  /** When each key was granted something within the last minute, oldest first. */
  readonly #takenMs = new Map<string, number[]>();
  #sweptMs: number;

  /**
   * @param options.perMinute 0 for no limit.
   * @param options.now milliseconds of a clock that never goes back, such as `performance.now`.
   */
  constructor({ perMinute, now }: { readonly perMinute: number; readonly now: () => number }) {
    this.#perMinute = perMinute;
    this.#now = now;
    this.#sweptMs = now();
  }

  /** @param perMinute where another limit holds for this key than for most. */
  tryTake(key: string, perMinute: number = this.#perMinute): Slot {
    if (perMinute === 0) return { allowed: true };
    const now = this.#now();
    this.#sweep(now);
    const recent = (this.#takenMs.get(key) ?? []).filter((takenMs) => takenMs > now - WINDOW_MS);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= perMinute) {
      return { allowed: false, retryAfterMs: oldest + WINDOW_MS - now };
    }
    this.#takenMs.set(key, [...recent, now]);
    return { allowed: true };
  }

  /** Once a minute, so that no timer is needed and no key stays longer than two. */
  #sweep(now: number): void {
    if (now - this.#sweptMs < WINDOW_MS) return;
    this.#sweptMs = now;
    for (const [key, takenMs] of this.#takenMs) {
      if ((takenMs.at(-1) ?? 0) <= now - WINDOW_MS) this.#takenMs.delete(key);
    }
  }
}

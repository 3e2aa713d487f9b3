/** Two processes hear of the same thing at about the same time. */
const REMEMBERED_MS = 10_000;

interface Arrival {
  readonly name: string;
  readonly atMs: number;
  readonly work: () => void;
}

/**
 * What arrives from Discord, on its way to being answered. While one process takes the place of another
 * both are connected and hear of everything; between the two of them it is answered once.
 */
export class Intake {
  #state: 'waiting' | 'open' | 'closed' = 'waiting';
  #arrivals: Arrival[] = [];
  /** What another process has taken on, and may arrive here later than there. */
  #taken: ReadonlySet<string> = new Set();

  /** @param name the same in both processes, and for nothing else. */
  take(name: string, work: () => void): void {
    const atMs = performance.now();
    this.#arrivals = this.#arrivals.filter((arrival) => arrival.atMs > atMs - REMEMBERED_MS);
    if (this.#state === 'closed' || this.#taken.has(name)) return;
    this.#arrivals.push({ name, atMs, work });
    if (this.#state === 'open') work();
  }

  /**
   * Takes everything on from now on, and what arrived while this waited.
   *
   * @param taken what the process before has taken on; null where nobody knows, so that of what
   *   arrived before nothing is answered twice.
   */
  open(taken: ReadonlySet<string> | null): void {
    this.#state = 'open';
    const waiting = taken === null ? [] : this.#arrivals;
    this.#taken = taken ?? new Set();
    for (const { name, work } of waiting) if (!this.#taken.has(name)) work();
  }

  /** Leaves everything to another process from now on, which is to be told what is returned. */
  close(): string[] {
    this.#state = 'closed';
    return this.#arrivals.map(({ name }) => name);
  }
}

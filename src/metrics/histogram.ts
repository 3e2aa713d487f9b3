import type { Metric } from './exposition.ts';

/** Counts how many of the values that were observed lie up to each of some bounds. */
export class Histogram {
  readonly #name: string;
  readonly #help: string;
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;

  /** @param bounds in rising order; what lies beyond the last one counts as well. */
  constructor(name: string, help: string, bounds: readonly number[]) {
    this.#name = name;
    this.#help = help;
    this.#bounds = [...bounds, Infinity];
    this.#counts = this.#bounds.map(() => 0);
  }

  observe(value: number): void {
    this.#sum += value;
    // Each bucket holds those before it.
    for (const [position, bound] of this.#bounds.entries()) {
      if (value <= bound) this.#counts[position]! += 1;
    }
  }

  metric(): Metric {
    const buckets = this.#bounds.map((bound, position) => ({
      suffix: '_bucket',
      labels: { le: bound === Infinity ? '+Inf' : String(bound) },
      value: this.#counts[position]!,
    }));
    return {
      name: this.#name,
      type: 'histogram',
      help: this.#help,
      samples: [
        ...buckets,
        { suffix: '_sum', value: this.#sum },
        { suffix: '_count', value: this.#counts.at(-1)! },
      ],
    };
  }
}

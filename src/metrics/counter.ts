import type { Metric } from './exposition.ts';

type Labels = Readonly<Record<string, string>>;

/** Counts events by their labels. Every combination begins at 0, so that the first event shows. */
export class Counter {
  readonly #name: string;
  readonly #help: string;
  readonly #counts: Map<string, { readonly labels: Labels; value: number }>;

  /** @param combinations all labels that `add` is ever called with. */
  constructor(name: string, help: string, combinations: readonly Labels[] = [{}]) {
    this.#name = name;
    this.#help = help;
    this.#counts = new Map(combinations.map((labels) => [keyOf(labels), { labels, value: 0 }]));
  }

  add(labels: Labels = {}): void {
    const count = this.#counts.get(keyOf(labels));
    if (count === undefined) throw new Error(`${this.#name} has no ${keyOf(labels)}`);
    count.value += 1;
  }

  metric(): Metric {
    // Copies, as the counts go on.
    const samples = [...this.#counts.values()].map((count) => ({ ...count }));
    return { name: this.#name, type: 'counter', help: this.#help, samples };
  }
}

/** Labels are always given in the same order. */
function keyOf(labels: Labels): string {
  return JSON.stringify(labels);
}

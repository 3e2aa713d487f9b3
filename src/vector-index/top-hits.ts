/** A passage with a score that rises with its fitness. */
interface Scored {
  readonly passage: number;
  readonly score: number;
}

/**
 * Keeps the best `limit` of many scored passages: a binary heap with the worst of them on top, so
 * that most passages cost one comparison. Ties go to the passage that comes first in the index.
 */
export class TopHits {
  readonly #limit: number;
  readonly #heap: Scored[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  offer(passage: number, score: number): void {
    const heap = this.#heap;
    if (heap.length < this.#limit) {
      heap.push({ passage, score });
      this.#siftUp(heap.length - 1);
      return;
    }
    const worst = heap[0];
    // Nearly all passages end here, so nothing is made for them.
    if (worst === undefined || score < worst.score) return;
    if (score > worst.score || passage < worst.passage) {
      heap[0] = { passage, score };
      this.#siftDown(0);
    }
  }

  /** A later passage has to score more than this to be kept; -Infinity while there is room. */
  get floor(): number {
    return this.#heap.length < this.#limit ? -Infinity : (this.#heap[0]?.score ?? Infinity);
  }

  /** Best first. */
  sorted(): Scored[] {
    return [...this.#heap].sort((a, b) => b.score - a.score || a.passage - b.passage);
  }

  #siftUp(start: number): void {
    let child = start;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!isWorse(this.#heap[child]!, this.#heap[parent]!)) return;
      this.#swap(child, parent);
      child = parent;
    }
  }

  #siftDown(start: number): void {
    const heap = this.#heap;
    let parent = start;
    for (;;) {
      const left = 2 * parent + 1;
      let worst = parent;
      for (const child of [left, left + 1]) {
        if (child < heap.length && isWorse(heap[child]!, heap[worst]!)) worst = child;
      }
      if (worst === parent) return;
      this.#swap(parent, worst);
      parent = worst;
    }
  }

  #swap(a: number, b: number): void {
    const heap = this.#heap;
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  }
}

function isWorse(a: Scored, b: Scored): boolean {
  return a.score < b.score || (a.score === b.score && a.passage > b.passage);
}

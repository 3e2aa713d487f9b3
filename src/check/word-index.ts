import type { TextRange } from '../corpus/article.ts';
import { rangesBetween } from '../corpus/text-ranges.ts';
import type { ArticleTable } from '../vector-index/article-table.ts';
import { scanWords } from './words.ts';

/** Between two segments, so that no run of words goes across. */
const GAP = 0;
const MIN_BUCKET_BITS = 10;
const MAX_BUCKET_BITS = 24;
const PAIR_FACTOR = 0x9e3779b1;

/** A part of an article that is quoted as it stands: what lies between two excluded ranges. */
export interface Segment extends TextRange {
  /** Position among the articles. */
  readonly article: number;
  /** Position of its first word among all words. */
  readonly firstWord: number;
}

/**
 * All words of the articles in order, as keys, with the places of every pair of neighbours. Takes
 * about ten bytes a word; texts stay where they are.
 */
export class WordIndex {
  readonly segments: readonly Segment[];
  /** Keys in the order of the texts, with a 0 behind each segment. */
  readonly #keys: Uint32Array;
  /** The pairs with hash b begin at `#pairs[#bucketStarts[b]]` up to those of the next hash. */
  readonly #bucketStarts: Uint32Array;
  readonly #pairs: Uint32Array;
  readonly #bucketShift: number;

  /** Reads all articles once, some 100 ms for ten million characters. */
  constructor(articles: ArticleTable) {
    const segments: Segment[] = [];
    let keys = new Uint32Array(1024);
    let size = 0;
    const add = (key: number): void => {
      if (size === keys.length) {
        const larger = new Uint32Array(size * 2);
        larger.set(keys);
        keys = larger;
      }
      keys[size] = key;
      size += 1;
    };
    for (let article = 0; article < articles.size; article++) {
      const { text, excluded } = articles.at(article);
      for (const range of rangesBetween(excluded, text.length)) {
        const firstWord = size;
        scanWords(text, range, add);
        if (size === firstWord) continue;
        segments.push({ article, ...range, firstWord });
        add(GAP);
      }
    }
    this.segments = segments;
    this.#keys = keys.slice(0, size);
    const bits = Math.ceil(Math.log2(size + 1));
    this.#bucketShift = 32 - Math.min(MAX_BUCKET_BITS, Math.max(MIN_BUCKET_BITS, bits));
    this.#bucketStarts = this.#countPairs();
    this.#pairs = this.#sortPairs();
  }

  get size(): number {
    return this.#keys.length;
  }

  /** The key of the word at a position; 0 behind the last word of a segment and out of bounds. */
  keyAt(position: number): number {
    return this.#keys[position] ?? GAP;
  }

  /** Where a word stands, in order. Looks at all words. */
  *placesOf(key: number): Generator<number> {
    for (let at = this.#keys.indexOf(key); at >= 0; at = this.#keys.indexOf(key, at + 1)) yield at;
  }

  /** At least as many as there are places of a pair of neighbours, and hardly more. */
  countPair(first: number, second: number): number {
    const bucket = this.#bucketOf(first, second);
    return this.#bucketStarts[bucket + 1]! - this.#bucketStarts[bucket]!;
  }

  /** The positions of the first words of a pair of neighbours, in order. */
  *placesOfPair(first: number, second: number): Generator<number> {
    const bucket = this.#bucketOf(first, second);
    const end = this.#bucketStarts[bucket + 1]!;
    for (let pair = this.#bucketStarts[bucket]!; pair < end; pair++) {
      const position = this.#pairs[pair]!;
      if (this.#keys[position] === first && this.#keys[position + 1] === second) yield position;
    }
  }

  /** The segment that the word at a position stands in. */
  segmentAt(position: number): Segment {
    let low = 0;
    let high = this.segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.segments[middle]!.firstWord <= position) low = middle;
      else high = middle - 1;
    }
    return this.segments[low]!;
  }

  #bucketOf(first: number, second: number): number {
    const mixed = Math.imul(first ^ Math.imul(second, PAIR_FACTOR), PAIR_FACTOR);
    return (mixed ^ (mixed >>> 15)) >>> this.#bucketShift;
  }

  #countPairs(): Uint32Array {
    const starts = new Uint32Array(2 ** (32 - this.#bucketShift) + 1);
    this.#eachPair((bucket) => {
      starts[bucket + 1]! += 1;
    });
    for (let bucket = 1; bucket < starts.length; bucket++) starts[bucket]! += starts[bucket - 1]!;
    return starts;
  }

  #sortPairs(): Uint32Array {
    const next = this.#bucketStarts.slice();
    const pairs = new Uint32Array(next.at(-1)!);
    this.#eachPair((bucket, position) => {
      pairs[next[bucket]!] = position;
      next[bucket]! += 1;
    });
    return pairs;
  }

  #eachPair(visit: (bucket: number, position: number) => void): void {
    for (let position = 0; position + 1 < this.#keys.length; position++) {
      const first = this.#keys[position]!;
      const second = this.#keys[position + 1]!;
      if (first !== GAP && second !== GAP) visit(this.#bucketOf(first, second), position);
    }
  }
}

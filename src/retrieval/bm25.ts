import type { MatchedTerm } from './term-dictionary.ts';
import type { TermMatch } from './spellings.ts';

/** BM25's saturation of term frequency and its correction for length (Robertson and Zaragoza 2009). */
const K1 = 1.2;
const B = 0.75;
/** Matches from this weight on mean the same as the term, and make it as common as they are. */
const SAME_MEANING = 0.7;

/** A term of the question and the terms of the index that stand for it. */
export interface QuestionTerm extends MatchedTerm {
  /** Inverse document frequency: how much the term tells, 0 and up. */
  readonly idf: number;
}

/** How well each passage matches the words of a question. */
export interface LexicalScores {
  /** BM25 score of each passage; 0 where no term matches. */
  readonly scores: Float32Array;
  readonly terms: readonly QuestionTerm[];
}

/** Passages, rising, and how often each has a term. */
export interface Postings {
  readonly passages: Uint32Array;
  readonly frequencies: Uint8Array;
}

/** The passages that have a term, by its position among the terms of the index. */
export type PostingsOf = (term: number) => Postings;

/** Weighs terms and scores passages by them, wherever the postings come from. */
export class Bm25 {
  readonly size: number;
  /** For each passage what its length adds below the line of the saturation. */
  readonly #corrections: Float64Array;
  /** The best match of the current term in each passage; 0 everywhere between terms. */
  readonly #best: Float32Array;

  /** @param lengths number of terms of each passage. */
  constructor(lengths: Uint32Array) {
    this.size = lengths.length;
    this.#best = new Float32Array(this.size);
    let total = 0;
    for (const length of lengths) total += length;
    const averageLength = Math.max(1, total / Math.max(1, this.size));
    this.#corrections = Float64Array.from(
      lengths,
      (length) => K1 * (1 - B + B * (length / averageLength)),
    );
  }

  /** Adds to each term how much it tells. */
  weigh(terms: readonly MatchedTerm[], postingsOf: PostingsOf): QuestionTerm[] {
    return terms.map(({ term, isName, matches }) => {
      const same = matches.filter(({ weight }) => weight >= SAME_MEANING);
      const counted = same.length > 0 ? same : matches;
      const passages = Math.max(
        0,
        ...counted.map((match) => passagesWith(match, postingsOf).passages.length),
      );
      return { term, isName, matches, idf: this.#idf(passages) };
    });
  }

  /** Scores every passage. */
  score(terms: readonly QuestionTerm[], postingsOf: PostingsOf): LexicalScores {
    const scores = new Float32Array(this.size);
    for (const { matches, idf } of terms) {
      const found = matches.map((match) => passagesWith(match, postingsOf));
      found.forEach((postings, rank) => {
        this.#addGains(scores, postings, idf * matches[rank]!.weight);
      });
      for (const { passages } of found) this.#forget(passages);
    }
    return { scores, terms };
  }

  /** Raises the scores of passages to what a match of the current term gives, where that is more. */
  #addGains(scores: Float32Array, { passages, frequencies }: Postings, value: number): void {
    const best = this.#best;
    const corrections = this.#corrections;
    for (let posting = 0; posting < passages.length; posting++) {
      const passage = passages[posting]!;
      const frequency = frequencies[posting]!;
      const saturation = (frequency * (K1 + 1)) / (frequency + corrections[passage]!);
      const gain = value * saturation;
      const before = best[passage]!;
      if (gain <= before) continue;
      best[passage] = gain;
      scores[passage]! += gain - before;
    }
  }

  #forget(passages: Uint32Array): void {
    const best = this.#best;
    for (let posting = 0; posting < passages.length; posting++) best[passages[posting]!] = 0;
  }

  #idf(passages: number): number {
    return Math.log(1 + (this.size - passages + 0.5) / (passages + 0.5));
  }
}

/** The passages that have a match, rising; of a name of several words those that have all. */
function passagesWith({ index, rest = [] }: TermMatch, postingsOf: PostingsOf): Postings {
  return rest.map((term) => postingsOf(term.index)).reduce(inBoth, postingsOf(index));
}

/** The passages of both lists; what stands in one as often as the rarer does. */
function inBoth(a: Postings, b: Postings): Postings {
  const passages: number[] = [];
  const frequencies: number[] = [];
  for (let i = 0, j = 0; i < a.passages.length && j < b.passages.length;) {
    const difference = a.passages[i]! - b.passages[j]!;
    if (difference === 0) {
      passages.push(a.passages[i]!);
      frequencies.push(Math.min(a.frequencies[i]!, b.frequencies[j]!));
    }
    if (difference <= 0) i += 1;
    if (difference >= 0) j += 1;
  }
  return { passages: Uint32Array.from(passages), frequencies: Uint8Array.from(frequencies) };
}

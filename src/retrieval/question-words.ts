import type { QuestionTerm } from './lexical-index.ts';
import type { IndexedTerm } from './spellings.ts';

/** What of a question stands in a text. */
export interface FoundWords {
  /** For each term of the question the weight of its best match in the text; 0 where none is. */
  readonly weights: readonly number[];
  /** For each term of the question where it stands among the terms of the text, rising. */
  readonly positions: readonly (readonly number[])[];
}

/** A term of the index that stands for one of the question. */
interface Meaning {
  /** Position of the term among those of the question. */
  readonly place: number;
  readonly weight: number;
  readonly rest: readonly IndexedTerm[];
}

/** The terms of a question, by what stands for them, to be looked for in many texts. */
export class QuestionWords {
  /** One for each term of the question. */
  readonly #zeros: readonly number[];
  readonly #meanings = new Map<string, Meaning[]>();

  constructor(question: readonly QuestionTerm[]) {
    this.#zeros = question.map(() => 0);
    question.forEach(({ matches }, place) => {
      for (const { term, weight, rest = [] } of matches) {
        const meaning = { place, weight, rest };
        const known = this.#meanings.get(term);
        if (known === undefined) this.#meanings.set(term, [meaning]);
        else known.push(meaning);
      }
    });
  }

  /** @param terms of a text, in order. */
  findIn(terms: readonly string[]): FoundWords {
    const weights = [...this.#zeros];
    const positions = this.#zeros.map((): number[] => []);
    terms.forEach((term, position) => {
      for (const { place, weight, rest } of this.#meanings.get(term) ?? []) {
        positions[place]!.push(position);
        const isWhole = rest.every((other) => terms.includes(other.term));
        if (isWhole && weight > weights[place]!) weights[place] = weight;
      }
    });
    return { weights, positions };
  }
}

import type { TextRange } from '../corpus/article.ts';
import { leansOnPrevious, qualifiesPrevious } from '../passages/sentence-links.ts';
import type { ExpectedAnswer } from './expected-answer.ts';
import type { QuestionTerm } from './lexical-index.ts';
import { offersAnswer } from './offers-answer.ts';
import { proximity } from './proximity.ts';
import { type FoundWords, QuestionWords } from './question-words.ts';
import { type ReadSentence, readPassage } from './read-passage.ts';
import type { SearchIndex } from './search-index.ts';

/** A passage held against a question, word by word. */
export interface PassageMatch {
  /** In the order of the text, without the heading unless that is all there is. */
  readonly sentences: readonly SentenceMatch[];
  /** The question's terms that stand in the passage or in its context. */
  readonly terms: ReadonlySet<string>;
  /** Part of the question's words, weighted by how much they tell, that the context has; 0 … 1. */
  readonly contextScore: number;
}

/**
 * A sentence of a passage and how well its words match those of a question. What is not asked for may
 * not have been worked out: the ranking reads many sentences and wants little of each.
 */
export interface SentenceMatch extends TextRange {
  /**
   * Part of the question's words, weighted by how much they tell, that the sentence has; 0 … 1. Less
   * for a long sentence, in which many words match by chance.
   */
  readonly score: number;
  /** The same with the words of the passage's context counted in: its title, heading and days. */
  readonly scoreInContext: number;
  /** The same with those of the sentences beside it counted in too, for half. */
  readonly scoreNearby: number;
  /** How near to each other the question's words stand in it; 0 … 1. */
  readonly proximity: number;
  /** Whether it has something of the kind that the question asks for; 0 … 1. */
  readonly offer: number;
  /** The same, the less the fewer words of the question are in it, beside it and in the context; 0 … 1. */
  readonly answer: number;
  /** The question's terms that the sentence itself has, with the weight of what stands for each. */
  readonly terms: ReadonlyMap<string, number>;
  /** Says "he" or "they" of somebody whom the sentence before it names. */
  readonly leansOnPrevious: boolean;
  /** Denies, doubts or confirms what the sentence before it says. */
  readonly qualifiesPrevious: boolean;
}

/** Sentences with more terms than this one of common length count as long. */
const TYPICAL_TERMS = 15;
/** How strongly the length counts, 0 … 1. */
const LENGTH_CORRECTION = 0.3;
/** What a word counts for that only a sentence beside has. */
const NEIGHBOUR_WEIGHT = 0.5;

/**
 * Compares the words of a passage, sentence by sentence, with those of a question.
 *
 * @param expected what the question asks for; null where that is not to count.
 */
export function matchPassage(
  index: SearchIndex,
  passage: number,
  question: readonly QuestionTerm[],
  expected: ExpectedAnswer | null = null,
): PassageMatch {
  const { sentences: read, contextTerms } = readPassage(index, passage);
  const words = wordsOf(question);
  const found = read.map(({ terms }) => words.findIn(terms));
  const contextWeights = words.findIn(contextTerms).weights;
  const comparison: Comparison = { question, expected, read, found, contextWeights };
  const isFound = (term: number): boolean =>
    contextWeights[term]! > 0 || found.some(({ weights }) => weights[term]! > 0);
  return {
    sentences: read.map((_, position) => new ComparedSentence(comparison, position)),
    terms: new Set(question.filter((_, term) => isFound(term)).map(({ term }) => term)),
    contextScore: shareOf(contextWeights, question),
  };
}

/** A question is compared with many passages. */
const madeWords = new WeakMap<readonly QuestionTerm[], QuestionWords>();

function wordsOf(question: readonly QuestionTerm[]): QuestionWords {
  let words = madeWords.get(question);
  if (words === undefined) {
    words = new QuestionWords(question);
    madeWords.set(question, words);
  }
  return words;
}

/** A passage and the question that it is held against. */
interface Comparison {
  readonly question: readonly QuestionTerm[];
  readonly expected: ExpectedAnswer | null;
  readonly read: readonly ReadSentence[];
  /** For each sentence. */
  readonly found: readonly FoundWords[];
  /** For each term of the question. */
  readonly contextWeights: readonly number[];
}

class ComparedSentence implements SentenceMatch {
  readonly start: number;
  readonly end: number;
  readonly #comparison: Comparison;
  readonly #position: number;
  #offer: number | undefined;

  constructor(comparison: Comparison, position: number) {
    ({ start: this.start, end: this.end } = comparison.read[position]!);
    this.#comparison = comparison;
    this.#position = position;
  }

  get score(): number {
    return this.#shareOf(this.#weights) / this.#longer;
  }

  get scoreInContext(): number {
    return this.#shareOf(this.#weightsInContext()) / this.#longer;
  }

  get scoreNearby(): number {
    return this.#shareOf(this.#weightsNearby()) / this.#longer;
  }

  get proximity(): number {
    const { question, found, contextWeights } = this.#comparison;
    const inContext = contextWeights.map((weight) => weight > 0);
    return proximity(question, found[this.#position]!.positions, inContext);
  }

  get offer(): number {
    const { expected } = this.#comparison;
    this.#offer ??= expected === null ? 0 : offersAnswer(this.#read.text, expected);
    return this.#offer;
  }

  get answer(): number {
    return this.offer * this.#shareOf(this.#weightsNearby());
  }

  get terms(): ReadonlyMap<string, number> {
    const weights = this.#weights;
    return new Map(
      this.#comparison.question
        .map(({ term }, place): [string, number] => [term, weights[place]!])
        .filter(([, weight]) => weight > 0),
    );
  }

  get leansOnPrevious(): boolean {
    const previous = this.#comparison.read[this.#position - 1];
    return previous !== undefined && leansOnPrevious(this.#read.text, previous.text);
  }

  get qualifiesPrevious(): boolean {
    const previous = this.#comparison.read[this.#position - 1];
    return previous !== undefined && qualifiesPrevious(this.#read.text, previous.text);
  }

  get #read(): ReadSentence {
    return this.#comparison.read[this.#position]!;
  }

  get #weights(): readonly number[] {
    return this.#comparison.found[this.#position]!.weights;
  }

  /** What the length is divided out by. */
  get #longer(): number {
    const relativeLength = Math.max(1, this.#read.terms.length / TYPICAL_TERMS);
    return 1 - LENGTH_CORRECTION + LENGTH_CORRECTION * relativeLength;
  }

  #weightsInContext(): number[] {
    const { contextWeights } = this.#comparison;
    return this.#weights.map((weight, term) => Math.max(weight, contextWeights[term]!));
  }

  #weightsNearby(): number[] {
    const { found } = this.#comparison;
    const before = found[this.#position - 1]?.weights;
    const behind = found[this.#position + 1]?.weights;
    return this.#weightsInContext().map((weight, term) =>
      Math.max(weight, NEIGHBOUR_WEIGHT * Math.max(before?.[term] ?? 0, behind?.[term] ?? 0)),
    );
  }

  #shareOf(weights: readonly number[]): number {
    return shareOf(weights, this.#comparison.question);
  }
}

/** The part of what the question's terms tell that the terms with a weight hold; 0 … 1. */
function shareOf(weights: readonly number[], question: readonly QuestionTerm[]): number {
  let total = 0;
  let held = 0;
  question.forEach(({ idf }, term) => {
    total += idf;
    held += idf * weights[term]!;
  });
  return total === 0 ? 0 : held / total;
}

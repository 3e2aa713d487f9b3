import { column, type Columns } from '../vector-index/column-file.ts';
import { type Aliases, NO_ALIASES } from './aliases.ts';
import type { Token } from './analyze.ts';
import { Bm25, type LexicalScores, type Postings, type QuestionTerm } from './bm25.ts';
import { NO_RELATED_WORDS, type RelatedWords } from './related-words.ts';
import { TermDictionary } from './term-dictionary.ts';

export type { LexicalScores, QuestionTerm };

/** More occurrences in one passage say nothing more, and do not fit into a byte. */
const MAX_FREQUENCY = 255;
/** A term is a name when at least this share of its occurrences is capitalised. */
const NAME_SHARE = 0.9;

/** Finds passages by their words. What is in memory answers at once. */
export interface LexicalSearch {
  /** Number of passages. */
  readonly size: number;
  /**
   * The terms of a question, each once, with what stands for them in the index.
   *
   * @param related what else may stand for words that are no names; nothing by default.
   */
  lookUp(
    question: readonly Token[],
    related?: RelatedWords,
  ): QuestionTerm[] | Promise<QuestionTerm[]>;
  /** Whether a term is a name wherever it is read; false for one that the index does not have. */
  isName(term: string): boolean;
  /** Scores every passage. */
  score(terms: readonly QuestionTerm[]): LexicalScores | Promise<LexicalScores>;
}

/** An inverted index over the terms of all passages, in typed arrays that open without parsing. */
export class LexicalIndex implements LexicalSearch {
  readonly size: number;
  readonly #dictionary: TermDictionary;
  readonly #bm25: Bm25;
  /** Term t occurs in the passages from `#postingOffsets[t]` up to the next. */
  readonly #postingOffsets: Uint32Array;
  readonly #passages: Uint32Array;
  readonly #frequencies: Uint8Array;

  /** @param aliases other names of what questions name. */
  constructor(columns: Columns, aliases: Aliases = NO_ALIASES) {
    this.#dictionary = new TermDictionary(columns, aliases);
    this.#bm25 = new Bm25(column(columns, 'length', Uint32Array));
    this.size = this.#bm25.size;
    this.#postingOffsets = column(columns, 'postingOffset', Uint32Array);
    this.#passages = column(columns, 'passage', Uint32Array);
    this.#frequencies = column(columns, 'frequency', Uint8Array);
  }

  lookUp(question: readonly Token[], related: RelatedWords = NO_RELATED_WORDS): QuestionTerm[] {
    const terms = this.#dictionary.match(question, related);
    return this.#bm25.weigh(terms, (term) => this.#postings(term));
  }

  isName(term: string): boolean {
    return this.#dictionary.isName(term);
  }

  score(terms: readonly QuestionTerm[]): LexicalScores {
    return this.#bm25.score(terms, (term) => this.#postings(term));
  }

  #postings(term: number): Postings {
    const start = this.#postingOffsets[term]!;
    const end = this.#postingOffsets[term + 1]!;
    return {
      passages: this.#passages.subarray(start, end),
      frequencies: this.#frequencies.subarray(start, end),
    };
  }
}

/** Gathers the terms of passages, in the order of their positions, into the columns of an index. */
export class LexicalIndexBuilder {
  readonly #postings = new Map<string, TermPostings>();
  readonly #lengths: number[] = [];

  /** @param tokens of the passage and of the title and heading that it stands under. */
  add(tokens: readonly Token[]): void {
    const passage = this.#lengths.length;
    for (const token of tokens) this.#count(passage, token);
    this.#lengths.push(tokens.length);
  }

  /** The columns that a `LexicalIndex` opens. */
  columns(): Columns {
    const terms = [...this.#postings.keys()].map((term) => ({ term, bytes: Buffer.from(term) }));
    terms.sort((a, b) => a.bytes.compare(b.bytes));
    const termOffset = new Uint32Array(terms.length + 1);
    const postingOffset = new Uint32Array(terms.length + 1);
    const lists = terms.map(({ term }) => this.#postings.get(term)!);
    terms.forEach(({ bytes }, t) => {
      termOffset[t + 1] = termOffset[t]! + bytes.length;
      postingOffset[t + 1] = postingOffset[t]! + lists[t]!.passages.length;
    });
    const passage = new Uint32Array(postingOffset.at(-1)!);
    const frequency = new Uint8Array(passage.length);
    lists.forEach((list, t) => {
      passage.set(list.passages, postingOffset[t]);
      frequency.set(list.frequencies, postingOffset[t]);
    });
    const isName = Uint8Array.from(lists, (list) =>
      list.capitalised >= NAME_SHARE * list.occurrences ? 1 : 0,
    );
    return {
      termBytes: Buffer.concat(terms.map(({ bytes }) => bytes)),
      termOffset,
      isName,
      postingOffset,
      passage,
      frequency,
      length: Uint32Array.from(this.#lengths),
    };
  }

  #count(passage: number, { term, isCapitalised }: Token): void {
    let list = this.#postings.get(term);
    if (list === undefined) {
      list = { passages: [], frequencies: [], occurrences: 0, capitalised: 0 };
      this.#postings.set(term, list);
    }
    list.occurrences += 1;
    if (isCapitalised) list.capitalised += 1;
    const last = list.passages.length - 1;
    if (list.passages[last] === passage) {
      list.frequencies[last] = Math.min(MAX_FREQUENCY, list.frequencies[last]! + 1);
    } else {
      list.passages.push(passage);
      list.frequencies.push(1);
    }
  }
}

/** Where a term occurs, passages rising. */
interface TermPostings {
  readonly passages: number[];
  readonly frequencies: number[];
  occurrences: number;
  /** Occurrences with a capital. */
  capitalised: number;
}

import { column, type Columns } from '../vector-index/column-file.ts';
import { type Alias, type Aliases, NO_ALIASES } from './aliases.ts';
import type { Token } from './analyze.ts';
import { type IndexedTerm, Spellings, type TermMatch } from './spellings.ts';

/** BM25's saturation of term frequency and its correction for length (Robertson and Zaragoza 2009). */
const K1 = 1.2;
const B = 0.75;
/** More occurrences in one passage say nothing more, and do not fit into a byte. */
const MAX_FREQUENCY = 255;
/** A term is a name when at least this share of its occurrences is capitalised. */
const NAME_SHARE = 0.9;
/** Matches from this weight on mean the same as the term, and make it as common as they are. */
const SAME_MEANING = 0.7;

/** A term of the question and the terms of the index that stand for it. */
export interface QuestionTerm {
  readonly term: string;
  /** Whether it is a name: capitalised in the question, or mostly so in the index. */
  readonly isName: boolean;
  /**
   * The term itself, terms that are spelt alike and other names, greatest weight first. Empty: the
   * index has nothing of the kind.
   */
  readonly matches: readonly TermMatch[];
  /** Inverse document frequency: how much the term tells, 0 and up. */
  readonly idf: number;
}

/** How well each passage matches the words of a question. */
export interface LexicalScores {
  /** BM25 score of each passage; 0 where no term matches. */
  readonly scores: Float32Array;
  /** For each passage the part of the question's idf that its matching terms hold, 0 … 1. */
  readonly coverage: Float32Array;
  readonly terms: readonly QuestionTerm[];
}

/** An inverted index over the terms of all passages, in typed arrays that open without parsing. */
export class LexicalIndex {
  readonly size: number;
  /** All terms as UTF-8, sorted by bytes; term t stands from `#termOffsets[t]` up to the next. */
  readonly #termBytes: Buffer;
  readonly #termOffsets: Uint32Array;
  /** 1 for a term that is nearly always capitalised. */
  readonly #isName: Uint8Array;
  /** Term t occurs in the passages from `#postingOffsets[t]` up to the next. */
  readonly #postingOffsets: Uint32Array;
  readonly #passages: Uint32Array;
  readonly #frequencies: Uint8Array;
  /** Number of terms of each passage. */
  readonly #lengths: Uint32Array;
  readonly #averageLength: number;
  readonly #aliases: Aliases;
  #madeSpellings: Spellings | undefined;

  /** @param aliases other names of what questions name. */
  constructor(columns: Columns, aliases: Aliases = NO_ALIASES) {
    this.#aliases = aliases;
    const bytes = column(columns, 'termBytes', Uint8Array);
    this.#termBytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#termOffsets = column(columns, 'termOffset', Uint32Array);
    this.#isName = column(columns, 'isName', Uint8Array);
    this.#postingOffsets = column(columns, 'postingOffset', Uint32Array);
    this.#passages = column(columns, 'passage', Uint32Array);
    this.#frequencies = column(columns, 'frequency', Uint8Array);
    this.#lengths = column(columns, 'length', Uint32Array);
    this.size = this.#lengths.length;
    let total = 0;
    for (const length of this.#lengths) total += length;
    this.#averageLength = Math.max(1, total / Math.max(1, this.size));
  }

  /** The terms of a question, each once, with what stands for them in the index. */
  lookUp(question: readonly Token[]): QuestionTerm[] {
    const terms = new Map<string, { readonly isName: boolean; readonly matches: TermMatch[] }>();
    for (const { term, isCapitalised } of question) {
      if (terms.has(term)) continue;
      const index = this.#find(term);
      const isName = isCapitalised || (index !== null && this.#isName[index] === 1);
      const matches: TermMatch[] = index === null ? [] : [{ term, index, weight: 1 }];
      if (isName || index === null) matches.push(...this.#spellings().ofName(term));
      if (matches.length === 0 && !this.#aliases.has(term)) {
        matches.push(...this.#spellings().ofTypo(term));
      }
      terms.set(term, { isName, matches });
    }
    for (const { start, end, aliases } of this.#aliases.find(question.map(({ term }) => term))) {
      const named = question.slice(start, end).map(({ term }) => terms.get(term)!);
      // One word alone may be no name: turkey, polish.
      if (named.length === 1 && !named[0]!.isName && named[0]!.matches[0]?.weight === 1) continue;
      const others = aliases.flatMap((alias) => this.#matchOf(alias) ?? []);
      for (const { matches } of named) addMatches(matches, others);
    }
    return [...terms].map(([term, { isName, matches }]) => {
      const same = matches.filter(({ weight }) => weight >= SAME_MEANING);
      const counted = same.length > 0 ? same : matches;
      const passages = Math.max(0, ...counted.map((match) => this.#passageCount(match)));
      return { term, isName, matches, idf: this.#idf(passages) };
    });
  }

  /** Whether a term is a name wherever it is read; false for one that the index does not have. */
  isName(term: string): boolean {
    const index = this.#find(term);
    return index !== null && this.#isName[index] === 1;
  }

  /** Scores every passage. Terms that the index does not have count against the coverage. */
  score(terms: readonly QuestionTerm[]): LexicalScores {
    const scores = new Float32Array(this.size);
    const coverage = new Float32Array(this.size);
    const totalIdf = terms.reduce((sum, { idf }) => sum + idf, 0);
    // The best match of the current term in each passage, undone after each term.
    const best = new Float32Array(this.size);
    for (const { matches, idf } of terms) {
      const found = matches.map((match) => ({ weight: match.weight, ...this.#postingsOf(match) }));
      for (const { weight, passages, frequencies } of found) {
        for (let posting = 0; posting < passages.length; posting++) {
          const passage = passages[posting]!;
          const gain = idf * weight * this.#saturation(passage, frequencies[posting]!);
          const before = best[passage]!;
          if (gain <= before) continue;
          best[passage] = gain;
          scores[passage]! += gain - before;
          if (before === 0) coverage[passage]! += (idf * weight) / totalIdf;
        }
      }
      for (const { passages } of found) {
        for (const passage of passages) best[passage] = 0;
      }
    }
    return { scores, coverage, terms };
  }

  #saturation(passage: number, frequency: number): number {
    const relativeLength = this.#lengths[passage]! / this.#averageLength;
    return (frequency * (K1 + 1)) / (frequency + K1 * (1 - B + B * relativeLength));
  }

  #idf(passages: number): number {
    return Math.log(1 + (this.size - passages + 0.5) / (passages + 0.5));
  }

  #passageCount(match: TermMatch): number {
    return this.#postingsOf(match).passages.length;
  }

  /** The passages that have a match, rising; of a name of several words those that have all. */
  #postingsOf({ index, rest = [] }: TermMatch): Postings {
    return rest.map((term) => this.#postings(term.index)).reduce(inBoth, this.#postings(index));
  }

  #postings(term: number): Postings {
    const start = this.#postingOffsets[term]!;
    const end = this.#postingOffsets[term + 1]!;
    return {
      passages: this.#passages.subarray(start, end),
      frequencies: this.#frequencies.subarray(start, end),
    };
  }

  /** Another name as the index has it; null where it does not. One word alone has to be a name. */
  #matchOf({ terms, weight }: Alias): TermMatch | null {
    const found: IndexedTerm[] = [];
    for (const term of terms) {
      const index = this.#find(term);
      if (index === null || (terms.length === 1 && this.#isName[index] === 0)) return null;
      found.push({ term, index });
    }
    const [first, ...rest] = found;
    return { ...first!, weight, rest };
  }

  /** Position of a term among the sorted terms. */
  #find(term: string): number | null {
    const wanted = Buffer.from(term);
    let low = 0;
    let high = this.#termOffsets.length - 2;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = this.#bytesOf(middle).compare(wanted);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return null;
  }

  #bytesOf(term: number): Buffer {
    return this.#termBytes.subarray(this.#termOffsets[term], this.#termOffsets[term + 1]);
  }

  /** Made when a question first holds a name, or a word that the index does not have. */
  #spellings(): Spellings {
    if (this.#madeSpellings === undefined) {
      const terms: string[] = [];
      for (let term = 0; term + 1 < this.#termOffsets.length; term++) {
        terms.push(this.#bytesOf(term).toString());
      }
      this.#madeSpellings = new Spellings(terms, (term) => this.#isName[term] === 1);
    }
    return this.#madeSpellings;
  }
}

/** Passages, rising, and how often each has a term. */
interface Postings {
  readonly passages: Uint32Array;
  readonly frequencies: Uint8Array;
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

/** Adds matches to others, so that each is there once with its greatest weight, greatest first. */
function addMatches(matches: TermMatch[], added: readonly TermMatch[]): void {
  for (const match of added) {
    const known = matches.findIndex((other) => termsOf(other) === termsOf(match));
    if (known < 0) matches.push(match);
    else if (matches[known]!.weight < match.weight) matches[known] = match;
  }
  matches.sort((a, b) => b.weight - a.weight);
}

function termsOf({ term, rest = [] }: TermMatch): string {
  return [term, ...rest.map((other) => other.term)].join(' ');
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

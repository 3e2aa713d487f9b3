import { column, type Columns } from '../vector-index/column-file.ts';
import { type Alias, type Aliases, NO_ALIASES } from './aliases.ts';
import type { Token } from './analyze.ts';
import { NO_RELATED_WORDS, type RelatedWords } from './related-words.ts';
import { type IndexedTerm, Spellings, type TermMatch } from './spellings.ts';

/** A term of a question, before it is known in how many passages its matches are. */
export interface MatchedTerm {
  readonly term: string;
  /** Whether it is a name: capitalised in the question, or mostly so in the index. */
  readonly isName: boolean;
  /**
   * The term itself, terms that are spelt alike, other names and related words, greatest weight
   * first. Empty: the index has nothing of the kind.
   */
  readonly matches: readonly TermMatch[];
}

/** The terms of an index without the passages that they are in. */
export class TermDictionary {
  /** All terms as UTF-8, sorted by bytes; term t stands from `#termOffsets[t]` up to the next. */
  readonly #termBytes: Buffer;
  readonly #termOffsets: Uint32Array;
  /** 1 for a term that is nearly always capitalised. */
  readonly #isName: Uint8Array;
  readonly #aliases: Aliases;
  #madeSpellings: Spellings | undefined;

  /** @param aliases other names of what questions name. */
  constructor(columns: Columns, aliases: Aliases = NO_ALIASES) {
    this.#aliases = aliases;
    const bytes = column(columns, 'termBytes', Uint8Array);
    this.#termBytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#termOffsets = column(columns, 'termOffset', Uint32Array);
    this.#isName = column(columns, 'isName', Uint8Array);
  }

  /**
   * The terms of a question, each once, with what stands for them in the index.
   *
   * @param related what else may stand for words that are no names.
   */
  match(question: readonly Token[], related: RelatedWords = NO_RELATED_WORDS): MatchedTerm[] {
    const terms = new Map<string, { readonly isName: boolean; readonly matches: TermMatch[] }>();
    for (const { term, word, isCapitalised } of question) {
      if (terms.has(term)) continue;
      const index = this.#find(term);
      const isName = isCapitalised || (index !== null && this.#isName[index] === 1);
      const matches: TermMatch[] = index === null ? [] : [{ term, index, weight: 1 }];
      if (isName || index === null) matches.push(...this.#spellings().ofName(term));
      if (matches.length === 0 && !this.#aliases.has(term)) {
        const alike = this.#spellings().ofTypo(term);
        const exists = word !== undefined && related.of(word).length > 0;
        matches.push(...(exists ? alike.map((other) => inDoubt(term, other)) : alike));
      }
      if (!isName && word !== undefined) addMatches(matches, this.#relatedTo(word, related));
      terms.set(term, { isName, matches });
    }
    for (const { start, end, aliases } of this.#aliases.find(question.map(({ term }) => term))) {
      const named = question.slice(start, end).map(({ term }) => terms.get(term)!);
      // One word alone may be no name: turkey, polish.
      if (named.length === 1 && !named[0]!.isName && named[0]!.matches[0]?.weight === 1) continue;
      const others = aliases.flatMap((alias) => this.#matchOf(alias) ?? []);
      for (const { matches } of named) addMatches(matches, others);
    }
    return [...terms].map(([term, { isName, matches }]) => ({ term, isName, matches }));
  }

  /** Whether a term is a name wherever it is read; false for one that the index does not have. */
  isName(term: string): boolean {
    const index = this.#find(term);
    return index !== null && this.#isName[index] === 1;
  }

  /** The related words of a word that the index has, without those that are names there. */
  #relatedTo(word: string, related: RelatedWords): TermMatch[] {
    return related.of(word).flatMap(({ term, weight }) => {
      const index = this.#find(term);
      return index === null || this.#isName[index] === 1 ? [] : [{ term, index, weight }];
    });
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
      const start = this.#termOffsets[middle];
      const end = this.#termOffsets[middle + 1];
      const order = wanted.compare(this.#termBytes, start, end);
      if (order === 0) return middle;
      if (order > 0) low = middle + 1;
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
      const terms = {
        length: this.#termOffsets.length - 1,
        at: (term: number) => this.#bytesOf(term).toString(),
      };
      this.#madeSpellings = new Spellings(terms, (term) => this.#isName[term] === 1);
    }
    return this.#madeSpellings;
  }
}

/** What two words begin with that are forms of one: `defence`, `defense`; `freed`, `free`. */
const MIN_COMMON_CHARS = 4;
const MIN_COMMON_SHARE = 2 / 3;
/** What another word counts for that is spelt alike, when the one that was typed exists. */
const DOUBT = 0.5;

/**
 * A word that exists is rarely a slip of the hand: "thanks" asks for no tanks. What begins alike may be
 * a form of it all the same, and so may, less surely, what is spelt alike (`rise`, `rose`).
 */
function inDoubt(term: string, other: TermMatch): TermMatch {
  let common = 0;
  while (common < term.length && term[common] === other.term[common]) common += 1;
  const longer = Math.max(term.length, other.term.length);
  const beginsAlike = common >= MIN_COMMON_CHARS && common >= MIN_COMMON_SHARE * longer;
  return beginsAlike ? other : { ...other, weight: DOUBT * other.weight };
}

/** Adds matches to others, so that each is there once with its greatest weight, greatest first. */
function addMatches(matches: TermMatch[], added: readonly TermMatch[]): void {
  const places = new Map(matches.map((match, place) => [termsOf(match), place]));
  for (const match of added) {
    const terms = termsOf(match);
    const known = places.get(terms);
    if (known === undefined) places.set(terms, matches.push(match) - 1);
    else if (matches[known]!.weight < match.weight) matches[known] = match;
  }
  matches.sort((a, b) => b.weight - a.weight);
}

function termsOf({ term, rest }: TermMatch): string {
  return rest === undefined ? term : [term, ...rest.map((other) => other.term)].join(' ');
}

import type { Aliases } from '../retrieval/aliases.ts';
import type { Token } from '../retrieval/analyze.ts';
import {
  Bm25,
  type LexicalScores,
  type Postings,
  type PostingsOf,
  type QuestionTerm,
} from '../retrieval/bm25.ts';
import type { LexicalSearch } from '../retrieval/lexical-index.ts';
import { NO_RELATED_WORDS, type RelatedWords } from '../retrieval/related-words.ts';
import type { TermMatch } from '../retrieval/spellings.ts';
import { TermDictionary } from '../retrieval/term-dictionary.ts';
import type { Columns } from '../vector-index/column-file.ts';
import { tablesOf } from './schema.ts';
import type { PostgresServer } from './server.ts';
import { damaged } from './stored-generation.ts';

/** Lists that are kept for the next question, oldest out first. */
const CACHE_BYTES = 64 * 2 ** 20;

/**
 * Finds passages by their words. Terms and the lengths of passages are in memory; the postings of a
 * question's terms come from PostgreSQL, and the scores are made of them as with an index in memory.
 */
export class PostgresLexicalIndex implements LexicalSearch {
  readonly size: number;
  readonly #server: PostgresServer;
  readonly #table: string;
  readonly #dictionary: TermDictionary;
  readonly #bm25: Bm25;
  /** In the order of their use. */
  readonly #cache = new Map<number, Postings>();
  #cachedBytes = 0;

  /**
   * @param dictionary the columns of a `TermDictionary`.
   * @param termCounts number of terms of each passage.
   */
  constructor(
    server: PostgresServer,
    generation: number,
    dictionary: Columns,
    termCounts: Uint32Array,
    aliases: Aliases,
  ) {
    this.#server = server;
    this.#table = tablesOf(generation).postings;
    this.#dictionary = new TermDictionary(dictionary, aliases);
    this.#bm25 = new Bm25(termCounts);
    this.size = termCounts.length;
  }

  async lookUp(
    question: readonly Token[],
    related: RelatedWords = NO_RELATED_WORDS,
  ): Promise<QuestionTerm[]> {
    const terms = this.#dictionary.match(question, related);
    return this.#bm25.weigh(terms, await this.#postingsOf(terms));
  }

  isName(term: string): boolean {
    return this.#dictionary.isName(term);
  }

  async score(terms: readonly QuestionTerm[]): Promise<LexicalScores> {
    return this.#bm25.score(terms, await this.#postingsOf(terms));
  }

  /** The postings of everything that the terms match. */
  async #postingsOf(
    terms: readonly { readonly matches: readonly TermMatch[] }[],
  ): Promise<PostingsOf> {
    const wanted = new Set(
      terms.flatMap(({ matches }) =>
        matches.flatMap(({ index, rest = [] }) => [index, ...rest.map((term) => term.index)]),
      ),
    );
    // Held by itself, since what is read may push something else out of the cache.
    const lists = new Map<number, Postings>();
    for (const term of wanted) {
      const list = this.#cache.get(term);
      if (list === undefined) continue;
      lists.set(term, list);
      this.#cache.delete(term);
      this.#cache.set(term, list);
    }
    const missing = [...wanted].filter((term) => !lists.has(term));
    if (missing.length > 0) {
      for (const [term, list] of await this.#read(missing)) {
        lists.set(term, list);
        this.#remember(term, list);
      }
    }
    return (term) => lists.get(term)!;
  }

  async #read(terms: readonly number[]): Promise<[term: number, list: Postings][]> {
    const rows = await this.#server.read(
      `SELECT term, passages, frequencies FROM ${this.#table} WHERE term = ANY($1)`,
      [terms],
    );
    if (rows.length !== terms.length) throw damaged('the number of terms');
    return rows.map((row) => {
      // Copied, so that the numbers are aligned.
      const passages = new Uint32Array(new Uint8Array(row['passages'] as Buffer).buffer);
      const frequencies = new Uint8Array(row['frequencies'] as Buffer);
      if (passages.length !== frequencies.length) throw damaged('a list of postings');
      return [row['term'] as number, { passages, frequencies }];
    });
  }

  #remember(term: number, list: Postings): void {
    if (this.#cache.has(term)) return;
    this.#cache.set(term, list);
    this.#cachedBytes += bytesOf(list);
    for (const [oldest, postings] of this.#cache) {
      if (this.#cachedBytes <= CACHE_BYTES) return;
      this.#cache.delete(oldest);
      this.#cachedBytes -= bytesOf(postings);
    }
  }
}

function bytesOf({ passages, frequencies }: Postings): number {
  return passages.byteLength + frequencies.byteLength;
}

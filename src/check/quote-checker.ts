import { isSample } from '../corpus/list-corpus.ts';
import { analyze } from '../retrieval/analyze.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import { checkClaim, type Finding } from './check-claim.ts';
import { readClaim } from './claim.ts';
import { SegmentReader } from './segment-reader.ts';
import { WordIndex } from './word-index.ts';

export interface CheckOptions {
  /** False leaves out the articles that come with Verbatim. */
  readonly sampleCorpus?: boolean | undefined;
}

/** Checks quotes against the articles of an index. */
export class QuoteChecker {
  readonly #index: SearchIndex;
  /** Made for the first check, since many programs never make one. */
  #words: WordIndex | undefined;

  constructor(index: SearchIndex) {
    this.#index = index;
  }

  /** @param text is checkable. */
  check(text: string, { sampleCorpus = true }: CheckOptions = {}): Finding {
    const { articles, lexical } = this.#index;
    this.#words ??= new WordIndex(articles);
    return checkClaim(
      readClaim(text),
      {
        index: this.#words,
        reader: new SegmentReader(articles, this.#words),
        isName: (word) => analyze(word).some(({ term }) => lexical.isName(term)),
      },
      sampleCorpus ? null : (article) => !isSample(articles.row(article).path),
    );
  }
}

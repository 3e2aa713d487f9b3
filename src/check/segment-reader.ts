import type { Article, TextRange } from '../corpus/article.ts';
import { type Block, findBlocks } from '../passages/find-blocks.ts';
import { splitSentences } from '../passages/split-sentences.ts';
import type { ArticleTable } from '../vector-index/article-table.ts';
import type { Segment, WordIndex } from './word-index.ts';
import { type Word, wordsOf } from './words.ts';

/** An article that has words of a claim, as far as a check has to know it. */
interface OpenArticle {
  readonly article: Article;
  /** In order. */
  readonly blocks: readonly Block[];
  /** Of the blocks that were asked for, in order. */
  readonly sentences: Map<Block, readonly TextRange[]>;
}

/** Reads what stands at positions of the word index; keeps what it has read for one check. */
export class SegmentReader {
  readonly #articles: ArticleTable;
  readonly #index: WordIndex;
  readonly #open = new Map<number, OpenArticle>();
  readonly #words = new Map<Segment, readonly Word[]>();

  constructor(articles: ArticleTable, index: WordIndex) {
    this.#articles = articles;
    this.#index = index;
  }

  article(position: number): Article {
    return this.#openArticle(position).article;
  }

  articleOf(word: number): Article {
    return this.article(this.#index.segmentAt(word).article);
  }

  /** Where a word stands in its article. */
  word(position: number): Word {
    const segment = this.#index.segmentAt(position);
    let words = this.#words.get(segment);
    if (words === undefined) {
      words = wordsOf(this.article(segment.article).text, segment);
      this.#words.set(segment, words);
    }
    return words[position - segment.firstWord]!;
  }

  /** From the first of some words of a segment to the last. */
  span(from: number, to: number): TextRange {
    return { start: this.word(from).start, end: this.word(to - 1).end };
  }

  /** The sentence of an article around a place in it; headings count as sentences. */
  sentenceAt(article: number, place: number): TextRange {
    const [sentence] = this.sentencesWithin(article, { start: place, end: place + 1 });
    return sentence ?? { start: place, end: place + 1 };
  }

  /** Whether nothing but marks stands between the beginning of a sentence and a place in it. */
  opensSentence(article: number, place: number): boolean {
    const { start } = this.sentenceAt(article, place);
    return !/[\p{L}\p{N}]/u.test(this.article(article).text.slice(start, place));
  }

  /** The sentences of an article that have a part of a range, in order. */
  sentencesWithin(article: number, range: TextRange): TextRange[] {
    const open = this.#openArticle(article);
    const meets = ({ start, end }: TextRange): boolean => start < range.end && range.start < end;
    return open.blocks.filter(meets).flatMap((block) => sentencesOf(block, open).filter(meets));
  }

  #openArticle(position: number): OpenArticle {
    let open = this.#open.get(position);
    if (open === undefined) {
      const article = this.#articles.at(position);
      open = { article, blocks: findBlocks(article.text, article.excluded), sentences: new Map() };
      this.#open.set(position, open);
    }
    return open;
  }
}

function sentencesOf(block: Block, { article, sentences }: OpenArticle): readonly TextRange[] {
  let found = sentences.get(block);
  if (found === undefined) {
    found = splitSentences(article.text, block);
    sentences.set(block, found);
  }
  return found;
}

import type { Article } from '../corpus/article.ts';
import type { Embedder } from '../embeddings/embedder.ts';
import { passageInput } from '../embeddings/passage-input.ts';
import type { Passage } from '../passages/passage.ts';
import type { ArticleTable } from '../vector-index/article-table.ts';
import type { Manifest } from '../vector-index/manifest.ts';
import type { PassageTable } from '../vector-index/passage-table.ts';
import type { VectorRows } from '../vector-index/vector-rows.ts';
import { decodeSources, type Source } from './sources.ts';

/** The parts of an open index that a new generation can take over. */
interface ReusableIndex {
  readonly manifest: Pick<Manifest, 'counts'>;
  readonly articles: ArticleTable;
  readonly passages: PassageTable;
  readonly vectorRows: VectorRows;
  readonly sources: Uint8Array;
}

/** A passage that need not be embedded again. */
export interface EmbeddedPassage {
  readonly passage: Passage;
  readonly vector: Float32Array;
}

/** The generation before, as far as a new one can take over from it. */
export class PreviousIndex {
  readonly sources: readonly Source[];
  readonly counts: Manifest['counts'];
  readonly #index: ReusableIndex;
  readonly #embedder: Embedder;
  /** Positions of articles by their path. */
  readonly #byPath = new Map<string, number>();
  /** Article a has the passages from `#firstPassage[a]` up to the next. */
  readonly #firstPassage: Uint32Array;

  constructor(index: ReusableIndex, embedder: Embedder) {
    this.#index = index;
    this.#embedder = embedder;
    this.sources = decodeSources(index.sources);
    this.counts = index.manifest.counts;
    this.#firstPassage = new Uint32Array(index.articles.size + 1);
    for (let passage = 0; passage < index.passages.size; passage++) {
      this.#firstPassage[index.passages.articleOf(passage) + 1]! += 1;
    }
    for (let article = 0; article < index.articles.size; article++) {
      this.#firstPassage[article + 1]! += this.#firstPassage[article]!;
      this.#byPath.set(index.articles.row(article).path, article);
    }
  }

  /** The article that stood under a path; null when there was none. */
  article(path: string): Article | null {
    const position = this.#byPath.get(path);
    return position === undefined ? null : this.#index.articles.at(position);
  }

  /** The passages of an article that has not changed at all, with their vectors; null otherwise. */
  unchangedPassages(article: Article): EmbeddedPassage[] | null {
    const position = this.#byPath.get(article.path);
    if (position === undefined) return null;
    if (!isSameArticle(article, this.#index.articles.row(position))) return null;
    return this.#range(position).map((passage) => ({
      passage: this.#passage(article, passage),
      vector: this.#index.vectorRows.at(passage),
    }));
  }

  /**
   * The vectors of the article that stood under the same path, by what was embedded: a changed
   * article keeps those of the passages that did not change.
   */
  vectorsByInput(article: Article): ReadonlyMap<string, Float32Array> {
    const position = this.#byPath.get(article.path);
    if (position === undefined) return new Map();
    const before = this.#index.articles.at(position);
    return new Map(
      this.#range(position).map((passage) => [
        passageInput(before, this.#passage(before, passage), this.#embedder),
        this.#index.vectorRows.at(passage),
      ]),
    );
  }

  #range(article: number): number[] {
    const first = this.#firstPassage[article]!;
    const count = this.#firstPassage[article + 1]! - first;
    return Array.from({ length: count }, (_, offset) => first + offset);
  }

  #passage(article: Article, passage: number): Passage {
    const { start, end, heading, eventDates } = this.#index.passages.at(passage);
    return {
      articleId: article.id,
      start,
      end,
      heading,
      published: article.date,
      eventDates,
    };
  }
}

/** Compares everything that passages and their context follow from; the text by its checksum. */
function isSameArticle(a: Omit<Article, 'text'>, b: Omit<Article, 'text'>): boolean {
  return (
    a.sha256 === b.sha256 &&
    a.title === b.title &&
    a.date === b.date &&
    JSON.stringify(a.excluded) === JSON.stringify(b.excluded)
  );
}

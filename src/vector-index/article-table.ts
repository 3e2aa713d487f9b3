import type { Article } from '../corpus/article.ts';

/** What is kept of an article beside its text, and where the text stands among the texts. */
export interface ArticleRow extends Omit<Article, 'text'> {
  /** Range of bytes in the texts. */
  readonly textBytes: readonly [start: number, end: number];
}

/** The articles of an index. Texts stay UTF-8 bytes until one is asked for. */
export class ArticleTable {
  readonly #rows: readonly ArticleRow[];
  readonly #texts: Uint8Array;

  constructor(rows: readonly ArticleRow[], texts: Uint8Array) {
    this.#rows = rows;
    this.#texts = texts;
  }

  /** Opens what `encodeArticleRows` made, and the texts. The caller has verified both checksums. */
  static decode(rows: Uint8Array, texts: Uint8Array): ArticleTable {
    return new ArticleTable(JSON.parse(new TextDecoder().decode(rows)) as ArticleRow[], texts);
  }

  get size(): number {
    return this.#rows.length;
  }

  /** The article at a position, its text decoded anew at each call. */
  at(index: number): Article {
    const { textBytes, ...row } = this.row(index);
    const [start, end] = textBytes;
    return {
      ...row,
      text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.#texts.subarray(start, end)),
    };
  }

  /** The article at a position without its text. */
  row(index: number): ArticleRow {
    const row = this.#rows[index];
    if (row === undefined) throw new RangeError(`no article ${index} among ${this.size}`);
    return row;
  }
}

/** The file of rows; the texts are one run of UTF-8 beside it. */
export function encodeArticleRows(rows: readonly ArticleRow[]): Uint8Array {
  return Buffer.from(JSON.stringify(rows));
}

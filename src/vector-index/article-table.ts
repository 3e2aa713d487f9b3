import { type Article, sha256 } from '../corpus/article.ts';
import { DiskFile } from './disk-file.ts';

/** What is kept of an article beside its text, and where the text stands among the texts. */
export interface ArticleRow extends Omit<Article, 'text'> {
  /** Range of bytes in the texts. */
  readonly textBytes: readonly [start: number, end: number];
}

/** Keeps a byte-order mark, which is part of the text. */
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The articles of an index. Texts stay UTF-8 bytes, in memory or on disk, until one is asked for; one
 * that is read from disk is compared with its checksum.
 */
export class ArticleTable {
  readonly #rows: readonly ArticleRow[];
  readonly #texts: Uint8Array | DiskFile;

  constructor(rows: readonly ArticleRow[], texts: Uint8Array | DiskFile) {
    this.#rows = rows;
    this.#texts = texts;
  }

  /** Opens what `encodeArticleRows` made, and the texts. The caller has verified both checksums. */
  static decode(rows: Uint8Array, texts: Uint8Array | DiskFile): ArticleTable {
    return new ArticleTable(JSON.parse(new TextDecoder().decode(rows)) as ArticleRow[], texts);
  }

  get size(): number {
    return this.#rows.length;
  }

  /**
   * The article at a position, its text read anew at each call.
   *
   * @throws IndexError when the text on disk is not what it was.
   */
  at(index: number): Article {
    const { textBytes, ...row } = this.row(index);
    const [start, end] = textBytes;
    const bytes =
      this.#texts instanceof DiskFile
        ? readText(this.#texts, start, end, row)
        : this.#texts.subarray(start, end);
    return { ...row, text: UTF8.decode(bytes) };
  }

  /** The article at a position without its text. */
  row(index: number): ArticleRow {
    const row = this.#rows[index];
    if (row === undefined) throw new RangeError(`no article ${index} among ${this.size}`);
    return row;
  }
}

function readText(
  file: DiskFile,
  start: number,
  end: number,
  { path, sha256: checksum }: Omit<Article, 'text'>,
): Uint8Array {
  const bytes = Buffer.allocUnsafe(end - start);
  if (file.read(start, bytes) && sha256(bytes) === checksum) return bytes;
  throw file.changed(`the text of ${path}`, 'something else');
}

/** The file of rows; the texts are one run of UTF-8 beside it. */
export function encodeArticleRows(rows: readonly ArticleRow[]): Uint8Array {
  return Buffer.from(JSON.stringify(rows));
}

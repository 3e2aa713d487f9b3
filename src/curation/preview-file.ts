import type { Article } from '../corpus/article.ts';
import { parseArticles, tooLarge } from '../corpus/read-articles.ts';
import type { Embedder } from '../embeddings/embedder.ts';
import { CorpusError } from '../errors.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import { ADDED_FOLDER, type UploadedFile } from './corpus-folder.ts';
import { type FileKind, fileKind } from './file-kind.ts';
import { type ArticlePreview, previewArticle } from './preview-article.ts';
import { safeFileName } from './safe-file-name.ts';

/** What is understood of a file before it is written. Plain values, to be sent between processes. */
export interface FilePreview {
  readonly kind: FileKind;
  /** What the file will be called; a number is put behind it where the name is taken. */
  readonly fileName: string;
  /** The first `MAX_PREVIEWED`. */
  readonly articles: readonly ArticlePreview[];
  readonly articleCount: number;
  /** Articles whose text, to the letter, is indexed already or stands before in the same file. */
  readonly duplicateCount: number;
  /** The first `MAX_PREVIEWED` lines of a .jsonl file that cannot be read. */
  readonly refused: readonly RefusedLine[];
  readonly refusedCount: number;
}

export interface RefusedLine {
  /** Its number; null where the reason stands for many lines. */
  readonly line: string | null;
  readonly reason: string;
}

/** Articles and refused lines that are shown in a preview. */
export const MAX_PREVIEWED = 10;
/** Reading more lines takes seconds, in which no question is answered. */
const MAX_LINES = 20_000;

/**
 * Reads an uploaded file as indexing will, and compares it with what is indexed.
 *
 * @param file the name may be blank; then the file is named after the title of its first article.
 * @throws CorpusError saying why nothing of the file can be read. The message follows its name.
 */
export async function previewFile(
  index: SearchIndex,
  embedder: Embedder,
  { name, bytes }: UploadedFile,
  { maxFileBytes }: { readonly maxFileBytes: number },
): Promise<FilePreview> {
  if (bytes.length > maxFileBytes) throw tooLarge(maxFileBytes);
  const kind = fileKind(name, bytes);
  if (kind === '.jsonl') refuseManyLines(bytes);
  const { articles, refused } = await parseArticles(`${ADDED_FOLDER}/upload${kind}`, bytes);
  const source = name.trim() === '' ? (articles[0]?.title ?? '') : name;
  const sameAs = findSame(index, articles);
  const previews: ArticlePreview[] = [];
  for (const article of articles.slice(0, MAX_PREVIEWED)) {
    previews.push(await previewArticle(index, embedder, article, sameAs.get(article) ?? null));
  }
  return {
    kind,
    fileName: safeFileName(source, kind),
    articles: previews,
    articleCount: articles.length,
    duplicateCount: sameAs.size,
    refused: refused
      .slice(0, MAX_PREVIEWED)
      .map(({ path, reason }) => ({ line: lineOf(path), reason })),
    refusedCount: refused.length,
  };
}

/** The articles that have the same text as another, with where that stands. */
function findSame(index: SearchIndex, articles: readonly Article[]): ReadonlyMap<Article, string> {
  const pathByText = new Map<string, string>();
  for (let position = 0; position < index.articles.size; position++) {
    const { sha256, path } = index.articles.row(position);
    pathByText.set(sha256, path);
  }
  const same = new Map<Article, string>();
  for (const article of articles) {
    const other = pathByText.get(article.sha256);
    if (other !== undefined) same.set(article, other);
    else pathByText.set(article.sha256, `line ${lineOf(article.path)} of this file`);
  }
  return same;
}

/** What names a line in the path of an article. */
function lineOf(path: string): string | null {
  const hash = path.indexOf('#');
  return hash === -1 ? null : path.slice(hash + 1);
}

function refuseManyLines(bytes: Uint8Array): void {
  const LINE_FEED = 0x0a;
  let lines = 0;
  for (const byte of bytes) if (byte === LINE_FEED) lines += 1;
  if (lines <= MAX_LINES) return;
  throw new CorpusError(
    `must have up to ${MAX_LINES} lines, found ${lines}; split it, or let the operator put it into ` +
      'the corpus folder',
  );
}

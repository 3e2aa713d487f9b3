import { constants } from 'node:fs';
import { type FileHandle, lstat, open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { CorpusError, fileProblem } from '../errors.ts';
import { type Article, completeArticle } from './article.ts';
import type { ArticleReader } from './article-reader.ts';
import { decodeText, refuseControlCharacters } from './decode.ts';
import { refuseForeignFormat } from './foreign-format.ts';
import type { CorpusFile, RefusedFile } from './list-corpus.ts';
import { htmlReader } from './read-html.ts';
import { JSONL_EXTENSION, readJsonl } from './read-jsonl.ts';
import { markdownReader } from './read-markdown.ts';
import { textReader } from './read-text.ts';

export interface ReadOptions {
  /** Larger files are refused. */
  readonly maxFileBytes: number;
}

/** What one file holds. */
export interface ReadFile {
  readonly articles: readonly Article[];
  /** Lines of a .jsonl file, named by file and number: `news.jsonl#3`. */
  readonly refused: readonly RefusedFile[];
}

const READERS: readonly ArticleReader[] = [textReader, markdownReader, htmlReader];
/** Lets tests and messages name the formats without repeating them. */
export const SUPPORTED_EXTENSIONS = [
  ...READERS.flatMap((reader) => reader.extensions),
  JSONL_EXTENSION,
];
/** A page has to declare its encoding in the first 1,024 bytes; some do so later. */
export const DECLARATION_BYTES = 8192;
/** Article paths of this form are those of lines. */
export const LINE_PATH = /\.jsonl#/i;

/**
 * The articles in the bytes of a corpus file.
 *
 * @param filePath below the corpus folder; its ending says which format is read.
 * @throws CorpusError saying why nothing of the file can be read.
 */
export async function parseArticles(filePath: string, bytes: Uint8Array): Promise<ReadFile> {
  const reader = readerOf(filePath);
  refuseForeignFormat(bytes);
  if (reader === null) {
    const { articles, refused } = readJsonl(decodeText(bytes));
    if (articles.length + refused.length === 0) throw new CorpusError('holds no text');
    return {
      articles: articles.map(({ name, draft }) => completeArticle(`${filePath}#${name}`, draft)),
      refused: refused.map(({ name, reason }) => ({
        path: name === null ? filePath : `${filePath}#${name}`,
        reason,
      })),
    };
  }
  const beginning = Buffer.from(bytes.subarray(0, DECLARATION_BYTES)).toString('latin1');
  const text = decodeText(bytes, reader.declaredEncoding?.(beginning));
  const article = completeArticle(filePath, await reader.read(text));
  if (!hasText(article)) throw new CorpusError('holds no text');
  refuseControlCharacters(article.text);
  return { articles: [article], refused: [] };
}

/** The reader for a path; null for that of a .jsonl file, of which each line is an article. */
function readerOf(filePath: string): ArticleReader | null {
  const extension = path.posix.extname(filePath).toLowerCase();
  const reader = READERS.find(({ extensions }) => extensions.includes(extension)) ?? null;
  if (reader === null && extension !== JSONL_EXTENSION) {
    throw new CorpusError(
      `${extension || 'no file name ending'} is not a format that is read (${SUPPORTED_EXTENSIONS.join(', ')})`,
    );
  }
  if (LINE_PATH.test(filePath)) {
    throw new CorpusError('has a path like that of a line of a .jsonl file; rename it');
  }
  return reader;
}

/**
 * The bytes of a listed file. It may have changed since it was listed: it may have grown, or have
 * become a link out of the corpus or a pipe that never ends.
 *
 * @throws CorpusError saying why it cannot be read.
 */
export async function readCorpusFile(
  corpusDir: string,
  file: CorpusFile,
  { maxFileBytes }: ReadOptions,
): Promise<Uint8Array> {
  if (file.sizeBytes > maxFileBytes) throw tooLarge(maxFileBytes);
  let handle: FileHandle | undefined;
  try {
    const root = await realpath(corpusDir);
    const target = path.join(root, file.path);
    // Windows knows neither of the last two flags; undefined counts as no bit there.
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
    handle = await open(target, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const inside = path.relative(root, await realpath(target));
    if (inside.startsWith('..') || path.isAbsolute(inside)) {
      throw new CorpusError('leads out of the corpus folder by a link');
    }
    const stats = await handle.stat();
    if (!stats.isFile()) throw new CorpusError('is not a file');
    return await readUpTo(handle, stats.size, maxFileBytes);
  } catch (error) {
    if (error instanceof CorpusError) throw error;
    throw new CorpusError(`cannot be read: ${fileProblem(error)}`, { cause: error });
  } finally {
    await handle?.close();
  }
}

/**
 * The bytes of the file at a path below the corpus folder; null where there is none.
 *
 * @throws CorpusError saying why it cannot be read.
 */
export async function readFileOf(
  filePath: string,
  { corpusDir, maxFileBytes }: ReadOptions & { readonly corpusDir: string },
): Promise<Uint8Array | null> {
  try {
    const { size, mtimeMs } = await lstat(path.join(corpusDir, filePath));
    const file = { path: filePath, sizeBytes: size, modifiedMs: mtimeMs };
    return await readCorpusFile(corpusDir, file, { maxFileBytes });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

async function readUpTo(
  handle: FileHandle,
  sizeBytes: number,
  maxBytes: number,
): Promise<Uint8Array> {
  if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
  // One byte more shows whether the file has grown.
  let buffer = Buffer.alloc(sizeBytes + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length);
    length += bytesRead;
    if (length > maxBytes) throw tooLarge(maxBytes);
    if (bytesRead === 0) return buffer.subarray(0, length);
    if (length === buffer.length)
      buffer = Buffer.concat([buffer], Math.min(2 * length, maxBytes + 1));
  }
}

/** The refusal of a file for its size. */
export function tooLarge(maxBytes: number): CorpusError {
  const limit = Number((maxBytes / 2 ** 20).toPrecision(3));
  return new CorpusError(`is larger than ${limit} MB; split it or raise MAX_FILE_MB`);
}

/** Whether anything but blanks is left outside of front matter and masthead. */
function hasText(article: Article): boolean {
  let position = 0;
  for (const { start, end } of article.excluded) {
    if (article.text.slice(position, start).trim() !== '') return true;
    position = end;
  }
  return article.text.slice(position).trim() !== '';
}

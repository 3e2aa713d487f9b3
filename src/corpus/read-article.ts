import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CorpusError, messageOf } from '../errors.ts';
import { type Article, completeArticle } from './article.ts';
import type { ArticleReader } from './article-reader.ts';
import type { CorpusFile } from './list-corpus.ts';
import { markdownReader } from './read-markdown.ts';
import { textReader } from './read-text.ts';

/** Larger files are data or a mistake: a book has about 1 MB. */
export const MAX_FILE_BYTES = 10 * 2 ** 20;

const READERS: readonly ArticleReader[] = [textReader, markdownReader];
/** Lets tests and messages name the formats without repeating them. */
export const SUPPORTED_EXTENSIONS = READERS.flatMap((reader) => reader.extensions);

/**
 * Reads one listed file.
 *
 * @throws CorpusError saying why the file cannot be an article.
 */
export async function readArticle(corpusDir: string, file: CorpusFile): Promise<Article> {
  const extension = path.extname(file.path).toLowerCase();
  const reader = READERS.find(({ extensions }) => extensions.includes(extension));
  if (reader === undefined) {
    throw new CorpusError(
      `${extension || 'no file name ending'} is not a format that is read (${SUPPORTED_EXTENSIONS.join(', ')})`,
    );
  }
  if (file.sizeBytes > MAX_FILE_BYTES) {
    throw new CorpusError(`is larger than ${MAX_FILE_BYTES / 2 ** 20} MiB`);
  }
  let bytes: Buffer;
  try {
    bytes = await readFile(path.join(corpusDir, file.path));
  } catch (error) {
    throw new CorpusError(`cannot be read: ${messageOf(error)}`, { cause: error });
  }
  const draft = reader.read(decode(bytes));
  const article = completeArticle(file.path, draft);
  if (!hasText(article)) throw new CorpusError('holds no text');
  return article;
}

function decode(bytes: Uint8Array): string {
  if (bytes.includes(0)) throw new CorpusError('is not text: it holds zero bytes');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new CorpusError('is not UTF-8; save it in that encoding', { cause: error });
  }
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

import { lstat, readFile } from 'node:fs/promises';
import { CorpusError, fileProblem } from '../errors.ts';

/**
 * The text of a file that stands beside the articles and is none.
 *
 * @returns the empty text where there is no such file.
 * @throws CorpusError beginning with the line: `:1: expected …, found …`.
 */
export async function readListFile(file: string, maxBytes: number): Promise<string> {
  try {
    const stats = await lstat(file);
    // A link may lead out of the corpus, and a pipe may never end.
    if (!stats.isFile()) throw new CorpusError(':1: expected a file, found a link or a folder');
    if (stats.size <= maxBytes) return await readFile(file, 'utf8');
    throw new CorpusError(`:1: expected at most ${maxBytes} bytes, found ${stats.size}`);
  } catch (error) {
    if (error instanceof CorpusError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return '';
    throw new CorpusError(`:1: expected a readable file, found ${fileProblem(error)}`, {
      cause: error,
    });
  }
}

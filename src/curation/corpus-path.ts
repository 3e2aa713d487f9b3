import { lstat, mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { SAMPLE_FOLDER } from '../corpus/list-corpus.ts';
import { LINE_PATH } from '../corpus/read-articles.ts';
import { CorpusError, messageOf } from '../errors.ts';
import { syncPath } from '../vector-index/current-file.ts';

/** Longer paths are not shown in full. */
const MAX_SHOWN_CHARS = 200;

/**
 * Finds a file that moderators may remove, and refuses what leads elsewhere.
 *
 * @param root the corpus folder, not by a link.
 * @param filePath as the list of articles shows it.
 * @returns the file on disk.
 * @throws CorpusError saying what is wrong with the path.
 */
export async function findCorpusFile(root: string, filePath: string): Promise<string> {
  const shown = JSON.stringify(filePath.slice(0, MAX_SHOWN_CHARS));
  if (LINE_PATH.test(filePath)) {
    const whole = JSON.stringify(filePath.replace(/#.*$/s, '').slice(0, MAX_SHOWN_CHARS));
    throw new CorpusError(
      `${shown} must be a file, found one article of several; remove the whole file ${whole}, or take ` +
        'the line out of it and add the rest again',
    );
  }
  if (!isCorpusPath(filePath)) {
    throw new CorpusError(
      `${shown} must be the path of an article below the corpus folder, such as "news/bridge.md"; ` +
        'copy it from the list of articles',
    );
  }
  if (filePath.startsWith(`${SAMPLE_FOLDER}/`)) {
    throw new CorpusError(
      `${shown} must be a file of your own, found one that comes with Verbatim and would come back ` +
        'with every update; leave all of them out with SAMPLE_CORPUS=off',
    );
  }
  const file = path.join(root, filePath);
  try {
    const folder = path.dirname(file);
    if ((await realpath(folder)) === folder && (await lstat(file)).isFile()) return file;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(code)) throw error;
    throw new CorpusError(
      `${shown} is not in the corpus; copy the path from the list of articles`,
      {
        cause: error,
      },
    );
  }
  throw new CorpusError(
    `${shown} must be a file, found a folder or a link, which only the operator can remove`,
  );
}

/** Whether a listing of the corpus folder can show this path. */
function isCorpusPath(filePath: string): boolean {
  const names = filePath.split('/');
  return (
    names.every((name) => name !== '' && !name.startsWith('.') && !/[\\\0]/.test(name)) &&
    names.at(-1)?.toLowerCase() !== 'readme.md'
  );
}

/**
 * Makes the folders that lead to a file, for good.
 *
 * @param root an existing folder.
 * @param filePath below it, with forward slashes.
 * @returns the file's path on disk.
 * @throws CorpusError where a link or a file stands in the way.
 */
export async function makeFoldersFor(root: string, filePath: string): Promise<string> {
  const names = filePath.split('/');
  let folder = root;
  for (const name of names.slice(0, -1)) {
    const parent = folder;
    folder = path.join(parent, name);
    try {
      await mkdir(folder);
      await syncPath(parent);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      // Through a link the file would come to stand somewhere else.
      if ((await lstat(folder)).isDirectory()) continue;
      throw new CorpusError(
        `${folder} must be a folder, found a link or a file: ${messageOf(error)}; move it away`,
        { cause: error },
      );
    }
  }
  return path.join(folder, names.at(-1) ?? '');
}

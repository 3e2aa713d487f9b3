import type { Dirent } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { CorpusError, fileProblem } from '../errors.ts';

/** The file of other names in a corpus folder, which is no article. */
export const ALIASES_FILE = 'aliases.yaml';
/** The file of what was withdrawn or corrected in a corpus folder, which is no article either. */
export const CORRECTIONS_FILE = 'corrections.yaml';
const NO_ARTICLES = new Set([ALIASES_FILE, CORRECTIONS_FILE]);

/** A file of the corpus folder that might be an article, as the folder listing shows it. */
export interface CorpusFile {
  /** Below the corpus folder, with forward slashes. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Time of the last change, in milliseconds since 1970. */
  readonly modifiedMs: number;
}

/** A file that could not become an article, and why. */
export interface RefusedFile {
  readonly path: string;
  readonly reason: string;
}

export interface CorpusOptions {
  /** False leaves out the folder `sample`. */
  readonly sampleCorpus: boolean;
}

/** Larger files are data or a mistake: a book has about 1 MB. */
export const DEFAULT_MAX_FILE_BYTES = 10 * 2 ** 20;

/** Folder of the corpus with the summaries that come with Verbatim. */
export const SAMPLE_FOLDER = 'sample';

/** Whether a path of the corpus is one of those that come with Verbatim. */
export function isSample(corpusPath: string): boolean {
  return corpusPath.startsWith(`${SAMPLE_FOLDER}/`);
}

/**
 * Lists the files of a corpus folder and the folders in it, sorted by path. Hidden files, `README.md`
 * and the files about articles are not articles and are passed over; links are refused, since they may
 * lead out of the folder, and so are pipes and devices, which may never end. The folder itself may be a
 * link.
 *
 * @throws CorpusError when the folder is missing or cannot be read.
 */
export async function listCorpus(
  corpusDir: string,
  options: CorpusOptions,
): Promise<{ readonly files: CorpusFile[]; readonly refused: RefusedFile[] }> {
  const root = await existingFolder(corpusDir);
  const files: CorpusFile[] = [];
  const refused: RefusedFile[] = [];

  async function visit(folder: string): Promise<void> {
    let entries: Dirent[];
    try {
      entries = await readdir(path.join(root, folder), { withFileTypes: true });
    } catch (error) {
      if (folder === '')
        throw new CorpusError(`cannot read the corpus folder ${root}`, { cause: error });
      refused.push({ path: folder, reason: `cannot be read: ${fileProblem(error)}` });
      return;
    }
    for (const entry of entries) {
      const entryPath = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith('.')) continue;
      if (entry.isSymbolicLink()) {
        refused.push({ path: entryPath, reason: 'is a link; put the file itself here' });
      } else if (entry.isDirectory()) {
        if (options.sampleCorpus || entryPath !== SAMPLE_FOLDER) await visit(entryPath);
      } else if (!entry.isFile()) {
        refused.push({ path: entryPath, reason: 'is not a file' });
      } else if (entry.name.toLowerCase() !== 'readme.md' && !NO_ARTICLES.has(entryPath)) {
        try {
          const { size, mtimeMs } = await lstat(path.join(root, entryPath));
          files.push({ path: entryPath, sizeBytes: size, modifiedMs: mtimeMs });
        } catch (error) {
          refused.push({ path: entryPath, reason: `cannot be read: ${fileProblem(error)}` });
        }
      }
    }
  }

  await visit('');
  return { files: files.sort(byPath), refused: refused.sort(byPath) };
}

/** Compares by code unit, so that the order is the same on every machine. */
function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : 1;
}

/**
 * The corpus folder by its own path, where it may be a link.
 *
 * @throws CorpusError when it is missing or no folder.
 */
export async function existingFolder(corpusDir: string): Promise<string> {
  try {
    const root = await realpath(corpusDir);
    if ((await stat(root)).isDirectory()) return root;
  } catch (error) {
    throw new CorpusError(
      `no corpus folder at ${corpusDir}; create it or set CORPUS_DIR or --corpus`,
      { cause: error },
    );
  }
  throw new CorpusError(`${corpusDir} is not a folder; set CORPUS_DIR or --corpus to a folder`);
}

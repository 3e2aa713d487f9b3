import { constants } from 'node:fs';
import { copyFile, link, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Config } from '../config.ts';
import { existingFolder } from '../corpus/list-corpus.ts';
import { readCurrent, writeCurrent } from '../vector-index/current-file.ts';

/** Where the playground reads and writes. */
export interface Workspace {
  readonly corpusDir: string;
  readonly indexDir: string;
  /** For state, removed articles and files that wait for a confirmation. */
  readonly dataDir: string;
  /** Deletes what nobody is to keep. */
  remove(): Promise<void>;
}

/** The corpus and the index themselves, and a folder for the rest that the bot does not use. */
export function lastingWorkspace({ corpusDir, indexDir, dataDir }: Config): Workspace {
  return {
    corpusDir,
    indexDir,
    dataDir: path.join(dataDir, 'playground'),
    remove: () => Promise.resolve(),
  };
}

/**
 * A copy of corpus and index in a temporary folder, so that whatever is done there harms nothing.
 * The index is left out where there is none, or it was replaced meanwhile; it is built then.
 *
 * @throws CorpusError when there is no corpus folder.
 */
export async function temporaryWorkspace({ corpusDir, indexDir }: Config): Promise<Workspace> {
  const root = await existingFolder(corpusDir);
  const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-playground-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const workspace: Workspace = {
    corpusDir: path.join(folder, 'corpus'),
    indexDir: path.join(folder, 'index'),
    dataDir: path.join(folder, 'data'),
    remove,
  };
  try {
    await copyFolder(root, workspace.corpusDir);
    await copyIndex(indexDir, workspace.indexDir);
    return workspace;
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Copies what indexing reads: not what is hidden, links, or may not be read. */
async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const entries = await readdir(from, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) await copyFolder(source, target);
    else if (entry.isFile()) await copy(source, target).catch(ignoreForbidden);
  }
}

async function copyIndex(from: string, to: string): Promise<void> {
  try {
    const names = await readCurrent(from);
    if (names === null) return;
    for (const name of await readdir(path.join(from, names.current))) {
      await copy(path.join(from, names.current, name), path.join(to, names.current, name));
    }
    await writeCurrent(to, { current: names.current, previous: [] });
  } catch {
    // Being replaced just now, or damaged: it is built anew, which says why if it cannot be.
    await rm(to, { recursive: true, force: true });
  }
}

/**
 * Gives a file a second name where that is possible, which takes neither time nor room and keeps its
 * time of change to the nanosecond: neither corpus nor index are ever written to in place.
 */
async function copy(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true });
  await link(from, to).catch(() => copyFile(from, to, constants.COPYFILE_FICLONE));
}

function ignoreForbidden(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
}

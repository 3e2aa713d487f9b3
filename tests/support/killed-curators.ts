import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Correction } from '../../src/corpus/corrections.ts';
import { listCorpus } from '../../src/corpus/list-corpus.ts';
import { CorpusFolder, type CorpusFolders } from '../../src/curation/corpus-folder.ts';
import { messageOf } from '../../src/errors.ts';
import { tryProcessLock } from '../../src/process-lock.ts';
import { curatedFileOf, type Deed, deedsOf, type Edition } from './curated-files.ts';
import { sayingsAbout } from './said-corrections.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Stays in the corpus for good; who holds it is known to the operating system alone. */
const LOCK_FILE = '.verbatim-corrections-lock.db';

/** Which editions are where after a deed. */
const PLACES: Readonly<Record<Deed, string>> = {
  added: '1 in the corpus',
  removed: '1 aside',
  restored: '1 in the corpus',
  replaced: '2 in the corpus, 1 aside',
};
/** In the midst of each deed but the first. */
const BETWEEN = '1 in the corpus, 1 aside';

/** Which edition of each file is where, by the number of the file. */
interface Places {
  readonly corpus: ReadonlyMap<number, Edition>;
  readonly removed: ReadonlyMap<number, Edition>;
}

/** A corpus folder and one for what is removed from it. */
export interface CurationHome extends CorpusFolders {
  remove(): Promise<void>;
}

/** @param parentOfRemoved may be on another disk. */
export async function makeCurationHome(parentOfRemoved: string = tmpdir()): Promise<CurationHome> {
  const home = await mkdtemp(path.join(tmpdir(), 'verbatim-curation-'));
  const other = await mkdtemp(path.join(parentOfRemoved, 'verbatim-curation-'));
  const folders = { corpusDir: path.join(home, 'corpus'), removedDir: path.join(other, 'removed') };
  await mkdir(folders.corpusDir);
  return {
    ...folders,
    async remove() {
      for (const folder of [home, other]) await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * What is wrong with a corpus after the process that changed its files was killed: a change that was
 * acknowledged and is lost, a file that is not whole, something left behind after the next start, or
 * a file that does not come back.
 *
 * @param acknowledged the lines that the process has printed.
 */
export async function faultsOfFiles(
  folders: CorpusFolders,
  acknowledged: readonly string[],
): Promise<string[]> {
  return collect(async () => {
    const places = await placesIn(folders);
    const faults = strayedFiles(acknowledged, places);
    const corpus = await CorpusFolder.open(folders, Date.now() + DAY_MS);
    faults.push(...(await leftoversIn(folders)));
    for (const { id, path: filePath } of await corpus.listRemoved()) {
      const standing = path.join(folders.corpusDir, filePath);
      const text = await readFile(standing, 'utf8').catch(() => '');
      // The first edition comes back when the second goes.
      if (curatedFileOf(text)?.edition === 2) await corpus.remove(filePath, Date.now());
      await corpus.restore(id);
    }
    const { corpus: restored } = await placesIn(folders);
    const numbers = new Set([...places.corpus.keys(), ...places.removed.keys()]);
    for (const number of numbers) {
      if (!restored.has(number)) faults.push(`file ${number} does not come back`);
    }
    return faults;
  });
}

/**
 * What is wrong with what a corpus says about its articles after the process that said it was killed.
 *
 * @param paths what that process was started with.
 * @param acknowledged the lines that it has printed.
 */
export async function faultsOfCorrections(
  folders: CorpusFolders,
  paths: readonly string[],
  acknowledged: readonly string[],
): Promise<string[]> {
  return collect(async () => {
    const sayings = sayingsAbout(paths);
    const corpus = await CorpusFolder.open(folders, Date.now() + DAY_MS);
    const faults = await leftoversIn(folders);
    const found = await corpus.corrections();
    // The change that was in the making may be done or not.
    const whole = [acknowledged.length, acknowledged.length + 1].map((count) => {
      const said = new Map<string, Correction>();
      for (const { path: article, correction } of sayings.slice(0, count)) {
        if (correction === null) said.delete(article);
        else said.set(article, correction);
      }
      return said;
    });
    if (!whole.some((said) => isDeepStrictEqual(said, found))) {
      const { length } = acknowledged;
      faults.push(`${length} changes acknowledged, found ${JSON.stringify([...found])}`);
    }
    const lock = await tryProcessLock(path.join(folders.corpusDir, LOCK_FILE));
    if (lock === null) faults.push('the lock of the corrections is not free');
    lock?.release();
    await corpus.correct('next.md', { kind: 'withdrawn', on: '2022-12-31', note: null });
    if (!(await corpus.corrections()).has('next.md')) faults.push('nothing more can be said');
    return faults;
  });
}

async function collect(find: () => Promise<string[]>): Promise<string[]> {
  try {
    return await find();
  } catch (error) {
    return [`cannot be used afterwards: ${messageOf(error)}`];
  }
}

/** @throws Error where a file is not whole. */
async function placesIn({ corpusDir, removedDir }: CorpusFolders): Promise<Places> {
  const { files } = await listCorpus(corpusDir, { sampleCorpus: true });
  const folder = await CorpusFolder.open({ corpusDir, removedDir });
  const removed = await folder.listRemoved();
  return {
    corpus: await editionsOf(files.map((file) => path.join(corpusDir, file.path))),
    removed: await editionsOf(removed.map((file) => path.join(removedDir, file.id, file.path))),
  };
}

async function editionsOf(files: readonly string[]): Promise<Map<number, Edition>> {
  const editions = new Map<number, Edition>();
  for (const file of files) {
    const curated = curatedFileOf(await readFile(file, 'utf8'));
    if (curated === null) throw new Error(`${file} is not whole`);
    if (editions.has(curated.number)) throw new Error(`${file} is there twice`);
    editions.set(curated.number, curated.edition);
  }
  return editions;
}

/** Which files are neither as the last deed that was acknowledged left them nor as the next one does. */
function strayedFiles(acknowledged: readonly string[], { corpus, removed }: Places): string[] {
  const history = new Map<number, string[]>();
  for (const line of acknowledged) {
    const [deed = '', number = ''] = line.split(' ');
    history.set(Number(number), [...(history.get(Number(number)) ?? []), deed]);
  }
  const last = Math.max(-1, ...history.keys());
  const strayed = [...history].flatMap(([number, done]) => {
    const next = deedsOf(number)[done.length];
    const allowed = [PLACES[done.at(-1) as Deed]];
    if (number === last && next !== undefined) allowed.push(BETWEEN, PLACES[next]);
    const inCorpus = corpus.has(number) ? [`${corpus.get(number)} in the corpus`] : [];
    const aside = removed.has(number) ? [`${removed.get(number)} aside`] : [];
    const place = [...inCorpus, ...aside].join(', ');
    return allowed.includes(place) ? [] : [`file ${number} after ${done.join(', ')}: ${place}`];
  });
  const unknown = [...corpus.keys(), ...removed.keys()].filter((number) => number > last + 1);
  return [...strayed, ...unknown.map((number) => `file ${number} was never begun`)];
}

/** What a killed process has left behind in the folders, once the next one has been started. */
async function leftoversIn({ corpusDir, removedDir }: CorpusFolders): Promise<string[]> {
  const entries = await readdir(corpusDir, { recursive: true });
  const hidden = entries.filter((entry) => path.basename(entry).startsWith('.'));
  const removals = await readdir(removedDir).catch(() => []);
  const below = await readdir(removedDir, { recursive: true }).catch(() => []);
  const hiddenAside = below.filter((entry) => path.basename(entry).startsWith('.'));
  const known = await (await CorpusFolder.open({ corpusDir, removedDir })).listRemoved();
  const orphans = removals.filter((entry) => known.every(({ id }) => id !== entry));
  return [...hidden.filter((entry) => entry !== LOCK_FILE), ...hiddenAside, ...orphans].map(
    (entry) => `left over: ${entry}`,
  );
}

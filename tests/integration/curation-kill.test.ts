import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listCorpus } from '../../src/corpus/list-corpus.ts';
import { CorpusFolder, type CorpusFolders } from '../../src/curation/corpus-folder.ts';
import { curatedText, isRemovedLater, isRestoredLater } from '../support/curated-files.ts';
import { Curator } from '../support/curator.ts';
import { otherDisk } from '../support/other-disk.ts';

const KILLS = 8;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Where each file is whole, by its number; fails when any is not. */
interface Places {
  readonly corpus: ReadonlyMap<number, string>;
  readonly removed: ReadonlyMap<number, string>;
}

async function foldersOn(parentOfRemoved: string): Promise<CorpusFolders> {
  const [home, other] = [
    await mkdtemp(path.join(tmpdir(), 'verbatim-curation-')),
    await mkdtemp(path.join(parentOfRemoved, 'verbatim-curation-')),
  ];
  onTestFinished(async () => {
    for (const folder of [home, other]) await rm(folder, { recursive: true, force: true });
  });
  const folders = { corpusDir: path.join(home, 'corpus'), removedDir: path.join(other, 'removed') };
  await mkdir(folders.corpusDir);
  return folders;
}

async function placesIn({ corpusDir, removedDir }: CorpusFolders): Promise<Places> {
  const { files } = await listCorpus(corpusDir, { sampleCorpus: true });
  const corpus = new Map<number, string>();
  for (const file of files) corpus.set(await numberOf(path.join(corpusDir, file.path)), file.path);
  const removed = new Map<number, string>();
  const folder = await CorpusFolder.open({ corpusDir, removedDir });
  for (const file of await folder.listRemoved()) {
    removed.set(await numberOf(path.join(removedDir, file.id, file.path)), file.id);
  }
  return { corpus, removed };
}

async function numberOf(file: string): Promise<number> {
  const text = await readFile(file, 'utf8');
  const number = Number(/^Line of file (\d+)/.exec(text)?.[1]);
  expect(text === curatedText(number), `${file} is whole`).toBe(true);
  return number;
}

/** What was acknowledged about each file, oldest first. */
function historyOf(lines: readonly string[]): Map<number, string[]> {
  const history = new Map<number, string[]>();
  for (const line of lines) {
    const [deed = '', file = ''] = line.split(' ');
    history.set(Number(file), [...(history.get(Number(file)) ?? []), deed]);
  }
  return history;
}

/** Which files are not where the last thing that was acknowledged about them says. */
function strayedFiles(history: Map<number, string[]>, { corpus, removed }: Places): string[] {
  const last = Math.max(...history.keys());
  return [...history].flatMap(([file, deeds]) => {
    const isThere = corpus.has(file);
    const isAside = removed.has(file);
    const wanted = 1 + Number(isRemovedLater(file)) + Number(isRestoredLater(file));
    const isBusy = file === last && deeds.length < wanted;
    const belongsAside = isRemovedLater(file) && !isRestoredLater(file);
    const isRight = isBusy
      ? isThere || isAside
      : isThere !== belongsAside && isAside === belongsAside;
    return isRight ? [] : [`file ${file} after ${deeds.join(', ')}`];
  });
}

describe.each([
  { disk: 'on one disk', parent: tmpdir() },
  { disk: 'over two disks', parent: otherDisk() },
])('a process that changes the corpus $disk and is killed', ({ parent }) => {
  it.skipIf(parent === null)(
    'leaves what it has acknowledged, every file whole and nothing behind',
    async () => {
      for (let kill = 0; kill < KILLS; kill++) {
        const folders = await foldersOn(parent ?? '');
        const curator = await Curator.start(folders);
        curator.begin();
        await wait(20 + kill * 19);
        const history = historyOf(await curator.end('SIGKILL'));
        expect(strayedFiles(history, await placesIn(folders))).toEqual([]);

        const corpus = await CorpusFolder.open(folders, Date.now() + DAY_MS);
        const entries = await readdir(folders.corpusDir, { recursive: true });
        expect(entries.filter((entry) => path.basename(entry).startsWith('.'))).toEqual([]);
        const removals = await readdir(folders.removedDir).catch(() => []);
        expect(removals).toHaveLength((await corpus.listRemoved()).length);
        for (const { id } of await corpus.listRemoved()) await corpus.restore(id);
        expect((await placesIn(folders)).corpus.size).toBeGreaterThanOrEqual(history.size);
      }
    },
  );
});

describe('a disk that is full', () => {
  it.runIf(process.platform === 'linux')('takes nothing, and says so in one line', async () => {
    const folders = await foldersOn(tmpdir());
    const curator = await Curator.start(folders);
    // Files may not grow beyond this, as if the disk ended there.
    execFileSync('prlimit', ['--pid', String(curator.pid), '--fsize=4096']);
    curator.begin();
    const lines = await curator.end();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^failed the corpus in .* cannot be changed: EFBIG: file too large, write; nothing is half-written; free some space/,
    );
    expect(await readdir(folders.corpusDir, { recursive: true })).toEqual(['added']);
  });
});

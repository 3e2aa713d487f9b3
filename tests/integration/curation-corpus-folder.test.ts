import { existsSync } from 'node:fs';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listCorpus } from '../../src/corpus/list-corpus.ts';
import { CorpusFolder, type CorpusFolders } from '../../src/curation/corpus-folder.ts';
import { CorpusError } from '../../src/errors.ts';
import { writeCorpus } from '../support/articles.ts';
import { otherDisk } from '../support/other-disk.ts';
import { withoutWriteAccess } from '../support/without-write-access.ts';

const TEXT = Buffer.from('The river rose by two metres overnight.\n');
const OTHER = Buffer.from('The bridge was closed.\n');
const NOON = Date.UTC(2022, 10, 16, 12);
const DAY_MS = 24 * 60 * 60 * 1000;
const isWindows = process.platform === 'win32';

async function temporaryFolder(parent = tmpdir()): Promise<string> {
  const folder = await mkdtemp(path.join(parent, 'verbatim-removed-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Folders that live as long as the current test. */
async function foldersOf(
  files: Record<string, string | Uint8Array>,
  parentOfRemoved?: string,
): Promise<CorpusFolders> {
  const removedDir = path.join(await temporaryFolder(parentOfRemoved), 'removed');
  return { corpusDir: await writeCorpus(files), removedDir };
}

async function listed({ corpusDir }: CorpusFolders): Promise<string[]> {
  return (await listCorpus(corpusDir, { sampleCorpus: true })).files.map((file) => file.path);
}

function contentOf({ corpusDir }: CorpusFolders, name: string): Promise<Buffer> {
  return readFile(path.join(corpusDir, name));
}

async function entriesBelow(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).sort();
}

describe('a file that is added', () => {
  it('stands as it is in a folder of its own', async () => {
    const folders = await foldersOf({ 'a.txt': TEXT });
    const corpus = await CorpusFolder.open(folders);
    expect(await corpus.add({ name: '../The Flood.doc', bytes: TEXT })).toBe(
      'added/the-flood-doc.txt',
    );
    expect(await contentOf(folders, 'added/the-flood-doc.txt')).toEqual(TEXT);
    expect(await entriesBelow(folders.corpusDir)).toEqual([
      'a.txt',
      'added',
      'added/the-flood-doc.txt',
    ]);
  });

  it('never takes the place of another', async () => {
    const folders = await foldersOf({ 'added/flood.txt': OTHER });
    const corpus = await CorpusFolder.open(folders);
    const file = { name: 'flood.txt', bytes: TEXT };
    const paths = await Promise.all([corpus.add(file), corpus.add(file), corpus.add(file)]);
    expect(paths.sort()).toEqual(['added/flood-2.txt', 'added/flood-3.txt', 'added/flood-4.txt']);
    expect(await contentOf(folders, 'added/flood.txt')).toEqual(OTHER);
  });

  it('is refused where it is no article, and nothing is written', async () => {
    const folders = await foldersOf({});
    const corpus = await CorpusFolder.open(folders);
    const adding = corpus.add({ name: 'a.txt', bytes: Buffer.from('%PDF-1.7') });
    await expect(adding).rejects.toThrow(CorpusError);
    expect(await entriesBelow(folders.corpusDir)).toEqual([]);
  });

  it.skipIf(isWindows)('is not written through a link', async () => {
    const folders = await foldersOf({});
    const elsewhere = await temporaryFolder();
    await symlink(elsewhere, path.join(folders.corpusDir, 'added'));
    const corpus = await CorpusFolder.open(folders);
    const adding = corpus.add({ name: 'a.txt', bytes: TEXT });
    await expect(adding).rejects.toThrow('added must be a folder, found a link or a file');
    expect(await readdir(elsewhere)).toEqual([]);
  });
});

// The folder of removed files may be on the disk of the corpus or on another one.
const DISKS = [
  { disk: 'the same disk', parent: tmpdir() },
  { disk: 'another disk', parent: otherDisk() },
];

describe.each(DISKS)('a removed file on $disk', ({ parent }) => {
  const isMissing = parent === null;

  it.skipIf(isMissing)('is gone from the corpus and comes back as it was', async () => {
    const folders = await foldersOf(
      { 'news/2022/flood.txt': TEXT, 'a.txt': OTHER },
      parent ?? undefined,
    );
    const corpus = await CorpusFolder.open(folders);
    const id = await corpus.remove('news/2022/flood.txt', NOON);
    expect(await listed(folders)).toEqual(['a.txt']);
    expect(await corpus.listRemoved()).toEqual([
      { id, path: 'news/2022/flood.txt', removedAtMs: NOON, sizeBytes: TEXT.length },
    ]);
    // The operator may have tidied up.
    await rm(path.join(folders.corpusDir, 'news'), { recursive: true });
    expect(await corpus.restore(id)).toBe('news/2022/flood.txt');
    expect(await contentOf(folders, 'news/2022/flood.txt')).toEqual(TEXT);
    expect(await corpus.listRemoved()).toEqual([]);
    expect(await readdir(folders.removedDir)).toEqual([]);
  });

  it.skipIf(isMissing)('does not come back over another file, and is kept', async () => {
    const folders = await foldersOf({ 'a.txt': TEXT }, parent ?? undefined);
    const corpus = await CorpusFolder.open(folders);
    const id = await corpus.remove('a.txt', NOON);
    await writeFile(path.join(folders.corpusDir, 'a.txt'), OTHER);
    await expect(corpus.restore(id)).rejects.toThrow(
      'the place of a.txt must be free, found another file there; remove that one first',
    );
    expect(await contentOf(folders, 'a.txt')).toEqual(OTHER);
    expect(await corpus.listRemoved()).toMatchObject([{ id }]);
    expect(await entriesBelow(folders.corpusDir)).toEqual(['a.txt']);
  });

  it.skipIf(isMissing)(
    'that was put back by a run that was killed then is put back for good',
    async () => {
      const folders = await foldersOf({ 'a.txt': TEXT }, parent ?? undefined);
      const corpus = await CorpusFolder.open(folders);
      const id = await corpus.remove('a.txt', NOON);
      await writeFile(path.join(folders.corpusDir, 'a.txt'), TEXT);
      expect(await corpus.restore(id)).toBe('a.txt');
      expect(await corpus.listRemoved()).toEqual([]);
    },
  );

  it.skipIf(isMissing)('has one taker when two restore it at once', async () => {
    const folders = await foldersOf({ 'a.txt': TEXT }, parent ?? undefined);
    const corpus = await CorpusFolder.open(folders);
    const id = await corpus.remove('a.txt', NOON);
    const outcomes = await Promise.allSettled([corpus.restore(id), corpus.restore(id)]);
    expect(outcomes.map(({ status }) => status)).toContain('fulfilled');
    const reasons = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(reasons.every((reason) => reason instanceof CorpusError)).toBe(true);
    expect(await contentOf(folders, 'a.txt')).toEqual(TEXT);
  });

  it.skipIf(isMissing)('is removed by one of two who remove it at once', async () => {
    const folders = await foldersOf({ 'a.txt': TEXT }, parent ?? undefined);
    const corpus = await CorpusFolder.open(folders);
    const outcomes = await Promise.allSettled([
      corpus.remove('a.txt', NOON),
      corpus.remove('a.txt', NOON),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find((one) => one.status === 'rejected')?.reason).toBeInstanceOf(CorpusError);
    expect(await corpus.listRemoved()).toMatchObject([{ path: 'a.txt', sizeBytes: TEXT.length }]);
  });
});

describe('the removed files', () => {
  it('are listed with the newest first, the same path more than once', async () => {
    const folders = await foldersOf({ 'a.txt': TEXT, 'b.txt': TEXT });
    const corpus = await CorpusFolder.open(folders);
    await corpus.remove('a.txt', NOON);
    await corpus.remove('b.txt', NOON + 1);
    await writeFile(path.join(folders.corpusDir, 'a.txt'), OTHER);
    await corpus.remove('a.txt', NOON + DAY_MS);
    const removed = await corpus.listRemoved();
    expect(removed.map((file) => file.path)).toEqual(['a.txt', 'b.txt', 'a.txt']);
    expect(new Set(removed.map(({ id }) => id)).size).toBe(3);
  });

  it('are deleted for good once they are old', async () => {
    const folders = await foldersOf({ 'a.txt': TEXT, 'b.txt': TEXT });
    const corpus = await CorpusFolder.open(folders);
    const id = await corpus.remove('a.txt', NOON);
    await corpus.remove('b.txt', NOON + DAY_MS);
    expect(await corpus.forgetRemovedBefore(NOON + DAY_MS)).toBe(1);
    expect(await corpus.listRemoved()).toMatchObject([{ path: 'b.txt' }]);
    await expect(corpus.restore(id)).rejects.toThrow('is not kept any more');
  });

  it('do not answer to an id that leads elsewhere', async () => {
    const folders = await foldersOf({ 'a.txt': TEXT });
    const corpus = await CorpusFolder.open(folders);
    for (const id of ['', '..', '../corpus', 'a.txt', '20221316T120000000Z-0123abcd']) {
      await expect(corpus.restore(id)).rejects.toThrow(CorpusError);
    }
  });
});

describe('removing', () => {
  const FILES = {
    'a.txt': TEXT,
    'news.jsonl': '{"text":"A."}\n',
    '.git/config.txt': TEXT,
    'news/README.md': TEXT,
    'sample/kyiv.md': TEXT,
  };

  it.each([
    { target: '', message: 'must be the path of an article' },
    { target: '.', message: 'must be the path of an article' },
    { target: '../a.txt', message: 'must be the path of an article' },
    { target: 'news/../a.txt', message: 'must be the path of an article' },
    { target: '/etc/passwd', message: 'must be the path of an article' },
    { target: 'news\\a.txt', message: 'must be the path of an article' },
    { target: 'a.txt\0', message: 'must be the path of an article' },
    { target: '.git/config.txt', message: 'must be the path of an article' },
    { target: 'news/README.md', message: 'must be the path of an article' },
    { target: 'missing.txt', message: '"missing.txt" is not in the corpus' },
    { target: 'a.txt/b.txt', message: 'is not in the corpus' },
    { target: `${'x'.repeat(5000)}.txt`, message: 'is not in the corpus' },
    { target: 'news', message: 'found a folder or a link' },
    { target: 'sample/kyiv.md', message: 'leave all of them out with SAMPLE_CORPUS=off' },
    {
      target: 'news.jsonl#1',
      message: 'found one article of several; remove the whole file "news.jsonl"',
    },
  ])('is refused for "$target"', async ({ target, message }) => {
    const folders = await foldersOf(FILES);
    const before = await entriesBelow(folders.corpusDir);
    const corpus = await CorpusFolder.open(folders);
    await expect(corpus.remove(target, NOON)).rejects.toThrow(CorpusError);
    await expect(corpus.remove(target, NOON)).rejects.toThrow(message);
    expect(await entriesBelow(folders.corpusDir)).toEqual(before);
    expect(existsSync(folders.removedDir)).toBe(false);
  });

  it.skipIf(isWindows)('is refused for links and for what they lead to', async () => {
    const folders = await foldersOf({ 'a.txt': TEXT });
    const elsewhere = await writeCorpus({ 'secret.txt': TEXT });
    await symlink(elsewhere, path.join(folders.corpusDir, 'folder'));
    await symlink(path.join(elsewhere, 'secret.txt'), path.join(folders.corpusDir, 'link.txt'));
    const corpus = await CorpusFolder.open(folders);
    for (const target of ['folder/secret.txt', 'link.txt', 'folder']) {
      await expect(corpus.remove(target, NOON)).rejects.toThrow('found a folder or a link');
    }
    expect(await readdir(elsewhere)).toEqual(['secret.txt']);
  });

  it('takes whole files of lines', async () => {
    const folders = await foldersOf(FILES);
    const corpus = await CorpusFolder.open(folders);
    await corpus.remove('news.jsonl', NOON);
    expect(await corpus.listRemoved()).toMatchObject([{ path: 'news.jsonl' }]);
  });
});

describe('a corpus folder', () => {
  it('may be a link itself', async () => {
    const folders = await foldersOf({ 'a.txt': TEXT });
    const corpusDir = path.join(await temporaryFolder(), 'corpus');
    await symlink(folders.corpusDir, corpusDir);
    const corpus = await CorpusFolder.open({ ...folders, corpusDir });
    await corpus.restore(await corpus.remove('a.txt', NOON));
    await corpus.add({ name: 'b', bytes: TEXT });
    expect(await listed(folders)).toEqual(['a.txt', 'added/b.txt']);
  });

  it('that is missing is refused with the remedy', async () => {
    const folders = await foldersOf({});
    const corpusDir = path.join(folders.corpusDir, 'missing');
    await expect(CorpusFolder.open({ ...folders, corpusDir })).rejects.toThrow(
      `no corpus folder at ${corpusDir}; create it`,
    );
  });

  it('is cleared of what a killed run left, but not of what another is writing', async () => {
    const folders = await foldersOf({
      'a.txt': TEXT,
      '.verbatim-staged-0123': TEXT,
      '.verbatim-staged-4567': TEXT,
      '.own-file': TEXT,
    });
    const anHourAgo = new Date(Date.now() - 60 * 60 * 1000);
    await utimes(path.join(folders.corpusDir, '.verbatim-staged-0123'), anHourAgo, anHourAgo);
    await mkdir(path.join(folders.removedDir, '20221116T120000000Z-0123abcd/news'), {
      recursive: true,
    });
    await CorpusFolder.open(folders);
    expect(await entriesBelow(folders.corpusDir)).toEqual([
      '.own-file',
      '.verbatim-staged-4567',
      'a.txt',
    ]);
    expect(await readdir(folders.removedDir)).toHaveLength(1);
    await CorpusFolder.open(folders, Date.now() + DAY_MS);
    expect(await entriesBelow(folders.corpusDir)).toEqual(['.own-file', 'a.txt']);
    expect(await readdir(folders.removedDir)).toEqual([]);
  });

  it.skipIf(isWindows)('that cannot be written to stays as it is, which is said', async () => {
    const folders = await foldersOf({ 'a.txt': TEXT });
    const message = `the corpus in ${folders.corpusDir} cannot be changed: EACCES`;
    await withoutWriteAccess([folders.corpusDir, path.dirname(folders.removedDir)], async () => {
      const corpus = await CorpusFolder.open(folders);
      await expect(corpus.add({ name: 'b', bytes: TEXT })).rejects.toThrow(CorpusError);
      await expect(corpus.add({ name: 'b', bytes: TEXT })).rejects.toThrow(message);
      await expect(corpus.remove('a.txt', NOON)).rejects.toThrow(CorpusError);
    });
    expect(await entriesBelow(folders.corpusDir)).toEqual(['a.txt']);
  });

  it.skipIf(isWindows)('keeps a file that the folder for removed ones cannot take', async () => {
    const folders = await foldersOf({ 'a.txt': TEXT });
    await mkdir(folders.removedDir);
    await withoutWriteAccess([folders.removedDir, path.dirname(folders.removedDir)], async () => {
      const corpus = await CorpusFolder.open(folders);
      await expect(corpus.remove('a.txt', NOON)).rejects.toThrow(
        /cannot be changed: EACCES.*allow writing to it and to .*removed$/,
      );
    });
    expect(await listed(folders)).toEqual(['a.txt']);
    expect(await readdir(folders.removedDir)).toEqual([]);
  });
});

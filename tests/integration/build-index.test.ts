import { rm, utimes, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { CorpusError } from '../../src/errors.ts';
import type { IndexProgress } from '../../src/retrieval/progress.ts';
import { FakeEmbedder } from '../support/fake-embedder.ts';
import { libraryOf, pathsIn, SAMPLE_FILES } from '../support/library.ts';

const PATHS = ['bridge.md', 'flood.txt', 'harbour/strike.txt', 'undated.md'];
const NOTHING_NEW = { added: [], changed: [], removed: [], rebuilt: false, rebuildReason: null };

describe('indexing a corpus', () => {
  it('makes an index of every article', async () => {
    const library = await libraryOf();
    expect(await library.index()).toEqual({
      articles: 4,
      passages: 5,
      embedded: 5,
      added: PATHS,
      changed: [],
      removed: [],
      lost: [],
      rebuilt: true,
      rebuildReason: null,
      refused: [],
    });
    expect(await pathsIn(library)).toEqual(PATHS);
  });

  it('names the files that it refuses and indexes the rest', async () => {
    const library = await libraryOf({
      ...SAMPLE_FILES,
      'empty.txt': '  \n',
      'photo.jpg': Buffer.from([0xff, 0xd8]),
      'zeros.txt': 'It rained.\0',
    });
    const { articles, added, refused } = await library.index();
    expect(articles).toBe(4);
    expect(added).toEqual(PATHS);
    expect(refused).toEqual([
      { path: 'empty.txt', reason: 'holds no text' },
      { path: 'photo.jpg', reason: expect.stringContaining('.jpg is not a format') },
      { path: 'zeros.txt', reason: expect.stringContaining('zero bytes') },
    ]);
    expect(await pathsIn(library)).toEqual(PATHS);
  });

  it('makes an index of nothing where no file is an article', async () => {
    const library = await libraryOf({ 'photo.jpg': 'x' });
    expect(await library.index()).toMatchObject({ articles: 0, passages: 0, rebuilt: true });
    expect(await pathsIn(library)).toEqual([]);
    expect(await library.index()).toMatchObject({ rebuilt: false });
  });

  it('refuses a corpus folder that is missing and leaves the index as it was', async () => {
    const library = await libraryOf();
    await library.index();
    const before = await library.generations();
    await expect(library.index({ corpusDir: library.file('none') })).rejects.toThrow(CorpusError);
    expect(await library.generations()).toEqual(before);
  });

  it('tells how far it is, file by file', async () => {
    const library = await libraryOf();
    const reports: IndexProgress[] = [];
    await library.index({ onProgress: (progress) => reports.push(progress) });
    expect(reports.map(({ filesDone, passages }) => ({ filesDone, passages }))).toEqual([
      { filesDone: 1, passages: 2 },
      { filesDone: 2, passages: 3 },
      { filesDone: 3, passages: 4 },
      { filesDone: 4, passages: 5 },
    ]);
    expect(reports.at(-1)).toEqual({
      stage: 'reading',
      filesDone: 4,
      filesTotal: 4,
      passages: 5,
      passagesTotal: null,
      secondsLeft: 0,
    });
  });

  it.each([
    { sampleCorpus: true, paths: ['own.txt', 'sample/rain.txt'] },
    { sampleCorpus: false, paths: ['own.txt'] },
  ])('with the sample corpus $sampleCorpus reads $paths', async ({ sampleCorpus, paths }) => {
    const library = await libraryOf({
      'own.txt': 'It shone.',
      'sample/rain.txt': 'It rained.',
    });
    expect((await library.index({ sampleCorpus })).added).toEqual(paths);
    expect(await pathsIn(library)).toEqual(paths);
  });

  it('removes the sample corpus when it is switched off', async () => {
    const library = await libraryOf({
      'own.txt': 'It shone.',
      'sample/rain.txt': 'It rained.',
    });
    await library.index();
    const summary = await library.index({ sampleCorpus: false });
    expect(summary).toMatchObject({ removed: ['sample/rain.txt'], added: [], articles: 1 });
  });
});

describe('indexing again', () => {
  it('does nothing where nothing has changed', async () => {
    const library = await libraryOf();
    await library.index();
    const before = await library.generations();
    expect(await library.index()).toMatchObject({ ...NOTHING_NEW, articles: 4, passages: 5 });
    expect(await library.generations()).toEqual(before);
  });

  it('does nothing where a refused file is still there', async () => {
    const library = await libraryOf({ ...SAMPLE_FILES, 'photo.jpg': 'x' });
    await library.index();
    expect(await library.index()).toMatchObject({
      ...NOTHING_NEW,
      refused: [{ path: 'photo.jpg' }],
    });
  });

  it('builds anew when it is told to', async () => {
    const library = await libraryOf();
    await library.index();
    const before = await library.generations();
    const summary = await library.index({ full: true });
    expect(summary).toMatchObject({ ...NOTHING_NEW, rebuilt: true, passages: 5 });
    expect(await library.generations()).not.toEqual(before);
  });

  it('tells what was added, changed and removed', async () => {
    const library = await libraryOf();
    await library.index();
    await writeFile(library.file('flood.txt'), 'The river has fallen again.');
    await writeFile(library.file('new.txt'), 'It snowed in Harlow.');
    await rm(library.file('undated.md'));
    expect(await library.index()).toMatchObject({
      added: ['new.txt'],
      changed: ['flood.txt'],
      removed: ['undated.md'],
      rebuilt: true,
    });
    const paths = ['bridge.md', 'flood.txt', 'harbour/strike.txt', 'new.txt'];
    expect(await pathsIn(library)).toEqual(paths);
  });

  it('counts a file that was only touched as unchanged, and remembers its new time', async () => {
    const library = await libraryOf();
    await library.index();
    await utimes(library.file('flood.txt'), new Date(), new Date('2030-01-01'));
    expect(await library.index()).toMatchObject({ ...NOTHING_NEW, rebuilt: true });
    expect(await library.index()).toMatchObject(NOTHING_NEW);
  });

  it('sees a change that left size and time as they were', async () => {
    const library = await libraryOf({ 'rain.txt': 'It rained.' });
    const time = new Date('2022-11-16');
    await utimes(library.file('rain.txt'), time, time);
    await library.index();
    await writeFile(library.file('rain.txt'), 'It hailed.');
    await utimes(library.file('rain.txt'), time, time);
    expect(await library.index()).toMatchObject({ changed: ['rain.txt'], rebuilt: true });
  });

  it('sees that an article has become unreadable, and readable again', async () => {
    const library = await libraryOf();
    await library.index();
    await writeFile(library.file('flood.txt'), 'The river\0');
    const summary = await library.index();
    expect(summary).toMatchObject({
      changed: [],
      lost: ['flood.txt'],
      refused: [{ path: 'flood.txt' }],
    });
    expect(await pathsIn(library)).not.toContain('flood.txt');
    await writeFile(library.file('flood.txt'), SAMPLE_FILES['flood.txt']);
    expect(await library.index()).toMatchObject({ changed: ['flood.txt'], refused: [] });
    expect(await pathsIn(library)).toEqual(PATHS);
  });

  it('leaves the index as it was when the model fails', async () => {
    const library = await libraryOf();
    await library.index();
    const before = await library.generations();
    const broken = new FakeEmbedder();
    broken.embedPassages = () => Promise.reject(new Error('out of memory'));
    await expect(library.index({ full: true, embedder: broken })).rejects.toThrow('out of memory');
    expect(await library.generations()).toEqual(before);
    expect(await pathsIn(library)).toEqual(PATHS);
  });
});

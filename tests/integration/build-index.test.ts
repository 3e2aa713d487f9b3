import { readFile, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import type { Embedder } from '../../src/embeddings/embedder.ts';
import { readProfile } from '../../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../../src/embeddings/transformers-embedder.ts';
import { CorpusError } from '../../src/errors.ts';
import type { BuildProgress } from '../../src/retrieval/build-index.ts';
import { FakeEmbedder } from '../support/fake-embedder.ts';
import { Library, SAMPLE_FILES } from '../support/library.ts';

/** A library that lives as long as the current test. */
async function libraryOf(
  files: Record<string, string | Uint8Array> = SAMPLE_FILES,
): Promise<Library> {
  const library = await Library.create(files);
  onTestFinished(() => library.remove());
  return library;
}

/** The paths of the articles that the index holds. */
async function pathsIn(library: Library): Promise<string[]> {
  const { articles } = await library.open();
  return Array.from({ length: articles.size }, (_, position) => articles.row(position).path);
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, dim) => sum + value * b[dim]!, 0);
}

const PATHS = ['bridge.md', 'flood.txt', 'harbour/strike.txt', 'undated.md'];
const NOTHING_NEW = { added: [], changed: [], removed: [], rebuilt: false, rebuildReason: null };

describe('indexing a corpus', () => {
  it('makes an index of every article', async () => {
    const library = await libraryOf();
    expect(await library.index()).toEqual({
      articles: 4,
      passages: 5,
      added: PATHS,
      changed: [],
      removed: [],
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
    const { articles, refused } = await library.index();
    expect(articles).toBe(4);
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

  it('tells how far it is, stage by stage', async () => {
    const library = await libraryOf();
    const reports: BuildProgress[] = [];
    await library.index({ onProgress: (progress) => reports.push(progress) });
    expect(reports).toEqual([
      ...[0, 1, 2, 3, 4].map((done) => ({ stage: 'reading', done, total: 4 })),
      ...[0, 5].map((done) => ({ stage: 'embedding', done, total: 5 })),
    ]);
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
    expect(summary).toMatchObject({ changed: ['flood.txt'], refused: [{ path: 'flood.txt' }] });
    expect(await pathsIn(library)).not.toContain('flood.txt');
    await writeFile(library.file('flood.txt'), SAMPLE_FILES['flood.txt']);
    expect(await library.index()).toMatchObject({ changed: ['flood.txt'], refused: [] });
    expect(await pathsIn(library)).toEqual(PATHS);
  });

  it('leaves one generation behind and nothing else', async () => {
    const library = await libraryOf();
    await library.index();
    await library.index({ full: true });
    const [generation, ...others] = await library.generations();
    expect(others).toEqual([]);
    const current = await readFile(path.join(library.indexDir, 'current'), 'utf8');
    expect(current).toBe(`${generation}\n`);
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

describe('the embedded model', () => {
  let embedder: Embedder;

  beforeAll(async () => {
    embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
  });

  async function similarity(one: string, other: string): Promise<number> {
    const [a, b] = await embedder.embedPassages([one, other]);
    return dot(a!, b!);
  }

  const TEXTS = [
    'Mayor Ingrid Tarn opened the new bridge.',
    'Rain.',
    'Größe “zählt” – 9,000 cafés 🚢',
    'The river rose by two metres overnight. '.repeat(20),
  ];

  it('gives vectors of its dimensions and of length one', async () => {
    for (const vector of await embedder.embedPassages(TEXTS)) {
      expect(vector).toHaveLength(embedder.fingerprint.dims);
      expect(Math.sqrt(dot(vector, vector))).toBeCloseTo(1, 5);
    }
  });

  it('gives a text the same vector alone, in a batch and as a question', async () => {
    const batch = await embedder.embedPassages(TEXTS);
    for (const [position, text] of TEXTS.entries()) {
      const [alone] = await embedder.embedPassages([text]);
      expect(dot(alone!, batch[position]!)).toBeCloseTo(1, 5);
      expect(dot(await embedder.embedQuestion(text), batch[position]!)).toBeCloseTo(1, 5);
    }
  });

  it('gives no vectors for no texts', async () => {
    expect(await embedder.embedPassages([])).toEqual([]);
  });

  it.each([{ text: '' }, { text: ' \n ' }, { text: '🌧️' }])(
    'gives the zero vector for "$text"',
    async ({ text }) => {
      const zero = new Float32Array(embedder.fingerprint.dims);
      expect(await embedder.embedPassages([text])).toEqual([zero]);
      expect(await embedder.embedQuestion(text)).toEqual(zero);
    },
  );

  it('takes a passage up to its token limit and refuses one that is longer', async () => {
    const { maxTokens } = embedder;
    const longest = 'rain '.repeat(maxTokens - 2);
    expect(embedder.countTokens(longest)).toBe(maxTokens);
    await expect(embedder.embedPassages([longest])).resolves.toHaveLength(1);
    await expect(embedder.embedPassages([TEXTS[0]!, `${longest} rain`])).rejects.toThrow(
      `a passage has ${maxTokens + 1} tokens, the model takes ${maxTokens}`,
    );
  });

  it('takes a question of any length, and hears the beginning of one that is too long', async () => {
    const beginning = 'rain '.repeat(embedder.maxTokens - 2);
    const whole = await embedder.embedQuestion(beginning);
    const long = await embedder.embedQuestion(beginning + 'missile '.repeat(100));
    expect(dot(long, whole)).toBeCloseTo(1, 5);
    expect(await embedder.embedQuestion(beginning.repeat(100))).toHaveLength(whole.length);
  });

  it.each([
    {
      text: 'The mayor opened the new bridge.',
      near: 'A river crossing was inaugurated by the head of the town.',
      far: 'Inflation rose to nine percent.',
    },
    { text: 'soldiers', near: 'troops', far: 'vote' },
    { text: 'ship', near: 'vessel', far: 'doctor' },
    { text: 'election', near: 'vote', far: 'missile' },
    {
      text: 'Inflation rose to nine percent.',
      near: 'Prices went up sharply.',
      far: 'The mayor opened the new bridge.',
    },
  ])('finds "$near" nearer to "$text" than "$far"', async ({ text, near, far }) => {
    expect(await similarity(text, near)).toBeGreaterThan((await similarity(text, far)) + 0.05);
  });
});

import { readdir, rename, symlink, utimes } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { ModelFingerprint } from '../../src/embeddings/embedder.ts';
import { decodeSources, findCorpusChanges } from '../../src/retrieval/sources.ts';
import type { Manifest } from '../../src/vector-index/manifest.ts';
import { FakeEmbedder } from '../support/fake-embedder.ts';
import { type Library, libraryOf, pathsIn, SAMPLE_FILES } from '../support/library.ts';

/** Three passages: no two of them fit into one. */
const PARAGRAPHS = ['harbour', 'market', 'station'].map((place) =>
  `The ${place} of Harlow was closed by the police. `.repeat(15).trim(),
);

const RAIN = 'It rained in Harlow all day.';

/** Indexes and tells what was embedded. */
async function embeddedBy(library: Library): Promise<readonly string[]> {
  const embedder = new FakeEmbedder();
  const { embedded } = await library.index({ embedder });
  expect(embedder.embedded).toHaveLength(embedded);
  return embedder.embedded;
}

describe('an index that is brought up to date', () => {
  it('stays the same generation where nothing has changed', async () => {
    const library = await libraryOf();
    expect(await library.index()).toMatchObject({ embedded: 5, rebuilt: true });
    const names = await library.names();
    expect(await library.index()).toMatchObject({ embedded: 0, rebuilt: false });
    expect(await library.names()).toEqual(names);
  });

  it('has only the passages embedded that are new', async () => {
    const library = await libraryOf({ 'long.txt': PARAGRAPHS.join('\n\n'), 'rain.txt': RAIN });
    expect(await embeddedBy(library)).toHaveLength(4);
    const [harbour, , station] = PARAGRAPHS;
    const market = PARAGRAPHS[1]!.replace('police', 'mayor');
    await library.edit({ 'long.txt': [harbour, market, station].join('\n\n') });
    expect(await embeddedBy(library)).toEqual([market]);
  });

  it('takes over passages that have moved within their article', async () => {
    const library = await libraryOf({ 'long.txt': PARAGRAPHS.join('\n\n') });
    await library.index();
    await library.edit({ 'long.txt': PARAGRAPHS.toReversed().join('\n\n') });
    expect(await embeddedBy(library)).toEqual([]);
    const { articles, passages } = await library.open();
    const { start, end } = passages.at(0);
    expect(articles.at(0).text.slice(start, end)).toBe(PARAGRAPHS[2]);
  });

  it('has every passage of an article embedded whose title has changed', async () => {
    const library = await libraryOf();
    await library.index();
    const bridge = SAMPLE_FILES['bridge.md'].replace('its new bridge', 'a bridge');
    await library.edit({ 'bridge.md': bridge });
    const embedded = await embeddedBy(library);
    expect(embedded).toHaveLength(2);
    for (const input of embedded) expect(input).toContain('Osterby opens a bridge');
  });

  it('takes over the vectors where only the outlet has changed, and shows the new one', async () => {
    const library = await libraryOf();
    await library.index();
    const bridge = SAMPLE_FILES['bridge.md'].replace('The Morning Post', 'Evening Herald');
    await library.edit({ 'bridge.md': bridge });
    expect(await embeddedBy(library)).toEqual([]);
    expect((await library.open()).articles.row(0).outlet).toBe('Evening Herald');
  });

  it('no longer has an article that was removed', async () => {
    const library = await libraryOf();
    await library.index();
    await library.edit({ 'flood.txt': null });
    const summary = await library.index();
    expect(summary).toMatchObject({ removed: ['flood.txt'], embedded: 0, articles: 3 });
    expect(await pathsIn(library)).not.toContain('flood.txt');
    expect((await library.open()).passages.size).toBe(4);
  });

  it('has nothing embedded for a file that was only touched, and then knows its new time', async () => {
    const library = await libraryOf();
    await library.index();
    const modified = new Date('2030-01-01');
    await utimes(library.file('flood.txt'), modified, modified);
    expect(await library.index()).toMatchObject({ changed: [], embedded: 0, rebuilt: true });
    const sources = decodeSources((await library.open()).sources);
    const flood = sources.find(({ path }) => path === 'flood.txt');
    expect(flood?.modifiedMs).toBe(modified.getTime());
    expect(await library.index()).toMatchObject({ rebuilt: false });
  });

  it('has a file embedded anew under another name, since the articles are told apart by it', async () => {
    const library = await libraryOf();
    await library.index();
    await rename(library.file('flood.txt'), library.file('flooding.txt'));
    expect(await library.index()).toMatchObject({
      added: ['flooding.txt'],
      removed: ['flood.txt'],
      articles: 4,
    });
    expect(await pathsIn(library)).toContain('flooding.txt');
  });

  it('has everything embedded where it is built anew', async () => {
    const library = await libraryOf();
    await library.index();
    expect(await library.index({ full: true })).toMatchObject({ embedded: 5, rebuildReason: null });
  });

  it('names the files that are still refused', async () => {
    const library = await libraryOf({ ...SAMPLE_FILES, 'zeros.txt': 'It rained.\0' });
    const { refused } = await library.index();
    expect(refused).toHaveLength(1);
    await library.edit({ 'new.txt': RAIN });
    expect((await library.index()).refused).toEqual(refused);
    expect((await library.index()).refused).toEqual(refused);
  });

  it('has as much refused when it is asked as when it was made', async () => {
    const lines = '{"text":"It snowed."}\n{"text":""}\n{"text":""}\n';
    const library = await libraryOf({
      ...SAMPLE_FILES,
      'lines.jsonl': lines,
      'photo.jpg': 'x',
      'zeros.txt': 'It rained.\0',
    });
    await symlink('zeros.txt', library.file('link.txt'));
    const { added, refused } = await library.index();
    expect(added).toContain('lines.jsonl');
    expect(refused).toHaveLength(5);
    const sources = decodeSources((await library.open()).sources);
    expect(await findCorpusChanges(sources, library.corpusDir, { sampleCorpus: true })).toEqual({
      added: [],
      changed: [],
      removed: [],
      refused: 5,
    });
  });
});

describe('a text that stands in two files', () => {
  const SAME_TEXT = [{ path: 'b.txt', reason: 'has the same text as a.txt' }];

  it('is indexed once, under the name that comes first, and the other file is named', async () => {
    const library = await libraryOf({ 'b.txt': RAIN, 'a.txt': RAIN });
    expect(await library.index()).toMatchObject({ articles: 1, refused: SAME_TEXT });
    expect(await pathsIn(library)).toEqual(['a.txt']);
    expect(await library.index()).toMatchObject({ rebuilt: false, refused: SAME_TEXT });
  });

  it('is indexed under the other name when the first file is removed', async () => {
    const library = await libraryOf({ 'a.txt': RAIN, 'b.txt': RAIN });
    await library.index();
    await library.edit({ 'a.txt': null });
    expect(await library.index()).toMatchObject({ removed: ['a.txt'], articles: 1, refused: [] });
    expect(await pathsIn(library)).toEqual(['b.txt']);
  });

  it('is indexed under both names when the first file gets another text', async () => {
    const library = await libraryOf({ 'a.txt': RAIN, 'b.txt': RAIN });
    await library.index();
    await library.edit({ 'a.txt': 'It snowed.' });
    expect(await library.index()).toMatchObject({ changed: ['a.txt'], articles: 2, refused: [] });
    expect(await pathsIn(library)).toEqual(['a.txt', 'b.txt']);
  });

  it('moves to a file that comes before the one that had it', async () => {
    const library = await libraryOf({ 'b.txt': RAIN });
    await library.index();
    await library.edit({ 'a.txt': RAIN });
    expect(await library.index()).toMatchObject({ added: ['a.txt'], refused: SAME_TEXT });
    expect(await pathsIn(library)).toEqual(['a.txt']);
  });
});

describe('an index is built anew, and the reason told, when', () => {
  it.each<{ name: string; model: Partial<ModelFingerprint>; reason: string }>([
    { name: 'another model', model: { id: 'other' }, reason: 'the setting is other' },
    { name: 'another prefix', model: { passagePrefix: 'passage: ' }, reason: '(passagePrefix)' },
    { name: 'other weights', model: { sha256: 'f'.repeat(64) }, reason: '(sha256)' },
    { name: 'other dimensions', model: { dims: 24 }, reason: '(dims)' },
  ])('the setting is $name', async ({ model, reason }) => {
    const library = await libraryOf();
    await library.index();
    const embedder = new FakeEmbedder(model);
    expect(await library.index({ embedder })).toMatchObject({
      rebuilt: true,
      embedded: 5,
      rebuildReason: expect.stringContaining(reason),
    });
    expect(await library.index({ embedder })).toMatchObject({ rebuilt: false });
  });

  it.each<{ name: string; change: (manifest: Manifest) => Partial<Manifest>; reason: string }>([
    {
      name: 'passages were cut otherwise',
      change: ({ passages }) => ({ passages: { ...passages, maxChars: 900 } }),
      reason: 'passages are cut differently now (maxChars)',
    },
    {
      name: 'files were read otherwise',
      change: ({ versions }) => ({ versions: { ...versions, reading: 0 } }),
      reason: 'this version of Verbatim works differently (reading)',
    },
    {
      name: 'words were counted otherwise',
      change: ({ versions }) => ({ versions: { ...versions, analysis: 0 } }),
      reason: 'this version of Verbatim works differently (analysis)',
    },
  ])('$name', async ({ change, reason }) => {
    const library = await libraryOf();
    await library.index();
    await library.rewriteManifest((manifest) => ({ ...manifest, ...change(manifest) }));
    expect(await library.index()).toMatchObject({
      added: Object.keys(SAMPLE_FILES).sort(),
      embedded: 5,
      rebuildReason: expect.stringContaining(reason),
    });
    expect(await library.index()).toMatchObject({ rebuilt: false, rebuildReason: null });
  });
});

describe('indexing that is given up', () => {
  it.each([{ filesDone: 1 }, { filesDone: 4 }])(
    'after $filesDone of 4 files leaves the index and its folder as they were',
    async ({ filesDone }) => {
      const library = await libraryOf();
      await library.index();
      const [names, entries] = [await library.names(), await readdir(library.indexDir)];
      const controller = new AbortController();
      const indexing = library.index({
        full: true,
        signal: controller.signal,
        onProgress(progress) {
          if (progress.filesDone === filesDone) controller.abort(new Error('enough'));
        },
      });
      await expect(indexing).rejects.toThrow('enough');
      expect(await library.names()).toEqual(names);
      expect(await readdir(library.indexDir)).toEqual(entries);
      expect(await library.index({ full: true })).toMatchObject({ articles: 4 });
    },
  );

  it('before it begins does nothing', async () => {
    const library = await libraryOf();
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(library.index({ signal })).rejects.toThrow('enough');
    expect(await library.generations()).toEqual([]);
  });

  it('leaves the lock free', async () => {
    const library = await libraryOf();
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(library.index({ signal })).rejects.toThrow('enough');
    expect(await library.index()).toMatchObject({ articles: 4 });
  });
});

import { mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/corpus/article.ts';
import { IndexError, StaleIndexError } from '../../src/errors.ts';
import { INDEX_FILES, openSearchIndex } from '../../src/retrieval/search-index.ts';
import { FORMAT_VERSION } from '../../src/vector-index/manifest.ts';
import { flipBit, PLACES } from '../support/damage.ts';
import { FakeEmbedder } from '../support/fake-embedder.ts';
import { copyOf, Library, SAMPLE_FILES } from '../support/library.ts';

let intact: Library;

beforeAll(async () => {
  intact = await Library.create();
  await intact.index();
});

afterAll(() => intact.remove());

/** What opening an index says, what indexing makes of it, and whether that lasts. */
async function openThenIndex(library: Library): Promise<object> {
  const error: unknown = await library.open().catch((reason: unknown) => reason);
  const { rebuilt, rebuildReason } = await library.index();
  const { articles } = await library.open();
  const again = await library.index();
  return { error, rebuilt, rebuildReason, articles: articles.size, rebuiltAgain: again.rebuilt };
}

/** The outcome where opening names the problem and the remedy, and indexing is the remedy. */
function mended(problem: string): object {
  return {
    error: expect.toSatisfy(
      (error) =>
        error instanceof IndexError &&
        error.message.includes(problem) &&
        /; rebuild it with "npm run -s verbatim -- index( --full)?"$/.test(error.message),
    ),
    rebuilt: true,
    rebuildReason: expect.stringContaining(problem),
    articles: 4,
    rebuiltAgain: false,
  };
}

describe('an index', () => {
  it('is null where there is none', async () => {
    const { fingerprint } = new FakeEmbedder();
    expect(await openSearchIndex('/nowhere', fingerprint)).toBeNull();
    expect(await openSearchIndex(intact.corpusDir, fingerprint)).toBeNull();
  });

  it('holds the text of every article as it stands in the corpus', async () => {
    const { articles } = await intact.open();
    expect(articles.size).toBe(Object.keys(SAMPLE_FILES).length);
    for (let position = 0; position < articles.size; position++) {
      const article = articles.at(position);
      expect(article.text).toBe(await readFile(intact.file(article.path), 'utf8'));
      expect(article.sha256).toBe(sha256(article.text));
    }
  });

  it('holds a vector, words and an article for every passage', async () => {
    const { manifest, passages, vectors, lexical } = await intact.open();
    expect(manifest.counts).toEqual({ articles: 4, passages: 5 });
    expect([passages.size, vectors.size, lexical.size]).toEqual([5, 5, 5]);
  });

  it('is opened in spite of what a killed build left behind', async () => {
    const library = await copyOf(intact);
    const leftover = path.join(library.indexDir, '.building-0123456789abcdef');
    await mkdir(leftover);
    await writeFile(path.join(leftover, 'vectors.bin'), 'half');
    expect((await library.open()).articles.size).toBe(4);
    expect(await library.index({ full: true })).toMatchObject({ rebuildReason: null });
  });

  it('can be opened at any time while it is built anew', async () => {
    const library = await copyOf(intact);
    const built = new AbortController();
    const building = (async () => {
      for (let build = 0; build < 10; build++) await library.index({ full: true });
    })().finally(() => built.abort());
    const reading = (async () => {
      while (!built.signal.aborted) expect((await library.open()).articles.size).toBe(4);
    })();
    await Promise.all([building, reading]);
  });
});

describe('a damaged index is refused, and made anew by indexing, when', () => {
  const files = [
    ...Object.values(INDEX_FILES).filter((file) => file !== INDEX_FILES.graph),
    'manifest.json',
  ];

  it.each(files.flatMap((file) => PLACES.map((place) => ({ file, ...place }))))(
    'a bit of $file is flipped at its $place',
    async ({ file, part }) => {
      const library = await copyOf(intact);
      await flipBit(path.join(await library.generation(), file), part);
      expect(await openThenIndex(library)).toEqual(mended('cannot be used'));
    },
  );

  it.each(files.map((file) => ({ file })))('$file is cut short', async ({ file }) => {
    const library = await copyOf(intact);
    const target = path.join(await library.generation(), file);
    await truncate(target, (await readFile(target)).length - 1);
    expect(await openThenIndex(library)).toEqual(mended('cannot be used'));
  });

  it.each(files.map((file) => ({ file })))('$file is missing', async ({ file }) => {
    const library = await copyOf(intact);
    await rm(path.join(await library.generation(), file));
    expect(await openThenIndex(library)).toEqual(mended(file));
  });

  it('the number of passages in the manifest is changed', async () => {
    const library = await copyOf(intact);
    const manifest = path.join(await library.generation(), 'manifest.json');
    const content = await readFile(manifest, 'utf8');
    await writeFile(manifest, content.replace('"passages": 5', '"passages": 6'));
    expect(await openThenIndex(library)).toEqual(mended('manifest.json is damaged'));
  });

  it.each([
    { content: '', problem: 'names no generation' },
    { content: 'garbage', problem: 'names no generation' },
    { content: '../../etc', problem: 'names no generation' },
    { content: '20200101T000000-00000000\n', problem: 'cannot be used' },
  ])('the file that names the generation holds "$content"', async ({ content, problem }) => {
    const library = await copyOf(intact);
    await writeFile(path.join(library.indexDir, 'current'), content);
    expect(await openThenIndex(library)).toEqual(mended(problem));
  });

  it('the manifest names a file outside the generation', async () => {
    const library = await copyOf(intact);
    const outside = { '../current': { bytes: 0, sha256: '0'.repeat(64) } };
    await library.rewriteManifest((manifest) => ({ ...manifest, files: outside }));
    expect(await openThenIndex(library)).toEqual(
      mended('the manifest names the file "../current"'),
    );
  });
});

describe('a stale index is refused, and made anew by indexing, when', () => {
  it('an earlier program made it', async () => {
    const library = await copyOf(intact);
    await library.rewriteManifest((manifest) => ({ ...manifest, formatVersion: 1 }));
    await expect(library.open()).rejects.toThrow(StaleIndexError);
    expect(await openThenIndex(library)).toEqual(
      mended(`is stale: it has format version 1, this program writes version ${FORMAT_VERSION}`),
    );
  });

  it('a later program made it', async () => {
    const library = await copyOf(intact);
    const later = FORMAT_VERSION + 1;
    await library.rewriteManifest((manifest) => ({ ...manifest, formatVersion: later }));
    expect(await openThenIndex(library)).toEqual(
      mended(`it has format version ${later}, this program reads version ${FORMAT_VERSION}`),
    );
  });

  it.each([
    {
      name: 'another',
      model: { id: 'other' },
      problem: 'with the model other, the setting is fake',
    },
    {
      name: 'of other weights',
      model: { sha256: 'f'.repeat(64) },
      problem: 'fake has changed (sha256)',
    },
    { name: 'wider', model: { dims: 32 }, problem: 'fake has changed (dims)' },
    {
      name: 'given a prefix',
      model: { passagePrefix: 'passage: ' },
      problem: 'changed (passagePrefix)',
    },
  ])('the model was $name', async ({ model, problem }) => {
    const library = await copyOf(intact);
    await library.rewriteManifest((manifest) => ({
      ...manifest,
      model: { ...manifest.model, ...model },
    }));
    expect(await openThenIndex(library)).toEqual(mended(problem));
  });

  it.each([{ setting: 'version' as const }, { setting: 'targetChars' as const }])(
    'passages were cut with another $setting',
    async ({ setting }) => {
      const library = await copyOf(intact);
      await library.rewriteManifest(({ passages, ...manifest }) => ({
        ...manifest,
        passages: { ...passages, [setting]: passages[setting] + 1 },
      }));
      expect(await openThenIndex(library)).toEqual(
        mended(`passages are cut differently now (${setting})`),
      );
    },
  );
});

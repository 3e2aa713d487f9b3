import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import { readProfile } from '../../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../../src/embeddings/transformers-embedder.ts';
import { OperatorError } from '../../src/errors.ts';
import {
  type BackgroundIndexing,
  indexInBackground,
} from '../../src/retrieval/index-in-background.ts';
import type { IndexProgress } from '../../src/retrieval/progress.ts';
import { openSearchIndex } from '../../src/retrieval/search-index.ts';
import { generateCorpus } from '../support/generated-corpus.ts';
import { type Library, libraryOf, SAMPLE_FILES } from '../support/library.ts';
import { LockHolder } from '../support/lock-holder.ts';

function start(
  { corpusDir, indexDir }: Pick<Library, 'corpusDir' | 'indexDir'>,
  options: Parameters<typeof indexInBackground>[1] = {},
): BackgroundIndexing {
  return indexInBackground({ corpusDir, indexDir, embeddingModel: EMBEDDED_MODEL_DIR }, options);
}

describe('indexing in the background', () => {
  afterEach(() => {
    delete process.env['NODE_OPTIONS'];
  });

  it('makes an index that this process can open, and sums up as indexing here would', async () => {
    const library = await libraryOf();
    expect(await start(library).finished).toEqual({
      articles: 4,
      passages: 5,
      embedded: 5,
      added: Object.keys(SAMPLE_FILES).sort(),
      changed: [],
      removed: [],
      lost: [],
      rebuilt: true,
      rebuildReason: null,
      refused: [],
    });
    const profile = await readProfile(EMBEDDED_MODEL_DIR);
    const { fingerprint } = await loadEmbedder(EMBEDDED_MODEL_DIR, profile);
    const index = await openSearchIndex(library.indexDir, fingerprint);
    expect(index?.articles.size).toBe(4);
  });

  it('tells how far it is, file by file', async () => {
    const library = await libraryOf();
    const reports: IndexProgress[] = [];
    await start(library, { onProgress: (progress) => reports.push(progress) }).finished;
    expect(reports.map(({ stage, filesDone }) => ({ stage, filesDone }))).toEqual(
      [1, 2, 3, 4].map((filesDone) => ({ stage: 'reading', filesDone })),
    );
    expect(reports.at(-1)).toMatchObject({ filesTotal: 4, passages: 5, secondsLeft: 0 });
  });

  it('builds anew when it is told to', async () => {
    const library = await libraryOf();
    await start(library).finished;
    expect(await start(library).finished).toMatchObject({ rebuilt: false, embedded: 0 });
    expect(await start(library, { full: true }).finished).toMatchObject({ embedded: 5 });
  });

  it('that is cancelled leaves the index and its folder as they were', async () => {
    const library = await libraryOf();
    await start(library).finished;
    const [names, entries] = [await library.names(), await readdir(library.indexDir)];
    await generateCorpus(path.join(library.corpusDir, 'more'), { passages: 2000, seed: 'more' });
    const indexing = await new Promise<BackgroundIndexing>((resolve) => {
      const run = start(library, { onProgress: () => resolve(run) });
    });
    await indexing.cancel();
    await expect(indexing.finished).rejects.toThrow(
      'indexing was cancelled; the index is as it was',
    );
    expect(await library.names()).toEqual(names);
    expect(await readdir(library.indexDir)).toEqual(entries);
    expect(await start(library).finished).toMatchObject({ articles: 504 });
  });

  it('that is cancelled at once leaves no index', async () => {
    const library = await libraryOf();
    const indexing = start(library);
    await indexing.cancel();
    await expect(indexing.finished).rejects.toThrow('was cancelled');
    const { fingerprint } = library.embedder;
    expect(await openSearchIndex(library.indexDir, fingerprint)).toBeNull();
  });

  it('is done all the same when it is cancelled too late', async () => {
    const library = await libraryOf();
    const indexing = start(library);
    const summary = await indexing.finished;
    await indexing.cancel();
    expect(await indexing.finished).toBe(summary);
  });

  it('fails with the line that the operator needs where the corpus is missing', async () => {
    const library = await libraryOf();
    const { finished } = start({ corpusDir: '/nowhere', indexDir: library.indexDir });
    await expect(finished).rejects.toThrow(OperatorError);
    await expect(finished).rejects.toThrow('no corpus folder at /nowhere; create it or set');
  });

  it('waits while another process indexes', async () => {
    const library = await libraryOf();
    const holder = await LockHolder.start(library.indexDir);
    const { finished } = start(library);
    const first = await Promise.race([finished.then(() => 'indexed'), sleep(2000, 'waiting')]);
    expect(first).toBe('waiting');
    await holder.kill();
    await expect(finished).resolves.toMatchObject({ rebuilt: true });
  });

  it('fails as a bug where the process ends without a word', async () => {
    const library = await libraryOf();
    process.env['NODE_OPTIONS'] = '--no-such-option';
    const { finished } = start(library);
    await expect(finished).rejects.toThrow('ended without a word');
    await expect(finished).rejects.not.toThrow(OperatorError);
  });
});

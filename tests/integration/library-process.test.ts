import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { EMBEDDED_MODEL_DIR, loadConfig } from '../../src/config.ts';
import type { Embedder } from '../../src/embeddings/embedder.ts';
import { readProfile } from '../../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../../src/embeddings/transformers-embedder.ts';
import { OperatorError } from '../../src/errors.ts';
import { IndexedLibrary } from '../../src/quotes/indexed-library.ts';
import { BusyError } from '../../src/quotes/library.ts';
import {
  type LibraryEvent,
  LibraryProcess,
  type LibraryProcessOptions,
} from '../../src/quotes/library-process.ts';
import { INDEX_FILES } from '../../src/retrieval/search-index.ts';
import { FORMAT_VERSION } from '../../src/vector-index/manifest.ts';
import { flipBit } from '../support/damage.ts';
import { copyOf, Library, libraryOf, SAMPLE_FILES } from '../support/library.ts';
import { runVerbatim } from '../support/run-verbatim.ts';

const PARENT_SCRIPT = fileURLToPath(
  new URL('../support/library-parent-script.ts', import.meta.url),
);
const QUESTION = 'How much did the new bridge over the Lenne cost?';

let embedder: Embedder;
let indexed: Library;

beforeAll(async () => {
  embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
  indexed = await Library.create(SAMPLE_FILES, embedder);
  await indexed.index();
});

afterAll(() => indexed.remove());

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A library process for the current test, with everything that happened to it. */
class Started {
  readonly events: LibraryEvent[] = [];
  readonly library: LibraryProcess;

  constructor({ corpusDir, indexDir }: Library, options: LibraryProcessOptions = {}) {
    this.library = LibraryProcess.start(
      { corpusDir, indexDir, embeddingModel: EMBEDDED_MODEL_DIR },
      {
        ...options,
        onEvent: (event) => {
          this.events.push(event);
          options.onEvent?.(event);
        },
      },
    );
    onTestFinished(() => this.library.close());
  }

  kinds(): string[] {
    return this.events.map(({ kind }) => kind);
  }

  /** The processes that were opened, in order. */
  pids(): number[] {
    return this.events.flatMap((event) => (event.kind === 'opened' ? [event.pid] : []));
  }

  send(signal: NodeJS.Signals): void {
    process.kill(this.pids().at(-1)!, signal);
  }
}

async function startOpen(library: Library, options?: LibraryProcessOptions): Promise<Started> {
  const started = new Started(library, options);
  await started.library.ready;
  return started;
}

/** Resolves when there is no such process any more. */
async function endOf(pid: number): Promise<void> {
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 10_000 });
}

describe('a library in a process of its own', () => {
  it('replies as one in this process does', async () => {
    const { library } = await startOpen(indexed);
    const here = new IndexedLibrary(await indexed.open(), embedder, loadConfig({}));
    const answer = await library.answer(QUESTION, { limit: 2, filters: { outlet: 'Morning' } });
    expect(answer).toEqual({
      ...(await here.answer(QUESTION, { limit: 2, filters: { outlet: 'Morning' } })),
      ms: expect.any(Number) as number,
    });
    const { article, start, end } = answer.quotes[0]!;
    const reference = { articleId: article.id, sha256: article.sha256, start, end };
    expect(await library.excerpts([reference])).toEqual(await here.excerpts([reference]));
    expect(await library.surroundings(reference)).toEqual(await here.surroundings(reference));
    const page = { offset: 1, limit: 2 };
    expect(await library.sources(page)).toEqual(await here.sources(page));
    expect(await library.overview()).toEqual(await here.overview());
    expect(await library.suggestOutlets('h', 5)).toEqual(['Harbour Herald', 'The Morning Post']);
    expect(await library.suggestDates('published', '29 dec', 5)).toEqual(['2022-12-29']);
  });

  it('builds the index first where there is none', async () => {
    const started = await startOpen(await libraryOf());
    expect(started.events).toEqual([
      {
        kind: 'opened',
        pid: expect.any(Number) as number,
        overview: expect.objectContaining({ articles: 4, passages: 5 }) as object,
      },
    ]);
  });

  it('builds the index anew where an earlier program made it', async () => {
    const library = await copyOf(indexed);
    await library.rewriteManifest((manifest) => ({ ...manifest, formatVersion: 1 }));
    expect((await startOpen(library)).kinds()).toEqual(['opened']);
    expect((await library.open()).articles.size).toBe(4);
  });

  it('leaves the index of a later program alone', async () => {
    const library = await copyOf(indexed);
    const later = FORMAT_VERSION + 1;
    await library.rewriteManifest((manifest) => ({ ...manifest, formatVersion: later }));
    const before = await library.names();
    const opening = startOpen(library);
    await expect(opening).rejects.toThrow(OperatorError);
    await expect(opening).rejects.toThrow(
      `it has format version ${later}, this program reads version ${FORMAT_VERSION} (to keep it, update Verbatim)`,
    );
    expect(await library.names()).toEqual(before);
  });

  it('keeps what is asked before it is open', async () => {
    const { library } = new Started(indexed);
    expect(await library.answer(QUESTION)).toMatchObject({ answered: true });
  });

  it.runIf(process.platform === 'linux')('does not know the token of the bot', async () => {
    vi.stubEnv('DISCORD_TOKEN', 'the-secret');
    vi.stubEnv('KEEP_GENERATIONS', '3');
    const [pid] = (await startOpen(indexed)).pids();
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
    expect(environment).toContain('KEEP_GENERATIONS=3');
    expect(environment).not.toContain('DISCORD_TOKEN');
    expect(environment).not.toContain('the-secret');
  });

  it('ends with the process that started it, however that ends', async () => {
    const parent = spawn(
      process.execPath,
      ['--import', 'tsx', PARENT_SCRIPT, indexed.corpusDir, indexed.indexDir],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    onTestFinished(() => void parent.kill('SIGKILL'));
    const [pid] = (await once(parent.stdout, 'data')) as [Buffer];
    parent.kill('SIGKILL');
    await expect(endOf(Number(pid))).resolves.toBeUndefined();
  });

  it('ends when it is closed, and rejects what has not been answered', async () => {
    const started = await startOpen(indexed);
    const answers = [started.library.answer(QUESTION), started.library.answer(QUESTION)];
    const settled = Promise.allSettled(answers);
    await started.library.close();
    for (const { status } of await settled) expect(status).toBe('rejected');
    await expect(answers[0]).rejects.toThrow('the library is closed');
    await expect(answers[1]).rejects.toThrow('the library is closed');
    await expect(started.library.overview()).rejects.toThrow('the library is closed');
    await expect(started.library.reload()).rejects.toThrow('the library is closed');
    await endOf(started.pids()[0]!);
    expect(started.kinds()).toEqual(['opened']);
  });

  it('leaves it to the process that started it when to end', async () => {
    const started = await startOpen(indexed);
    started.send('SIGINT');
    started.send('SIGTERM');
    expect(await started.library.answer(QUESTION)).toMatchObject({ answered: true });
    expect(started.kinds()).toEqual(['opened']);
  });

  it('is no command for people', async () => {
    expect(await runVerbatim(['library'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'verbatim: library is what the bot starts for itself; to ask, use ask or chat\n',
    });
    expect((await runVerbatim(['--help'])).stdout).not.toContain('library');
  });

  it('can be closed before it is open', async () => {
    const started = new Started(indexed);
    await started.library.close();
    await expect(started.library.ready).rejects.toThrow('the library is closed');
    expect(started.events).toEqual([]);
  });
});

describe('a library process that dies', () => {
  it('is replaced, and nothing that was asked is lost', async () => {
    const started = await startOpen(indexed);
    const answers = Array.from({ length: 50 }, () => started.library.answer(QUESTION));
    await answers[10];
    started.send('SIGKILL');
    for (const answer of await Promise.all(answers)) expect(answer.answered).toBe(true);
    expect(started.kinds()).toEqual(['opened', 'died', 'opened']);
    expect(started.events[1]).toMatchObject({ signal: 'SIGKILL', code: null });
  });

  it('is replaced while nothing is asked', async () => {
    const started = await startOpen(indexed);
    started.send('SIGKILL');
    await vi.waitFor(() => expect(started.kinds()).toEqual(['opened', 'died', 'opened']), {
      timeout: 10_000,
    });
  });

  it('of the same question twice is not asked it a third time, and goes on with the next', async () => {
    const started: Started = new Started(indexed, {
      onEvent({ kind }) {
        if (kind === 'opened' && started.pids().length <= 2) started.send('SIGKILL');
      },
    });
    const [deadly, next] = [started.library.answer(QUESTION), started.library.answer(QUESTION)];
    await expect(deadly).rejects.toThrow('the library process was ended by SIGKILL');
    expect(await next).toMatchObject({ answered: true });
  });

  it('is taken for dead when it is stuck', async () => {
    const started = await startOpen(indexed, { maxWorkMs: 1000 });
    started.send('SIGSTOP');
    expect(await started.library.answer(QUESTION)).toMatchObject({ answered: true });
    expect(started.kinds()).toEqual(['opened', 'died', 'opened']);
  });

  it('again and again while opening is left alone, and who waits is told', async () => {
    vi.stubEnv('NODE_OPTIONS', '--no-such-option');
    const started = new Started(indexed);
    const answer = started.library.answer(QUESTION);
    await expect(answer).rejects.toThrow('the library process failed 5 times within a minute');
    await expect(started.library.ready).rejects.toThrow('failed 5 times');
    await expect(started.library.overview()).rejects.toThrow('failed 5 times');
    expect(started.kinds().filter((kind) => kind === 'died')).toHaveLength(5);
  });
});

describe('a library process with too much to do', () => {
  it('says so to whoever would wait too long, and to nobody else', async () => {
    const started = await startOpen(indexed, { maxWaitMs: 100 });
    started.send('SIGSTOP');
    const [first, ...others] = Array.from({ length: 5 }, () => started.library.answer(QUESTION));
    for (const other of others) await expect(other).rejects.toThrow(BusyError);
    started.send('SIGCONT');
    expect(await first).toMatchObject({ answered: true });
    expect(await started.library.answer(QUESTION)).toMatchObject({ answered: true });
    expect(started.kinds()).toEqual(['opened']);
  });
});

describe('a library that is reloaded', () => {
  it('goes over to the new index while questions are answered', async () => {
    const changing = await copyOf(indexed);
    const started = await startOpen(changing);
    await changing.edit({ 'zeppelin.txt': 'A zeppelin landed on the market square of Osterby.' });
    await changing.index();
    const reloaded = started.library.reload();
    do {
      expect(await started.library.answer(QUESTION)).toMatchObject({ answered: true });
    } while ((await Promise.race([reloaded, Promise.resolve(null)])) === null);
    expect(await reloaded).toMatchObject({ articles: 5, passages: 6 });
    const { quotes } = await started.library.answer('Where did the zeppelin land?');
    expect(quotes[0]?.article.path).toBe('zeppelin.txt');
    expect(started.kinds()).toEqual(['opened', 'opened']);
    await endOf(started.pids()[0]!);
  });

  it('goes on with the old index where the new one is damaged', async () => {
    const damaged = await copyOf(indexed);
    const started = await startOpen(damaged);
    await flipBit(path.join(await damaged.generation(), INDEX_FILES.vectors), 0.5);
    await expect(started.library.reload()).rejects.toThrow(OperatorError);
    await expect(started.library.reload()).rejects.toThrow('vectors.bin is damaged');
    expect(await started.library.answer(QUESTION)).toMatchObject({ answered: true });
    expect(started.kinds()).toEqual(['opened']);
  });
});

describe('a library that cannot be opened', () => {
  it('fails with the line that the operator needs', async () => {
    const damaged = await copyOf(indexed);
    await flipBit(path.join(await damaged.generation(), INDEX_FILES.passages), 0.5);
    const { library, events } = new Started(damaged);
    const answer = library.answer(QUESTION);
    await expect(library.ready).rejects.toThrow(OperatorError);
    await expect(library.ready).rejects.toThrow(/passages\.bin is damaged.*rebuild/);
    await expect(answer).rejects.toThrow('passages.bin is damaged');
    expect(events).toEqual([{ kind: 'failed', error: expect.any(OperatorError) as Error }]);
  });

  it('is opened as soon as it can be', async () => {
    const damaged = await copyOf(indexed);
    await flipBit(path.join(await damaged.generation(), INDEX_FILES.passages), 0.5);
    const { library } = new Started(damaged);
    await expect(library.ready).rejects.toThrow('passages.bin is damaged');
    await damaged.index({ full: true });
    expect(await library.answer(QUESTION)).toMatchObject({ answered: true });
  });
});

import { readdir } from 'node:fs/promises';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { IndexError, StaleIndexError } from '../../src/errors.ts';
import { IndexWriter } from '../../src/postgres/index-writer.ts';
import { openPostgresIndex } from '../../src/postgres/open-index.ts';
import { SCHEMA } from '../../src/postgres/schema.ts';
import { PostgresServer } from '../../src/postgres/server.ts';
import { takeFromServer, takeToServer, updateShared } from '../../src/postgres/update-shared.ts';
import { answerQuestion, type AskOptions } from '../../src/quotes/answer-question.ts';
import { type Ranking, retrieve } from '../../src/retrieval/retrieve.ts';
import { INDEX_FILES, type SearchIndex } from '../../src/retrieval/search-index.ts';
import { ExactVectorStore } from '../../src/vector-index/exact-store.ts';
import { MemoryRows } from '../../src/vector-index/vector-rows.ts';
import { EXACT_SCAN_LIMIT } from '../../src/vector-index/hnsw-store.ts';
import type { PassageSet } from '../../src/vector-index/vector-store.ts';
import { FakeEmbedder, randomNumbers } from '../support/fake-embedder.ts';
import { generateCorpus } from '../support/generated-corpus.ts';
import { Library, libraryOf } from '../support/library.ts';
import { PgliteServer } from '../support/pglite.ts';

let database: PgliteServer;

beforeAll(async () => {
  database = await PgliteServer.start();
  return () => database.stop();
});

/** Takes the index of a library to the server, where it is the current one for the tests after it. */
async function publish(library: Library): Promise<void> {
  const writer = await openWriter();
  await takeToServer(writer, { indexDir: library.indexDir, keepGenerations: 1 });
  await writer.close();
}

async function openWriter(): Promise<IndexWriter> {
  const writer = await IndexWriter.open(new PostgresServer(database.url));
  if (writer === null) throw new Error('somebody has the lock');
  return writer;
}

/** The index on the server, for the current test. */
async function openShared(library: Library): Promise<SearchIndex> {
  const server = new PostgresServer(database.url, { maxConnections: 1 });
  onTestFinished(() => server.close());
  const index = await openPostgresIndex(server, library.embedder.fingerprint);
  if (index === null) throw new Error('there is no index in PostgreSQL');
  return index;
}

describe('an index in PostgreSQL', () => {
  let library: Library;
  let local: SearchIndex;

  beforeAll(async () => {
    library = await Library.create(undefined, new FakeEmbedder({ dims: 24 }));
    await generateCorpus(library.corpusDir, { passages: 300, seed: 'shared' });
    await library.index();
    local = await library.open();
    await publish(library);
    return () => library.remove();
  });

  it.each<{ ranking: Ranking }>([
    { ranking: 'fused' },
    { ranking: 'lexical' },
    { ranking: 'vector' },
  ])('ranks as the one on disk does, to the last digit ($ranking)', async ({ ranking }) => {
    const shared = await openShared(library);
    for (const question of QUESTIONS) {
      for (const filters of FILTERS) {
        const options = { ranking, filters, count: 50 };
        const { passages } = await retrieve(local, library.embedder, question, options);
        const found = await retrieve(shared, library.embedder, question, options);
        expect(found.passages).toEqual(passages);
      }
    }
  });

  it('answers as the one on disk does, follow-ups too', async () => {
    const shared = await openShared(library);
    const ask = async (index: SearchIndex, question: string, options?: AskOptions) => {
      const { ms: _, ...answer } = await answerQuestion(index, library.embedder, question, options);
      return answer;
    };
    const first = await ask(local, QUESTIONS[0]!);
    expect(first.answered).toBe(true);
    const history = [{ question: QUESTIONS[0]!, quotes: first.quotes }];
    for (const question of QUESTIONS) {
      expect(await ask(shared, question)).toEqual(await ask(local, question));
      expect(await ask(shared, question, { history })).toEqual(
        await ask(local, question, { history }),
      );
    }
  });

  it('comes back to disk as it was, byte by byte', async () => {
    const copy = library.withIndex('returned');
    const writer = await openWriter();
    await takeFromServer(writer, { indexDir: copy.indexDir, keepGenerations: 1 });
    await writer.close();
    expect(await copy.generations()).toEqual(await library.generations());
    for (const file of await readdir(await library.generation())) {
      expect(await copy.bytes(file)).toEqual(await library.bytes(file));
    }
  });

  it('is not taken anywhere where it is already', async () => {
    const writer = await openWriter();
    onTestFinished(() => writer.close());
    const folder = { indexDir: library.indexDir, keepGenerations: 1 };
    const id = writer.current?.id;
    expect((await takeToServer(writer, folder)).isNew).toBe(false);
    expect((await takeFromServer(writer, folder)).isNew).toBe(false);
    expect(writer.current?.id).toBe(id);
  });

  it('is refused when it was made with another model', async () => {
    const server = new PostgresServer(database.url, { maxConnections: 1 });
    onTestFinished(() => server.close());
    const { fingerprint } = new FakeEmbedder({ dims: 24, sha256: '1'.repeat(64) });
    await expect(openPostgresIndex(server, fingerprint)).rejects.toThrow(StaleIndexError);
  });
});

describe('a database', () => {
  it('has nothing until something is published, and keeps what it has when set up again', async () => {
    const empty = await PgliteServer.start();
    onTestFinished(() => empty.stop());
    const server = new PostgresServer(empty.url, { maxConnections: 1 });
    const { fingerprint } = new FakeEmbedder();
    expect(await openPostgresIndex(server, fingerprint)).toBeNull();
    await empty.run(SCHEMA);
    expect(await openPostgresIndex(server, fingerprint)).toBeNull();
    await empty.run('UPDATE verbatim.schema_version SET version = 0');
    await empty.run(SCHEMA);
    await expect(openPostgresIndex(server, fingerprint)).rejects.toThrow('schema version 0');
    await server.close();
  });
});

describe('a damaged index in PostgreSQL', () => {
  it.each([
    { table: 'articles', change: 'content = set_byte(content, 0, 90) WHERE position = 1' },
    { table: 'articles', change: "properties = replace(properties, 'Post', 'Past')" },
    { table: 'passages', change: 'end_unit = end_unit - 1 WHERE position = 2' },
    { table: 'passages', change: 'term_count = term_count + 1 WHERE position = 2' },
    { table: 'postings', change: "spelling = 'zzz' WHERE term = 3" },
    { table: 'postings', change: 'is_name = NOT is_name WHERE term = 3' },
  ])('is refused ($table: $change)', async ({ table, change }) => {
    const library = await libraryOf();
    await library.index();
    await publish(library);
    const id = await currentId();
    await database.run(`UPDATE verbatim.${table}_${id} SET ${change}`);
    await expect(openShared(library)).rejects.toThrow(/damaged.*index --full/);
  });

  it.each([
    { table: 'postings', what: 'terms' },
    { table: 'vectors', what: 'vectors' },
  ])('is refused when a question misses $what', async ({ table }) => {
    const library = await libraryOf();
    await library.index();
    await publish(library);
    const id = await currentId();
    const shared = await openShared(library);
    await database.run(`DELETE FROM verbatim.${table}_${id}`);
    await expect(answerQuestion(shared, library.embedder, 'the old ferry')).rejects.toThrow(
      IndexError,
    );
  });

  it('is mended by publishing it anew', async () => {
    const library = await libraryOf();
    await library.index();
    await publish(library);
    await database.run(`DELETE FROM verbatim.articles_${await currentId()}`);
    await library.edit({ 'new.txt': 'The lighthouse of Harlow was painted white.' });
    await library.index();
    await publish(library);
    expect((await openShared(library)).articles.size).toBe(5);
  });
});

describe('an index in PostgreSQL that cannot be read', () => {
  /** Builds everything anew and publishes it, as `index --full` does. */
  async function rebuild(library: Library): Promise<void> {
    const writer = await openWriter();
    const folder = { indexDir: library.indexDir, keepGenerations: 1 };
    const build = () => library.index({ full: true });
    await updateShared(writer, folder, library.embedder.fingerprint, build, { anew: true });
    await writer.close();
  }

  /** How many articles others find, who are gone at once: there is room for one connection. */
  async function countArticles({ embedder }: Library): Promise<number | undefined> {
    const server = new PostgresServer(database.url, { maxConnections: 1 });
    try {
      return (await openPostgresIndex(server, embedder.fingerprint))?.articles.size;
    } finally {
      await server.close();
    }
  }

  it('is replaced by the same built anew, from whatever machine', async () => {
    const library = await libraryOf();
    await library.index();
    await publish(library);
    for (const machine of [library, library.withIndex('elsewhere')]) {
      await database.run(`DELETE FROM verbatim.articles_${await currentId()}`);
      await expect(countArticles(library)).rejects.toThrow(/damaged.*index --full/);
      await rebuild(machine);
      expect(await countArticles(library)).toBe(4);
    }
  });

  /** Publishes an index as if a version of Verbatim with this format had. */
  async function publishAs(formatVersion: number): Promise<Library> {
    const library = await libraryOf();
    await library.index();
    await publish(library);
    const manifest = `'{"formatVersion": ${formatVersion}}'`;
    const where = `WHERE id = ${await currentId()}`;
    await database.run(`UPDATE verbatim.generations SET manifest = ${manifest} ${where}`);
    return library;
  }

  it('is replaced where an older version made it', async () => {
    const library = await publishAs(1);
    await expect(countArticles(library)).rejects.toThrow(StaleIndexError);
    await publish(library);
    expect(await countArticles(library)).toBe(4);
  });

  it('is left alone where a later version made it', async () => {
    const library = await publishAs(99);
    await expect(countArticles(library)).rejects.toThrow(/format version 99.*update Verbatim/);
    await expect(publish(library)).rejects.toThrow('update Verbatim');
    await database.run('DELETE FROM verbatim.current_generation');
  });
});

describe('generations in PostgreSQL', () => {
  it('are kept as many as are wanted, and can be gone back to', async () => {
    const library = await libraryOf();
    const built: string[] = [];
    for (const text of ['It rained.', 'It snowed.', 'The sun came out.']) {
      await library.edit({ 'weather.txt': text });
      await library.index();
      await publish(library);
      built.push((await library.open()).manifest.createdAt);
    }
    const writer = await openWriter();
    onTestFinished(() => writer.close());
    const left = await writer.read('SELECT id FROM verbatim.generations');
    expect(left).toHaveLength(2);
    expect(await tables(writer)).toHaveLength(2 * 4);
    expect(await writer.rollback()).toBe(built[1]);
    expect(writer.current?.manifest.createdAt).toBe(built[1]);
    expect(await writer.rollback()).toBe(built[2]);
  });
});

describe('many passages in PostgreSQL', () => {
  const PASSAGES = EXACT_SCAN_LIMIT + 1500;
  const embedder = new FakeEmbedder({ dims: 24 });
  let library: Library;
  let exact: ExactVectorStore;

  beforeAll(async () => {
    library = await Library.create({}, embedder);
    await generateCorpus(library.corpusDir, { passages: PASSAGES, seed: 'many' });
    await library.index({ graphFrom: PASSAGES });
    const { buffer } = Uint8Array.from(await library.bytes(INDEX_FILES.vectors));
    exact = new ExactVectorStore(
      new MemoryRows(new Float32Array(buffer), embedder.fingerprint.dims),
    );
    await publish(library);
    return () => library.remove();
  }, 180_000);

  /** The part of the exact nearest ten that the graph finds. */
  async function recall(index: SearchIndex, within?: PassageSet): Promise<number> {
    let found = 0;
    let all = 0;
    for (const question of QUESTIONS) {
      const query = await embedder.embedQuestion(question);
      const hits = await index.vectors.nearest(query, 10, within);
      const nearest = await exact.nearest(query, 10, within);
      const positions = new Set(hits.map(({ passage }) => passage));
      all += nearest.length;
      found += nearest.filter(({ passage }) => positions.has(passage)).length;
      const similarities = await exact.similarities(query, [...positions]);
      expect(hits.map(({ similarity }) => similarity)).toEqual(similarities);
      expect(similarities).toEqual(similarities.toSorted((a, b) => b - a));
    }
    return all === 0 ? 1 : found / all;
  }

  it('are searched by a graph that finds nearly all that comparing finds', async () => {
    const shared = await openShared(library);
    expect(shared.passages.size).toBe(PASSAGES);
    expect(await recall(shared)).toBeGreaterThanOrEqual(0.98);
  });

  it.each([
    { share: 0.95, kept: 'nearly all' },
    { share: 0.5, kept: 'half' },
    { share: 0.001, kept: 'few' },
    { share: 0, kept: 'none' },
  ])('are searched among $kept of them', async ({ share }) => {
    const next = randomNumbers('within');
    const mask = Uint8Array.from({ length: PASSAGES }, () => (next() < share ? 1 : 0));
    const within = { mask, count: mask.reduce((sum, isIn) => sum + isIn, 0) };
    const shared = await openShared(library);
    const query = await embedder.embedQuestion(QUESTIONS[0]!);
    const hits = await shared.vectors.nearest(query, 100, within);
    expect(hits).toHaveLength(Math.min(100, within.count));
    expect(hits.every(({ passage }) => mask[passage] === 1)).toBe(true);
    expect(await recall(shared, within)).toBeGreaterThanOrEqual(0.98);
  });

  it('come back to disk with a graph', async () => {
    const copy = library.withIndex('returned');
    const writer = await openWriter();
    await takeFromServer(writer, {
      indexDir: copy.indexDir,
      keepGenerations: 1,
      graphFrom: PASSAGES,
    });
    await writer.close();
    expect(await readdir(await copy.generation())).toEqual(
      await readdir(await library.generation()),
    );
    expect((await copy.open()).passages.size).toBe(PASSAGES);
  });
});

async function currentId(): Promise<number> {
  const writer = await openWriter();
  const { current } = writer;
  await writer.close();
  return current!.id;
}

/** The names of the tables that belong to generations. */
async function tables(writer: IndexWriter): Promise<readonly unknown[]> {
  return writer.read(
    "SELECT tablename FROM pg_tables WHERE schemaname = 'verbatim' AND tablename ~ '_[0-9]+$'",
  );
}

const QUESTIONS = [
  'Who opened the new bridge in Osterby?',
  'How many visitors has the flooded museum of Harlow?',
  'What did Governor Juhasz ask for after the flood?',
  'the damaged railway station of Velgrad',
  'When was the lighthouse built?',
  'Which dam did minister Orlof inspect in March 2022?',
  'Why did dockers walk out?',
  'zeppelin',
  'and?',
];

const FILTERS = [
  {},
  { from: '2022-11-10', to: '2022-11-20' },
  { asOf: '2022-06-30' },
  { outlet: 'harbour' },
  { asOf: '1990-01-01' },
];

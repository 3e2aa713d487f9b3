import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { IndexError } from '../../src/errors.ts';
import { GenerationFollower } from '../../src/postgres/follow-current.ts';
import { IndexWriter } from '../../src/postgres/index-writer.ts';
import { openPostgresIndex } from '../../src/postgres/open-index.ts';
import { PostgresServer, type ServerOptions } from '../../src/postgres/server.ts';
import { takeToServer } from '../../src/postgres/update-shared.ts';
import type { Answer } from '../../src/quotes/quote.ts';
import { retrieve } from '../../src/retrieval/retrieve.ts';
import type { SearchIndex } from '../../src/retrieval/search-index.ts';
import { Secret } from '../../src/secret.ts';
import { FakeEmbedder } from '../support/fake-embedder.ts';
import { Library, libraryOf, SAMPLE_FILES } from '../support/library.ts';
import { HAS_PGVECTOR, POSTGRES_PROGRAMS, PostgresProcess } from '../support/postgres.ts';
import { runVerbatim } from '../support/run-verbatim.ts';

describe.skipIf(POSTGRES_PROGRAMS === null)('a PostgreSQL server', () => {
  let postgres: PostgresProcess;
  let databases = 0;

  beforeAll(async () => {
    postgres = await PostgresProcess.start();
    return () => postgres.remove();
  });

  /** The address of an empty database for the current test. */
  function database(): Promise<Secret> {
    databases += 1;
    return postgres.createDatabase(`test_${databases}`);
  }

  describe('that several processes may write to', () => {
    it('lets one of them at a time', async () => {
      const url = await database();
      const first = await writerOn(url);
      expect(await IndexWriter.open(serverOn(url))).toBeNull();
      await first!.close();
      expect(await writerOn(url)).not.toBeNull();
    });

    it('takes the lock from one that has died', async () => {
      const url = await database();
      await writerOn(url);
      await postgres.run(KILL_OTHERS, nameOf(url));
      await vi.waitFor(async () => expect(await writerOn(url)).not.toBeNull());
    });
  });

  describe.runIf(HAS_PGVECTOR)('that several processes write to', () => {
    it('keeps what it had when one dies in the middle', async () => {
      const { url, library } = await published();
      await library.edit({ 'new.txt': 'The lighthouse of Harlow was painted white.' });
      await library.index();
      const dying = await serverOn(url).connect(0);
      await dying.query('BEGIN');
      await dying.query('CREATE TABLE verbatim.articles_99 (position integer)');
      await dying.query('DELETE FROM verbatim.current_generation');
      await postgres.run(KILL_OTHERS, nameOf(url));
      expect((await open(url)).articles.size).toBe(4);
      expect(await postgres.run(GENERATION_TABLES, nameOf(url))).toHaveLength(4);
    });

    it('goes on where what is old cannot be removed yet', async () => {
      const { url, library } = await published();
      const [{ id } = { id: 0 }] = await postgres.run(CURRENT, nameOf(url));
      const backup = await serverOn(url).connect(0);
      onTestFinished(() => backup.close());
      await backup.query('BEGIN');
      await backup.query(`SELECT FROM verbatim.articles_${String(id)}`);
      for (const text of ['It rained.', 'It snowed.']) {
        await library.edit({ 'new.txt': text });
        await library.index();
        await publish(url, library);
      }
      expect((await open(url)).articles.size).toBe(5);
      expect(await postgres.run(GENERATION_TABLES, nameOf(url))).toHaveLength(3 * 4);
      await backup.close();
      await library.edit({ 'new.txt': 'The sun came out.' });
      await library.index();
      await publish(url, library);
      expect(await postgres.run(GENERATION_TABLES, nameOf(url))).toHaveLength(2 * 4);
    });

    it('lets others read who have no right to write', async () => {
      const { url, library } = await published();
      const role = `reader_${nameOf(url)}`;
      await postgres.run(
        `CREATE ROLE ${role} LOGIN PASSWORD 'reads'; GRANT USAGE ON SCHEMA verbatim TO ${role};
         GRANT SELECT ON ALL TABLES IN SCHEMA verbatim TO ${role};
         ALTER DEFAULT PRIVILEGES IN SCHEMA verbatim GRANT SELECT ON TABLES TO ${role}`,
        nameOf(url),
      );
      await library.edit({ 'new.txt': 'The lighthouse of Harlow was painted white.' });
      await library.index();
      await publish(url, library);
      const reader = new Secret(
        `postgres://${role}:reads@127.0.0.1:${postgres.port}/${nameOf(url)}`,
      );
      expect((await open(reader)).articles.size).toBe(5);
      const writer = await writerOn(reader);
      await expect(writer!.rollback()).rejects.toThrow(/permission denied.*give the user/);
    });

    it('publishes again what a lost connection has cut short', async () => {
      const { url, library } = await published();
      await library.edit({ 'new.txt': 'The lighthouse of Harlow was painted white.' });
      await library.index();
      const writer = await writerOn(url);
      // Slow enough to be caught in the middle, and once only.
      await postgres.run(
        `CREATE SEQUENCE tries; CREATE FUNCTION stall() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF nextval('tries') = 1 THEN PERFORM pg_sleep(60); END IF; RETURN NEW; END $$;
         CREATE TRIGGER stall BEFORE INSERT ON verbatim.generations FOR EACH ROW EXECUTE FUNCTION stall()`,
        nameOf(url),
      );
      const publishing = takeToServer(writer!, { indexDir: library.indexDir, keepGenerations: 1 });
      await vi.waitFor(async () => {
        const [row] = await postgres.run('SELECT is_called FROM tries', nameOf(url));
        expect(row?.['is_called']).toBe(true);
      });
      await postgres.run(KILL_OTHERS, nameOf(url));
      expect((await publishing).isNew).toBe(true);
      expect((await open(url)).articles.size).toBe(5);
    });

    it('gives way to another that changed the index while the connection was lost', async () => {
      const { url, library } = await published();
      await library.edit({ 'new.txt': 'The lighthouse of Harlow was painted white.' });
      await library.index();
      const writer = await writerOn(url);
      await postgres.run(KILL_OTHERS, nameOf(url));
      const other = await libraryOf({ 'other.txt': 'It snowed in Osterby.' });
      await other.index();
      await publish(url, other);
      await expect(
        takeToServer(writer!, { indexDir: library.indexDir, keepGenerations: 1 }),
      ).rejects.toThrow('another process has changed the index');
      expect((await open(url)).articles.size).toBe(1);
    });
  });

  describe.runIf(HAS_PGVECTOR)('that several processes read from', () => {
    it('answers all of them alike, side by side, while a new generation is written', async () => {
      const { url, library } = await published();
      const expected = await passagesFor(await library.open());
      const readers = await Promise.all(Array.from({ length: 4 }, () => open(url)));
      await library.edit({ 'new.txt': 'The lighthouse of Harlow was painted white.' });
      await library.index();
      const asked = readers.flatMap((reader) =>
        Array.from({ length: 10 }, () => passagesFor(reader)),
      );
      await publish(url, library);
      for (const answered of asked) expect(await answered).toEqual(expected);
      expect(await passagesFor(readers[0]!)).toEqual(expected);
    });

    it('is asked again when it was restarted', async () => {
      const { url, library } = await published();
      const index = await open(url);
      const before = await passagesFor(index);
      await postgres.crash();
      const asked = passagesFor(index);
      await postgres.resume();
      expect(await asked).toEqual(before);
      expect((await open(url)).name).toBe((await library.open()).name);
    });
  });

  describe('that is read from', () => {
    it('is asked again after a serialisation failure', async () => {
      const url = await database();
      await postgres.run(
        `CREATE SEQUENCE tries; CREATE FUNCTION fail_twice() RETURNS bigint LANGUAGE plpgsql AS $$
         BEGIN IF nextval('tries') < 3 THEN RAISE 'not now' USING ERRCODE = '40001'; END IF;
         RETURN currval('tries'); END $$`,
        nameOf(url),
      );
      expect(await serverOn(url).read('SELECT fail_twice() AS tries')).toEqual([{ tries: '3' }]);
    });

    it('is not waited for when a statement takes too long', async () => {
      const server = serverOn(await database(), { statementTimeoutMs: 200 });
      await expect(server.read('SELECT pg_sleep(60)')).rejects.toThrow(IndexError);
      expect(await server.read('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    });

    it('is not waited for when it says nothing more', async () => {
      const server = serverOn(await database(), { statementTimeoutMs: 100 });
      expect(await server.read('SELECT 1 AS one')).toEqual([{ one: 1 }]);
      postgres.freezeConnections();
      await expect(server.read('SELECT 1 AS one')).rejects.toThrow(/read timeout; check that/);
      expect(await server.read('SELECT 1 AS one')).toEqual([{ one: 1 }]);
      postgres.thawConnections();
    });

    it('gets no more connections than are allowed', async () => {
      const url = await database();
      const server = serverOn(url, { maxConnections: 2 });
      const count =
        'SELECT count(*)::integer AS count, pg_sleep(0.05)::text FROM pg_stat_activity ' +
        'WHERE datname = current_database()';
      const counts = await Promise.all(Array.from({ length: 12 }, () => server.read(count)));
      for (const [row] of counts) expect(row?.['count']).toBeLessThanOrEqual(2);
    });
  });

  describe.runIf(HAS_PGVECTOR)('that is followed', () => {
    /** Follows for the current test; resolves to how often the index was opened anew. */
    function follow(url: Secret, pollMs: number): { readonly reloads: () => number } {
      let reloads = 0;
      const follower = new GenerationFollower(serverOn(url), {
        pollMs,
        onError: () => {},
        async reload() {
          reloads += 1;
          follower.noteOpened((await open(url)).manifest.createdAt);
        },
      });
      onTestFinished(() => follower.close());
      void open(url).then(({ manifest }) => follower.noteOpened(manifest.createdAt));
      return { reloads: () => reloads };
    }

    async function publishMore(url: Secret, library: Library): Promise<void> {
      await library.edit({ 'new.txt': `The lighthouse was painted again, ${Math.random()}.` });
      await library.index();
      await publish(url, library);
    }

    it('tells of a new generation at once', async () => {
      const { url, library } = await published();
      // Asking by itself would come too late for this test.
      const { reloads } = follow(url, 600_000);
      await vi.waitFor(async () => {
        const [row] = await postgres.run(LISTENERS, nameOf(url));
        expect(row?.['count']).toBe(1);
      });
      await publishMore(url, library);
      await vi.waitFor(() => expect(reloads()).toBe(1), { timeout: 5000 });
      await publishMore(url, library);
      await vi.waitFor(() => expect(reloads()).toBe(2), { timeout: 5000 });
    });

    it('may be a copy that only reads and notifies nobody', async () => {
      const { url, library } = await published();
      const replica = await postgres.startReplica();
      onTestFinished(() => replica.remove());
      const { reloads } = follow(replica.url(nameOf(url)), 100);
      await publishMore(url, library);
      await vi.waitFor(() => expect(reloads()).toBe(1), { timeout: 20_000 });
      const writer = await writerOn(replica.url(nameOf(url)));
      await expect(writer!.rollback()).rejects.toThrow('name the primary server');
    });

    it('is asked for what was published while the connection was lost', async () => {
      const { url, library } = await published();
      const { reloads } = follow(url, 100);
      await vi.waitFor(async () => {
        const [row] = await postgres.run(LISTENERS, nameOf(url));
        expect(row?.['count']).toBe(1);
      });
      await postgres.crash();
      await postgres.resume();
      await publishMore(url, library);
      await vi.waitFor(() => expect(reloads()).toBe(1), { timeout: 20_000 });
    });
  });

  describe('that refuses', () => {
    it.each([
      { problem: 'the password', address: () => postgres.url('postgres', 'wr0ng:s3cret') },
      { problem: 'the database', address: () => postgres.url('nowhere', 'p@ss/word') },
      {
        problem: 'the way to it',
        address: () => new Secret(`postgres://me:p%40ss%2Fword@127.0.0.1:9/x`),
      },
      {
        problem: 'encryption',
        address: () => new Secret(`${postgres.url().reveal()}?sslmode=require`),
      },
    ])('says why in one line, without a password ($problem)', async ({ address }) => {
      const url = address();
      const { stdout, stderr, code } = await runVerbatim(['ask', 'Why?', '--verbose'], {
        env: { VECTOR_STORE: url.reveal() },
      });
      expect(code).toBe(2);
      expect(stderr).toMatch(
        /the index in PostgreSQL \(127\.0\.0\.1:\d+\/\w+\) cannot be used: .+; /,
      );
      for (const secret of ['p@ss/word', 'p%40ss%2Fword', 'wr0ng:s3cret', 'wr0ng%3As3cret']) {
        expect(stdout + stderr).not.toContain(secret);
      }
    });
  });

  describe.runIf(HAS_PGVECTOR)('that the command line works with', () => {
    it('has the index taken to it, asked, brought up to date, taken back and gone back', async () => {
      const url = await database();
      const library = await libraryOf();
      const env = {
        VECTOR_STORE: url.reveal(),
        CORPUS_DIR: library.corpusDir,
        INDEX_DIR: library.indexDir,
        SAMPLE_CORPUS: 'off',
      };
      const run = async (args: readonly string[], more: NodeJS.ProcessEnv = {}) => {
        const { code, stdout, stderr } = await runVerbatim([...args, '--json'], {
          env: { ...env, ...more },
        });
        expect({ code, stderr }).toMatchObject({ code: 0 });
        return JSON.parse(stdout) as Record<string, unknown>;
      };
      const ask = async (more: NodeJS.ProcessEnv = {}): Promise<Omit<Answer, 'ms'>> => {
        const { ms: _, ...answer } = (await run(['ask', QUESTION], more)) as unknown as Answer;
        return answer;
      };
      await run(['index'], { VECTOR_STORE: '' });
      const onDisk = await ask({ VECTOR_STORE: '' });
      expect(await run(['migrate', 'to-postgres'])).toMatchObject({ isNew: true, articles: 4 });
      const { stdout } = await runVerbatim(['doctor'], { env });
      expect(stdout).toMatch(/index.*4 articles/);
      // Without an index of its own, another machine answers the same.
      const elsewhere = { INDEX_DIR: `${library.indexDir}-elsewhere` };
      expect(await ask(elsewhere)).toEqual(onDisk);
      await library.edit({ 'new.txt': 'The lighthouse of Harlow was painted white.' });
      // Nothing that is on the server is embedded again.
      expect(await run(['index'], elsewhere)).toMatchObject({ articles: 5, embedded: 1 });
      expect(await run(['migrate', 'to-disk'])).toMatchObject({ isNew: true, articles: 5 });
      expect(await run(['migrate', 'to-disk'])).toMatchObject({ isNew: false, articles: 5 });
      await run(['index', '--rollback'], elsewhere);
      expect(await run(['migrate', 'to-disk'])).toMatchObject({ isNew: true, articles: 4 });
    });

    it('is filled by the first of several bots that find it empty', async () => {
      const url = await database();
      const library = await libraryOf();
      const runs = await Promise.all(
        ['one', 'two'].map((name) =>
          runVerbatim(['ask', QUESTION, '--json'], {
            env: {
              VECTOR_STORE: url.reveal(),
              CORPUS_DIR: library.corpusDir,
              INDEX_DIR: `${library.indexDir}-${name}`,
              SAMPLE_CORPUS: 'off',
            },
          }),
        ),
      );
      for (const { code, stdout } of runs) {
        expect(code).toBe(0);
        expect(JSON.parse(stdout)).toMatchObject({ answered: true });
      }
      expect(await postgres.run('SELECT id FROM verbatim.generations', nameOf(url))).toHaveLength(
        1,
      );
    });
  });

  async function published(): Promise<{ readonly url: Secret; readonly library: Library }> {
    const url = await database();
    const library = await libraryOf(SAMPLE_FILES, EMBEDDER);
    await library.index();
    await publish(url, library);
    return { url, library };
  }
});

const EMBEDDER = new FakeEmbedder();
const QUESTION = 'How much did the new bridge over the Lenne cost?';
const KILL_OTHERS =
  'SELECT pg_terminate_backend(pid) FROM pg_stat_activity ' +
  'WHERE datname = current_database() AND pid <> pg_backend_pid()';
const GENERATION_TABLES =
  "SELECT tablename FROM pg_tables WHERE schemaname = 'verbatim' AND tablename ~ '_[0-9]+$'";
const CURRENT = 'SELECT id FROM verbatim.current_generation';
const LISTENERS =
  'SELECT count(*)::integer AS count FROM pg_stat_activity WHERE datname = current_database() ' +
  "AND application_name = 'verbatim' AND query ~ 'current_generation'";

function serverOn(url: Secret, options?: ServerOptions): PostgresServer {
  const server = new PostgresServer(url, options);
  onTestFinished(() => server.close());
  return server;
}

/** A writer for the current test; null when somebody else has the lock. */
async function writerOn(url: Secret): Promise<IndexWriter | null> {
  const writer = await IndexWriter.open(serverOn(url));
  onTestFinished(() => writer?.close());
  return writer;
}

async function publish(url: Secret, library: Library): Promise<void> {
  const server = new PostgresServer(url);
  let writer = await IndexWriter.open(server);
  // The server takes a moment to notice that somebody has gone.
  for (; writer === null; writer = await IndexWriter.open(server)) await sleep(20);
  await takeToServer(writer, { indexDir: library.indexDir, keepGenerations: 1 });
  await writer.close();
}

async function open(url: Secret): Promise<SearchIndex> {
  const index = await openPostgresIndex(serverOn(url), EMBEDDER.fingerprint);
  if (index === null) throw new Error('there is no index in PostgreSQL');
  return index;
}

async function passagesFor(index: SearchIndex): Promise<unknown> {
  return (await retrieve(index, EMBEDDER, 'the new bridge of Osterby', { count: 5 })).passages;
}

function nameOf(url: Secret): string {
  return new URL(url.reveal()).pathname.slice(1);
}

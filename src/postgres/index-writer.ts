import { setTimeout as sleep } from 'node:timers/promises';
import { IndexError } from '../errors.ts';
import type { Generation } from '../vector-index/generation.ts';
import { makeCurrent, publishGeneration, removeOldGenerations } from './publish-generation.ts';
import type { OwnConnection, PostgresServer, Session } from './server.ts';
import { isPassing } from './server-error.ts';
import { findReplaceable, type StoredGeneration } from './stored-generation.ts';

/** Any number that nothing else in the database locks by. */
const LOCK_KEY = '7310575178637209715';
/** Pauses before something is tried again whose connection was lost. */
const RETRY_PAUSES_MS = [200, 1000, 3000, 6000];

/**
 * The right to change the index in PostgreSQL, which one process has at a time: an advisory lock of a
 * session, which the server frees when the connection ends, however it ends.
 */
export class IndexWriter {
  readonly #server: PostgresServer;
  #connection: OwnConnection;
  /** What was current when the lock was taken, or what this writer has made current since. */
  #current: StoredGeneration | null;

  private constructor(
    server: PostgresServer,
    connection: OwnConnection,
    current: StoredGeneration | null,
  ) {
    this.#server = server;
    this.#connection = connection;
    this.#current = current;
  }

  /**
   * @returns null when another process has the right.
   * @throws IndexError when the server cannot be reached, or what it has is of a later version.
   */
  static async open(server: PostgresServer): Promise<IndexWriter | null> {
    try {
      const connection = await lock(server);
      if (connection === null) return null;
      try {
        return new IndexWriter(server, connection, await currentOf(connection));
      } catch (error) {
        await connection.close();
        throw error;
      }
    } catch (error) {
      throw server.explain(error);
    }
  }

  /** What others read; null when there is no index yet, or none that this version can read. */
  get current(): StoredGeneration | null {
    return this.#current;
  }

  /** Runs a statement that only reads, once. */
  async read(...statement: Parameters<Session['query']>): ReturnType<Session['query']> {
    try {
      return await this.#connection.query(...statement);
    } catch (error) {
      throw this.#server.explain(error);
    }
  }

  /**
   * Makes a generation from disk the current one for everybody. When the connection is lost, all of
   * it is tried again, unless another process has changed the index meanwhile.
   *
   * @param keep how many generations before it are kept.
   */
  async publish(generation: Generation, keep: number): Promise<void> {
    await this.#change(
      (session) => publishGeneration(session, generation),
      (current) => current?.name === generation.name,
    );
    await this.#tidyUp(keep);
  }

  /**
   * Makes the newest other generation current; once more goes forward again.
   *
   * @returns when what is current now was built, ISO 8601.
   * @throws IndexError when there is no other.
   */
  async rollback(): Promise<string> {
    const before = this.#current?.id ?? null;
    const [row] = await this.read(
      'SELECT id FROM verbatim.generations WHERE id <> $1 ORDER BY id DESC LIMIT 1',
      [before ?? 0],
    );
    if (before === null || row === undefined) {
      throw new IndexError(
        `the index in PostgreSQL (${this.#server.name}) has no generation to go back to; ` +
          'KEEP_GENERATIONS says how many are kept',
      );
    }
    const id = row['id'] as number;
    await this.#change(
      (session) => makeCurrent(session, id),
      (current) => current?.id === id,
    );
    return this.#current!.manifest.createdAt;
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  /** @param isDone whether what is current shows that the change was made, though nobody heard of it. */
  async #change(
    work: (session: Session) => Promise<unknown>,
    isDone: (current: StoredGeneration | null) => boolean,
  ): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.#connection.query('BEGIN');
        await work(this.#connection);
        await this.#connection.query('COMMIT');
        this.#current = await currentOf(this.#connection);
        return;
      } catch (error) {
        await this.#connection.close();
        const pauseMs = RETRY_PAUSES_MS[attempt];
        if (pauseMs === undefined || !isPassing(error)) throw this.#server.explain(error);
        await sleep(pauseMs);
      }
      const current = await this.#lockAgain();
      if (current?.id === this.#current?.id) continue;
      this.#current = current;
      if (isDone(current)) return;
      throw new IndexError(
        'another process has changed the index in PostgreSQL while the connection was lost; it is as ' +
          'that process left it; run "npm run -s verbatim -- index" again',
      );
    }
  }

  /** Where it fails, the next publication does it: the new generation is there all the same. */
  async #tidyUp(keep: number): Promise<void> {
    try {
      await this.#connection.query('BEGIN');
      await removeOldGenerations(this.#connection, keep);
      await this.#connection.query('COMMIT');
    } catch {
      await this.#connection.query('ROLLBACK').catch(() => {});
    }
  }

  async #lockAgain(): Promise<StoredGeneration | null> {
    for (const pauseMs of RETRY_PAUSES_MS) {
      try {
        const connection = await lock(this.#server);
        if (connection !== null) {
          this.#connection = connection;
          return await currentOf(connection);
        }
      } catch (error) {
        if (!isPassing(error)) throw this.#server.explain(error);
      }
      // The server may not have noticed yet that the connection before has ended.
      await sleep(pauseMs);
    }
    throw busy();
  }
}

/** What is said to whoever comes second. */
export function busy(): IndexError {
  return new IndexError(
    'another process is changing the index in PostgreSQL; wait until it is done, or set another VECTOR_STORE',
  );
}

async function lock(server: PostgresServer): Promise<OwnConnection | null> {
  // Linking many passages takes hours.
  const connection = await server.connect(0);
  try {
    const [row] = await connection.query('SELECT pg_try_advisory_lock($1) AS is_ours', [LOCK_KEY]);
    if (row?.['is_ours'] === true) return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
  await connection.close();
  return null;
}

function currentOf(connection: Session): Promise<StoredGeneration | null> {
  return findReplaceable((...statement) => connection.query(...statement));
}

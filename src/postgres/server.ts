import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientBase, type ClientConfig, Pool } from 'pg';
import { createScrubber } from '../scrub.ts';
import { Secret } from '../secret.ts';
import { isPassing, toServerError } from './server-error.ts';

/** One row, by the names of its columns. Integers of 64 bits come as text, bytea as a Buffer. */
export type Row = Readonly<Record<string, unknown>>;

/** A connection that statements can be sent to, one after the other. */
export interface Session {
  /** @param values for $1, $2, …; a Buffer is taken for the binary form of whatever stands there. */
  query(statement: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

export interface ServerOptions {
  /** Connections that this process has open at most, for reading. */
  readonly maxConnections?: number;
  /** For one statement that reads. */
  readonly statementTimeoutMs?: number;
}

const DEFAULT_MAX_CONNECTIONS = 4;
const DEFAULT_STATEMENT_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 5000;
/** A server that has gone without a word is noticed a little after its own limit. */
const SILENCE_MS = 2000;
const IDLE_MS = 30_000;
const KEEP_ALIVE_MS = 10_000;
/** A process that was stopped in the middle keeps the server from tidying up no longer than that. */
const IDLE_IN_TRANSACTION_MS = 60_000;
/** Pauses before a read is tried again: a server that restarts is back within seconds. */
const RETRY_PAUSES_MS = [50, 200, 600, 1500, 3000];

/** A PostgreSQL server as several processes share it. */
export class PostgresServer {
  readonly #url: Secret;
  readonly #statementTimeoutMs: number;
  readonly #pool: Pool;
  readonly #scrub: (text: string) => string;

  /** Connects when something is first asked. */
  constructor(url: Secret, options: ServerOptions = {}) {
    this.#url = url;
    this.#statementTimeoutMs = options.statementTimeoutMs ?? DEFAULT_STATEMENT_TIMEOUT_MS;
    this.#scrub = createScrubber([url, ...passwordsOf(url)]);
    this.#pool = new Pool({
      ...this.#settings(this.#statementTimeoutMs),
      max: options.maxConnections ?? DEFAULT_MAX_CONNECTIONS,
      idleTimeoutMillis: IDLE_MS,
      allowExitOnIdle: true,
    });
    // A connection that breaks while nobody uses it is left out of the pool; the next one is new.
    this.#pool.on('error', () => {});
    // One that breaks while it is used fails the statement; unheard, it would end the process as well.
    this.#pool.on('connect', (client) => client.on('error', () => {}));
  }

  /** Host, port and database: what may be shown of the address. */
  get name(): string {
    const { host, pathname } = new URL(this.#url.reveal());
    return `${host === '' ? 'localhost' : host}${pathname}`;
  }

  /**
   * Runs one statement that only reads. It is tried again when the connection is lost or the server
   * asks for it.
   *
   * @throws IndexError when the server cannot be reached, or refuses.
   */
  read(statement: string, values?: readonly unknown[]): Promise<readonly Row[]> {
    return this.#patiently(() => this.#withClient((session) => session.query(statement, values)));
  }

  /**
   * Runs statements that see the same state and only read, in one transaction, which is tried again as
   * a whole.
   *
   * @throws IndexError as above.
   */
  readTogether<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#patiently(() =>
      this.#withClient(async (session) => {
        await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
        const result = await work(session);
        await session.query('COMMIT');
        return result;
      }),
    );
  }

  /**
   * Opens a connection of one's own, on which nothing is tried again.
   *
   * @param statementTimeoutMs 0 for as long as a statement takes.
   * @throws IndexError as above; what statements throw comes as it is, and `explain` makes it fit to
   *   be shown.
   */
  connect(statementTimeoutMs: number): Promise<OwnConnection> {
    return this.#patiently(() => this.#connect(statementTimeoutMs));
  }

  /** An error as one that can be shown: an IndexError where the operator can mend it. */
  explain(error: unknown): Error {
    return toServerError(error, this.name, this.#scrub);
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #connect(statementTimeoutMs: number): Promise<OwnConnection> {
    const client = new Client(this.#settings(statementTimeoutMs));
    // Whoever waits for a statement is told as well.
    client.on('error', () => {});
    const lost = new Promise<void>((resolve) => client.once('end', () => resolve()));
    await client.connect();
    return {
      ...toSession(client),
      lost,
      onNotification(listener) {
        client.on('notification', ({ payload }) => listener(payload ?? ''));
      },
      async close() {
        await client.end().catch(() => {});
      },
    };
  }

  async #withClient<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let isWhole = false;
    try {
      const result = await work(toSession(client));
      isWhole = true;
      return result;
    } finally {
      // A connection in the middle of something is closed, which ends its transaction.
      client.release(!isWhole);
    }
  }

  async #patiently<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        const pauseMs = RETRY_PAUSES_MS[attempt];
        if (pauseMs === undefined || !isPassing(error)) throw this.explain(error);
        // Processes that lost their connections together do not come back together.
        await sleep(pauseMs * (0.5 + Math.random()));
      }
    }
  }

  #settings(statementTimeoutMs: number): ClientConfig {
    return {
      connectionString: this.#url.reveal(),
      application_name: 'verbatim',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      ...(statementTimeoutMs === 0
        ? {}
        : {
            statement_timeout: statementTimeoutMs,
            query_timeout: statementTimeoutMs + SILENCE_MS,
          }),
    };
  }
}

/** A connection that nobody else uses. */
export interface OwnConnection extends Session {
  /** Resolves when the connection has ended, for whatever reason. */
  readonly lost: Promise<void>;
  /** Has told what is notified on the channels that the session listens to. */
  onNotification(listener: (payload: string) => void): void;
  close(): Promise<void>;
}

function toSession(client: ClientBase): Session {
  return {
    async query(statement, values) {
      // Without values there may be several statements.
      const result = await (values === undefined
        ? client.query<Row>(statement)
        : client.query<Row>(statement, [...values]));
      return result.rows;
    },
  };
}

/** The password as it stands in an address and as it is meant. */
function passwordsOf(url: Secret): Secret[] {
  const { password, searchParams } = new URL(url.reveal());
  const given = [password, searchParams.get('password') ?? ''].filter((value) => value !== '');
  return given.flatMap((value) => [new Secret(value), new Secret(decodeURIComponent(value))]);
}

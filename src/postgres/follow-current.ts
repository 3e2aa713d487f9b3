import { setTimeout as sleep } from 'node:timers/promises';
import { CURRENT_CHANNEL } from './schema.ts';
import type { OwnConnection, PostgresServer } from './server.ts';
import { findCurrent } from './stored-generation.ts';

export interface FollowerOptions {
  /** Opens the index anew. */
  readonly reload: () => Promise<unknown>;
  /** Told once when the server is lost, and again when it is there again and lost once more. */
  readonly onError: (error: Error) => void;
  /** How long a notification that was lost stays unnoticed; 5,000 by default. */
  readonly pollMs?: number;
}

const DEFAULT_POLL_MS = 5000;
const RECONNECT_MS = 2000;
const STATEMENT_TIMEOUT_MS = 10_000;
/** PostgreSQL's code for what a server in recovery refuses. */
const READ_ONLY = '25006';

/**
 * Sees to it that a process goes over to each new generation, whoever made it: the server notifies,
 * and is asked every few seconds besides, since nobody hears what is said while a connection is lost.
 */
export class GenerationFollower {
  readonly #server: PostgresServer;
  readonly #options: FollowerOptions;
  readonly #closing = new AbortController();
  readonly #done: Promise<void>;
  /** When what is current, and what is open here, was built. */
  #current: string | null = null;
  #opened: string | null = null;

  constructor(server: PostgresServer, options: FollowerOptions) {
    this.#server = server;
    this.#options = options;
    this.#done = this.#follow();
  }

  /** @param builtAt when the generation that this process has opened was built, ISO 8601. */
  noteOpened(builtAt: string): void {
    this.#opened = builtAt;
    this.#compare();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#done;
  }

  async #follow(): Promise<void> {
    const { signal } = this.#closing;
    let isLost = false;
    while (!signal.aborted) {
      let connection: OwnConnection | null = null;
      try {
        connection = await this.#server.connect(STATEMENT_TIMEOUT_MS);
        await this.#listen(connection, () => (isLost = false));
      } catch (error) {
        if (!isLost && !signal.aborted) this.#options.onError(this.#server.explain(error));
        isLost = true;
      } finally {
        await connection?.close();
      }
      await sleep(RECONNECT_MS, undefined, { signal }).catch(() => {});
    }
  }

  /** Returns when the follower is closed, and rejects when the connection is lost. */
  async #listen(connection: OwnConnection, onHeard: () => void): Promise<void> {
    const { signal } = this.#closing;
    let wake = new AbortController();
    connection.onNotification(() => wake.abort());
    void connection.lost.then(() => wake.abort());
    await connection.query(`LISTEN ${CURRENT_CHANNEL}`).catch((error: unknown) => {
      // A copy of the server that only reads notifies nobody; it is asked.
      if ((error as { code?: unknown }).code !== READ_ONLY) throw error;
    });
    while (!signal.aborted) {
      // Before asking: what is notified while the answer is on its way counts.
      wake = new AbortController();
      const current = await findCurrent((...statement) => connection.query(...statement));
      onHeard();
      if (current !== null) {
        this.#current = current.manifest.createdAt;
        this.#compare();
      }
      await sleep(this.#options.pollMs ?? DEFAULT_POLL_MS, undefined, {
        signal: AbortSignal.any([signal, wake.signal]),
      }).catch(() => {});
    }
  }

  /** Reloads where something else is current than what is open; once for each generation. */
  #compare(): void {
    if (this.#opened === null || this.#current === null || this.#opened === this.#current) return;
    const opened = this.#opened;
    // Until another one is open, or could not be opened, nothing is compared.
    this.#opened = null;
    this.#options.reload().catch((error: unknown) => {
      this.#opened ??= opened;
      this.#options.onError(error as Error);
    });
  }
}

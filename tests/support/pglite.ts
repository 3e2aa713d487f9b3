import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { Secret } from '../../src/secret.ts';
import { freePort } from './free-port.ts';

/**
 * PostgreSQL with pgvector inside this process. It takes one connection at a time: several would share
 * one session, with its transactions and settings.
 */
export class PgliteServer {
  readonly url: Secret;
  readonly #database: PGlite;
  readonly #sockets: PGLiteSocketServer;

  private constructor(database: PGlite, sockets: PGLiteSocketServer, port: number) {
    this.#database = database;
    this.#sockets = sockets;
    this.url = new Secret(`postgres://postgres@127.0.0.1:${port}/postgres?sslmode=disable`);
  }

  static async start(): Promise<PgliteServer> {
    const database = await PGlite.create({ extensions: { vector } });
    const port = await freePort();
    const sockets = new PGLiteSocketServer({ db: database, port, host: '127.0.0.1' });
    await sockets.start();
    return new PgliteServer(database, sockets, port);
  }

  /** Runs statements beside the connection, between two of its own. */
  async run(statements: string): Promise<void> {
    await this.#database.exec(statements);
  }

  async stop(): Promise<void> {
    await this.#sockets.stop();
    await this.#database.close();
  }
}

import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { appendFile, chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { Secret } from '../../src/secret.ts';
import { freePort } from './free-port.ts';

const DEBIAN_FOLDER = '/usr/lib/postgresql';
const PASSWORD = 'p@ss/word';

/** Where Debian has its newest PostgreSQL; null where there is none. */
export const POSTGRES_PROGRAMS: string | null = findPrograms();

/** Whether that PostgreSQL has pgvector, which Debian packages from version 13 on. */
export const HAS_PGVECTOR =
  POSTGRES_PROGRAMS !== null &&
  existsSync(
    `/usr/share/postgresql/${path.basename(path.dirname(POSTGRES_PROGRAMS))}/extension/vector.control`,
  );

if (!HAS_PGVECTOR) {
  process.stderr.write(
    POSTGRES_PROGRAMS === null
      ? 'SKIPPED tests of PostgreSQL with several connections: it is not installed (apt-get install postgresql)\n'
      : 'SKIPPED tests of pgvector with several connections: PostgreSQL is installed, pgvector is not\n',
  );
}

/** A PostgreSQL server of its own, as Debian packages it, that asks for passwords. */
export class PostgresProcess {
  readonly port: number;
  readonly #folder: string;
  #child: ChildProcess | null = null;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.port = port;
  }

  static async start(): Promise<PostgresProcess> {
    const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-postgres-'));
    const server = new PostgresProcess(folder, await freePort());
    const passwordFile = path.join(folder, 'password');
    await writeFile(passwordFile, PASSWORD);
    if (USER !== null)
      for (const name of [folder, passwordFile]) chownSync(name, USER.uid, USER.gid);
    await chmod(folder, 0o700);
    const data = path.join(folder, 'data');
    execFileSync(
      path.join(POSTGRES_PROGRAMS!, 'initdb'),
      [
        '-D',
        data,
        '-U',
        'verbatim',
        '-A',
        'scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--no-sync',
      ],
      { ...USER, cwd: '/', stdio: 'ignore' },
    );
    await appendFile(
      path.join(data, 'postgresql.conf'),
      `listen_addresses = '127.0.0.1'\nport = ${server.port}\nunix_socket_directories = ''\nfsync = off\n`,
    );
    await server.resume();
    return server;
  }

  /** A copy of it that follows what it writes, and only reads. */
  async startReplica(): Promise<PostgresProcess> {
    const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-postgres-'));
    if (USER !== null) chownSync(folder, USER.uid, USER.gid);
    const replica = new PostgresProcess(folder, await freePort());
    const data = path.join(folder, 'data');
    await promisify(execFile)(
      path.join(POSTGRES_PROGRAMS!, 'pg_basebackup'),
      ['-D', data, '-d', this.url().reveal(), '-R', '--checkpoint=fast', '--no-sync'],
      { ...USER, cwd: '/' },
    );
    await appendFile(path.join(data, 'postgresql.conf'), `port = ${replica.port}\n`);
    await replica.resume();
    return replica;
  }

  /** The address, with a password that has to be encoded in it. */
  url(database = 'postgres', password = PASSWORD): Secret {
    return new Secret(
      `postgres://verbatim:${encodeURIComponent(password)}@127.0.0.1:${this.port}/${database}`,
    );
  }

  get password(): string {
    return PASSWORD;
  }

  /** Starts it, the first time or again, and waits until it takes connections. */
  async resume(): Promise<void> {
    this.#child = spawn(
      path.join(POSTGRES_PROGRAMS!, 'postgres'),
      ['-D', path.join(this.#folder, 'data')],
      { ...USER, cwd: '/', stdio: 'ignore' },
    );
    for (;;) {
      const client = new Client(this.url().reveal());
      client.on('error', () => {});
      try {
        await client.connect();
        await client.end();
        return;
      } catch {
        await sleep(50);
      }
    }
  }

  /**
   * Stops it and starts it again, as `pg_ctl restart` does: `fast` ends what is under way in good order,
   * `immediate` without a word to anybody, so that it has to recover.
   */
  async restart(mode: 'fast' | 'immediate'): Promise<void> {
    await this.#stop(mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await this.resume();
  }

  /** Stops it at once, as if the machine had failed. */
  crash(): Promise<void> {
    return this.#stop('SIGQUIT');
  }

  async #stop(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child!;
    const closed = new Promise((resolve) => child.once('close', resolve));
    child.kill(signal);
    await closed;
  }

  /** Those that are open say nothing more, as when a network swallows everything; new ones do. */
  freezeConnections(): void {
    this.#signalConnections('-STOP');
  }

  thawConnections(): void {
    this.#signalConnections('-CONT');
  }

  #signalConnections(signal: string): void {
    execFileSync('pkill', [signal, '-P', String(this.#child!.pid)]);
  }

  /** Makes an empty database and returns its address. */
  async createDatabase(name: string): Promise<Secret> {
    await this.run(`CREATE DATABASE ${name}`);
    return this.url(name);
  }

  /** Runs a statement on a connection of its own. */
  async run(statement: string, database = 'postgres'): Promise<readonly Record<string, unknown>[]> {
    const client = new Client(this.url(database).reveal());
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end();
    }
  }

  async remove(): Promise<void> {
    if (this.#child?.exitCode === null) await this.crash();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** PostgreSQL refuses to be run by root. */
const USER = process.getuid?.() === 0 ? nobody() : null;

function nobody(): { readonly uid: number; readonly gid: number } {
  const idOf = (flag: string): number =>
    Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }).trim());
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function findPrograms(): string | null {
  if (!existsSync(DEBIAN_FOLDER)) return null;
  const version = readdirSync(DEBIAN_FOLDER)
    .filter((name) => existsSync(path.join(DEBIAN_FOLDER, name, 'bin/initdb')))
    .sort((a, b) => Number(b) - Number(a))[0];
  return version === undefined ? null : path.join(DEBIAN_FOLDER, version, 'bin');
}

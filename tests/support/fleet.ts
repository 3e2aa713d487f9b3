import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { vi } from 'vitest';
import { openState, STATE_FILE, type StateDatabase } from '../../src/state/database.ts';
import { BotProcess, type LogLine } from './bot-process.ts';
import type { Channel } from './discord-stand-in/channel.ts';
import { DiscordStandIn } from './discord-stand-in/discord-stand-in.ts';
import type { Server } from './discord-stand-in/server.ts';
import { Moderator } from './moderator.ts';
import { runVerbatim } from './run-verbatim.ts';

/** Processes of several shards take their time to start on a busy machine. */
const PATIENCE = { timeoutMs: 90_000 };

/** A server, and a moderator there who asks. */
export interface Berth {
  readonly server: Server;
  readonly general: Channel;
  readonly moderator: Moderator;
}

/** A bot of several shards on one machine, with a server on each. */
export class Fleet {
  readonly standIn: DiscordStandIn;
  /** One for each shard, in their order. All of them own the corpus. */
  readonly berths: readonly Berth[];
  readonly #folder: string;
  #bot: BotProcess | null = null;

  static async assemble(sharding: { shards: number; maxConcurrency: number }): Promise<Fleet> {
    const standIn = await DiscordStandIn.start({ sharding });
    return new Fleet(standIn, await mkdtemp(path.join(tmpdir(), 'verbatim-fleet-')), sharding);
  }

  private constructor(standIn: DiscordStandIn, folder: string, { shards }: { shards: number }) {
    this.standIn = standIn;
    this.#folder = folder;
    this.berths = Array.from({ length: shards }, (_, shard) => {
      const server = standIn.addServerOfShard(shard, `Server ${shard}`);
      const general = server.addChannel('general');
      return { server, general, moderator: Moderator.join(server, `Ada ${shard}`, general) };
    });
  }

  get bot(): BotProcess {
    if (this.#bot === null) throw new Error('no bot was started');
    return this.#bot;
  }

  /** The settings of every process of the fleet. */
  get env(): Record<string, string> {
    return {
      CORPUS_DIR: path.join(this.#folder, 'corpus'),
      INDEX_DIR: path.join(this.#folder, 'index'),
      MEMBER_QUESTIONS_PER_MINUTE: '0',
      CHANNEL_ANSWERS_PER_MINUTE: '0',
      HOME_SERVERS: this.berths.map(({ server }) => server.id).join(),
      SHARD_COUNT: String(this.berths.length),
    };
  }

  get dataDir(): string {
    return path.join(this.#folder, 'data');
  }

  async writeArticles(articles: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, content] of Object.entries(articles)) {
      const file = path.join(this.#folder, 'corpus', name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
    }
  }

  /** Brings the index up to date, as its owner does in the terminal. */
  async index(): Promise<void> {
    const { code, stderr } = await runVerbatim(['index'], { env: this.env });
    if (code !== 0) throw new Error(`indexing ended with ${code}:\n${stderr}`);
  }

  /** Starts all shards, and waits until each is connected. */
  async sail(env: Readonly<Record<string, string>> = {}): Promise<void> {
    this.#bot = await BotProcess.start(this.standIn, {
      env: { ...this.env, ...env },
      dataDir: this.dataDir,
      readyWhenLogged: 'started the process of a shard',
    });
    await this.connected(...this.berths.keys());
    await this.#bot.logged('commands are registered');
  }

  /** Starts a process for some shards beside those that there are. */
  launch(shards: string, env: Readonly<Record<string, string>> = {}): Promise<BotProcess> {
    return BotProcess.start(this.standIn, {
      env: { ...this.env, SHARDS: shards, ...env },
      dataDir: this.dataDir,
      readyWhenLogged: 'connected to Discord',
    });
  }

  /** Waits until some shards are connected. */
  async connected(...shards: number[]): Promise<void> {
    const areConnected = (): boolean =>
      shards.every((shard) => this.standIn.countSessions(this.berths[shard]!.server) > 0);
    const what = `shards ${shards.join()} to connect`;
    await this.standIn.until(what, areConnected, PATIENCE).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${this.#bot?.log.slice(-2000)}`, { cause: error });
    });
  }

  /** What the shards have logged with some words, oldest first. */
  logged(message: string): LogLine[] {
    return this.bot.logLines.filter(({ msg }) => msg.includes(message));
  }

  /** The process that runs a shard, the last one that was started. */
  pidOf(shard: number): number {
    const started = this.logged('started the process of a shard');
    return Number(started.findLast((line) => line['shard'] === shard)?.['pid']);
  }

  /** The process that answers for a shard. */
  answeringPidOf(shard: number): Promise<number> {
    return this.#childOf(shard, 'library');
  }

  /** The process that indexes for a shard, as soon as there is one. */
  indexingPidOf(shard: number): Promise<number> {
    return vi.waitFor(() => this.#childOf(shard, 'index'), PATIENCE.timeoutMs);
  }

  async #childOf(shard: number, command: string): Promise<number> {
    const args = ['-P', String(this.pidOf(shard)), '-f', `verbatim.js ${command}`];
    const { stdout } = await promisify(execFile)('pgrep', args);
    // While another one opens a new index there are two.
    return Number(stdout.split('\n')[0]);
  }

  /** What the bot remembers, which it may go on using. */
  async readState<T>(read: (state: StateDatabase) => T): Promise<T> {
    const state = await openState(path.join(this.dataDir, STATE_FILE));
    try {
      return read(state);
    } finally {
      state.close();
    }
  }

  /** Stops the bot unless it has stopped, and closes everything. */
  async disband(): Promise<void> {
    await this.#bot?.stop();
    await this.standIn.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

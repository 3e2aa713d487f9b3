import type { Bot } from './bot.ts';
import type { Patience } from './changes.ts';
import type { LoggedRequest } from './request-log.ts';
import { RestServer } from './rest-server.ts';
import { Server, type ServerOptions } from './server.ts';
import { SOON_MS } from './snowflakes.ts';
import { Trouble } from './trouble.ts';
import { type Sharding, World } from './world.ts';

export interface StandInOptions {
  /** Whether the privileged intent for the content of messages is enabled. */
  readonly messageContentEnabled?: boolean;
  /** One shard by default. */
  readonly sharding?: Sharding;
}

/**
 * Discord on this machine: the API over HTTP and the gateway, for one bot that neither knows nor
 * minds, with servers whose members talk to it.
 *
 * It refuses what Discord refuses, and keeps a list of what no bot should have asked.
 */
export class DiscordStandIn {
  readonly trouble: Trouble;
  readonly #world: World;
  readonly #rest: RestServer;
  readonly #expected: RegExp[] = [];

  static async start({
    messageContentEnabled = false,
    sharding = { shards: 1, maxConcurrency: 1 },
  }: StandInOptions = {}) {
    const standIn = new DiscordStandIn(messageContentEnabled, sharding);
    await standIn.#rest.listen();
    return standIn;
  }

  private constructor(messageContentEnabled: boolean, sharding: Sharding) {
    this.#world = new World(messageContentEnabled, sharding, () => this.#rest.url);
    this.trouble = new Trouble(this.#world);
    this.#rest = new RestServer(this.#world, this.trouble);
  }

  /** Base address of the API, to which clients add the version. */
  get apiUrl(): string {
    return `${this.#rest.url}/api`;
  }

  get token(): string {
    return this.#world.bot.token;
  }

  get bot(): Bot {
    return this.#world.bot;
  }

  /** Every request of the bot to the API, in order. */
  get requests(): readonly LoggedRequest[] {
    return this.#world.requests;
  }

  /** What no bot should have asked, whatever the state of its servers. */
  get violations(): readonly string[] {
    return this.#world.violations;
  }

  /** Whether the bot is connected to the gateway and has read what it was sent at the start. */
  get isBotConnected(): boolean {
    return this.#world.gateway.isCaughtUp;
  }

  /** How many sessions of the bot hear of a server, or of direct messages where it is null. */
  countSessions(server: Server | null): number {
    return this.#world.gateway.countSessions(server?.id ?? null);
  }

  /** A server that a shard hears of, which Discord settles by the time when it is made. */
  addServerOfShard(shardId: number, name: string, options: ServerOptions = {}): Server {
    this.#world.ids.skipTo((time) => time % this.#world.sharding.shards === shardId);
    const server = this.addServer(name, options);
    // Past that moment.
    this.advance(2 * SOON_MS);
    return server;
  }

  /** A server that the bot is in, with an owner and no channel. */
  addServer(name: string, options: ServerOptions = {}): Server {
    return new Server(this.#world, name, options);
  }

  /** Lets time pass for the deadlines of interactions and the memory of nonces. */
  advance(durationMs: number): void {
    this.#world.clock.advance(durationMs);
  }

  /** `close` shall not mind violations of this kind. */
  expectViolation(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** Waits until something is true of the stand-in itself, looking whenever it changes. */
  async until(what: string, predicate: () => boolean, patience: Patience = {}): Promise<void> {
    await this.#world.changes.until(() => (predicate() ? true : null), { what, ...patience });
  }

  /** Waits until the bot is connected to the gateway and has read what it was sent at the start. */
  async botConnected(patience: Patience = {}): Promise<void> {
    await this.until('the bot to connect', () => this.isBotConnected, patience);
  }

  /**
   * Ends everything; waits under way fail.
   *
   * @throws Error where the bot did what no bot should, unless the test expected it.
   */
  async close(): Promise<void> {
    this.#world.changes.end();
    this.#world.gateway.close();
    await this.#rest.close();
    const unexpected = this.violations.filter(
      (violation) => !this.#expected.some((pattern) => pattern.test(violation)),
    );
    if (unexpected.length > 0) {
      throw new Error(`the bot did what Discord does not take:\n${unexpected.join('\n')}`);
    }
  }
}

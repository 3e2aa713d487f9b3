import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { openState, STATE_FILE, type StateDatabase } from '../../src/state/database.ts';
import { type ChannelMode, ServerSettingsStore } from '../../src/state/server-settings.ts';
import { BotProcess } from './bot-process.ts';
import type { Channel } from './discord-stand-in/channel.ts';
import { DiscordStandIn } from './discord-stand-in/discord-stand-in.ts';
import { listPings } from './discord-stand-in/mentions.ts';
import { INVITED_PERMISSIONS } from './discord-stand-in/permissions.ts';
import type { Server } from './discord-stand-in/server.ts';
import { runVerbatim } from './run-verbatim.ts';

const BUNDLED_ARTICLES = fileURLToPath(new URL('../../corpus/sample', import.meta.url));

export interface NewsroomOptions {
  /** The articles, content by path; those that come with Verbatim by default. */
  readonly articles?: Readonly<Record<string, string>>;
  /** Whether the bot may read messages that do not mention it. */
  readonly readsMessages?: boolean;
  /** Settings beside the usual ones. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A server with the bot at work on it, which the conversations of a test file share. */
export class Newsroom {
  readonly standIn: DiscordStandIn;
  readonly server: Server;
  readonly general: Channel;
  readonly corpusDir: string;
  readonly #folder: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #servers: Server[] = [];
  #bot: BotProcess | null = null;

  /** Opens the server, and starts the bot there. */
  static async open(options: NewsroomOptions = {}): Promise<Newsroom> {
    const { articles, readsMessages = false, env = {} } = options;
    const standIn = await DiscordStandIn.start({ messageContentEnabled: readsMessages });
    const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-newsroom-'));
    const newsroom = new Newsroom(standIn, folder, {
      ...env,
      MESSAGE_CONTENT: readsMessages ? 'on' : 'off',
    });
    try {
      if (articles !== undefined) await newsroom.editArticles(articles);
      else await cp(BUNDLED_ARTICLES, path.join(newsroom.corpusDir, 'sample'), { recursive: true });
      await newsroom.startBot();
    } catch (error) {
      await newsroom.close();
      throw error;
    }
    return newsroom;
  }

  private constructor(
    standIn: DiscordStandIn,
    folder: string,
    env: Readonly<Record<string, string>>,
  ) {
    this.standIn = standIn;
    this.corpusDir = path.join(folder, 'corpus');
    this.#folder = folder;
    this.#env = {
      CORPUS_DIR: this.corpusDir,
      INDEX_DIR: this.indexDir,
      // Conversations here are faster than people.
      MEMBER_QUESTIONS_PER_MINUTE: '0',
      CHANNEL_ANSWERS_PER_MINUTE: '0',
      ...env,
    };
    this.server = this.addServer('Newsroom');
    this.general = this.server.addChannel('general');
  }

  get bot(): BotProcess {
    if (this.#bot === null) throw new Error('no bot is running');
    return this.#bot;
  }

  get indexDir(): string {
    return path.join(this.#folder, 'index');
  }

  /** Where the bot keeps its state. */
  get dataDir(): string {
    return path.join(this.#folder, 'data');
  }

  /** A server where the bot could ping everybody if it wanted to. */
  addServer(name: string): Server {
    const server = this.standIn.addServer(name, {
      botPermissions: INVITED_PERMISSIONS | PermissionFlagsBits.MentionEveryone,
    });
    this.#servers.push(server);
    return server;
  }

  /** A message that mentions the bot before a question. */
  mentionWith(question: string): string {
    return `${this.standIn.bot.mention} ${question}`;
  }

  /** @param env settings beside the usual ones. */
  async startBot(env: Readonly<Record<string, string>> = {}): Promise<void> {
    this.#bot = await BotProcess.start(this.standIn, {
      env: { ...this.#env, ...env },
      dataDir: this.dataDir,
    });
  }

  /** Ends the bot as a lack of memory does: at once, with no time for anything. */
  async killBot(): Promise<void> {
    await this.#bot?.stop('SIGKILL');
    this.#bot = null;
  }

  async stopBot(): Promise<void> {
    const bot = this.#bot;
    this.#bot = null;
    const code = await bot?.stop();
    if (bot !== null && code !== 0) throw new Error(`the bot ended with ${code}:\n${bot.log}`);
  }

  /** The bytes of a file of the corpus. */
  async article(name: string): Promise<Buffer> {
    return readFile(path.join(this.corpusDir, name));
  }

  /** Writes articles; null removes one. The bot knows of it after `index`. */
  async editArticles(articles: Readonly<Record<string, string | null>>): Promise<void> {
    for (const [name, content] of Object.entries(articles)) {
      const file = path.join(this.corpusDir, name);
      await mkdir(path.dirname(file), { recursive: true });
      if (content === null) await rm(file);
      else await writeFile(file, content);
    }
  }

  /** Brings the index up to date, as its owner does in the terminal. */
  async index(): Promise<void> {
    const { code, stderr } = await runVerbatim(['index'], { env: this.#env });
    if (code !== 0) throw new Error(`indexing ended with ${code}:\n${stderr}`);
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

  /** Switches the bot off in a channel or thread, or on again. */
  async setMode({ id }: Channel, mode: ChannelMode): Promise<void> {
    await this.readState((state) =>
      new ServerSettingsStore(state).setChannelMode(this.server.id, id, mode),
    );
  }

  /** Closes everything, and fails if the bot pinged anybody or did what Discord does not take. */
  async close(): Promise<void> {
    const pings = this.#pings();
    await this.stopBot();
    await this.standIn.close();
    await rm(this.#folder, { recursive: true, force: true });
    if (pings.length > 0) throw new Error(`the bot pinged somebody:\n${pings.join('\n')}`);
  }

  /** What the bot said that pinged somebody, also where it is gone by now. */
  #pings(): string[] {
    const channels = this.#servers.flatMap(({ members, channels: own, threads }) => [
      ...own,
      ...threads,
      ...members.map(({ dm }) => dm),
    ]);
    return [...new Set(channels)]
      .flatMap(({ log }) => log)
      .filter(({ author, mentions }) => {
        return author.id === this.standIn.bot.user.id && listPings(mentions).length > 0;
      })
      .map(({ content }) => content);
  }
}

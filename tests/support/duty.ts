import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BotProcess, type BotProcessOptions } from './bot-process.ts';
import type { Channel } from './discord-stand-in/channel.ts';
import { DiscordStandIn, type StandInOptions } from './discord-stand-in/discord-stand-in.ts';
import type { Exchange } from './discord-stand-in/exchange.ts';
import type { Member } from './discord-stand-in/member.ts';
import type { LoggedRequest } from './discord-stand-in/request-log.ts';
import type { SeenMessage } from './discord-stand-in/seen-message.ts';
import type { Server } from './discord-stand-in/server.ts';

/** A question that the articles which come with Verbatim answer. */
export const QUESTION = 'How many cruise missiles did Russia fire on 29 December?';
/** What stands in the answer. */
export const ANSWER = 'fired 69 cruise missiles';
/** A question that they do not answer. */
export const UNANSWERABLE = 'Who won the chess tournament in Sydney?';

/** A server with a channel, a member and the bot at work, as somebody runs it who has to keep it up. */
export class Duty {
  readonly standIn: DiscordStandIn;
  readonly server: Server;
  readonly general: Channel;
  readonly ada: Member;
  readonly #folder: string;
  #bot: BotProcess | null = null;

  /** Opens the server and starts the bot. */
  static async begin(env: BotProcessOptions['env'] = {}, options?: StandInOptions): Promise<Duty> {
    const standIn = await DiscordStandIn.start(options);
    const duty = new Duty(standIn, await mkdtemp(path.join(tmpdir(), 'verbatim-duty-')));
    await duty.startBot({ env });
    return duty;
  }

  private constructor(standIn: DiscordStandIn, folder: string) {
    this.standIn = standIn;
    this.#folder = folder;
    this.server = standIn.addServer('Newsroom');
    this.general = this.server.addChannel('general');
    this.ada = this.server.addMember('Ada');
  }

  get bot(): BotProcess {
    if (this.#bot === null) throw new Error('no bot was started');
    return this.#bot;
  }

  get dataDir(): string {
    return path.join(this.#folder, 'data');
  }

  /** Starts a bot, where none is running, with the index and the state of the one before. */
  async startBot(options: BotProcessOptions = {}): Promise<BotProcess> {
    this.#bot = await BotProcess.start(this.standIn, {
      dataDir: this.dataDir,
      ...options,
      env: { INDEX_DIR: path.join(this.#folder, 'index'), ...options.env },
    });
    return this.#bot;
  }

  /** Asks with `/ask`. */
  async ask(
    question = QUESTION,
    { by = this.ada, in: channel = this.general }: { by?: Member; in?: Channel } = {},
  ): Promise<Exchange> {
    return by.runs('ask', { question }, { in: channel });
  }

  /** Asks in a message that mentions the bot. */
  async mention(
    question = QUESTION,
    { by = this.ada, in: channel = this.general }: { by?: Member; in?: Channel } = {},
  ): Promise<SeenMessage> {
    return by.writes(`${this.standIn.bot.mention} ${question}`, { in: channel });
  }

  /**
   * Keeps the bot from finding answers, which it goes on promising, until what is returned is called.
   */
  async holdAnswers(): Promise<() => void> {
    const pid = await this.bot.answeringPid();
    process.kill(pid, 'SIGSTOP');
    return () => void process.kill(pid, 'SIGCONT');
  }

  /** The requests of the bot of one method to some paths. */
  requests(method: string, pathPattern: RegExp): LoggedRequest[] {
    return this.standIn.requests.filter(
      (request) => request.method === method && pathPattern.test(request.path),
    );
  }

  /** Stops the bot unless it has stopped, and closes everything. */
  async end(): Promise<void> {
    await this.#bot?.stop();
    await this.standIn.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

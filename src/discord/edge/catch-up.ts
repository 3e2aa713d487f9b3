import {
  type Channel,
  type Client,
  type GuildTextBasedChannel,
  type Message,
  PermissionFlagsBits,
  SnowflakeUtil,
} from 'discord.js';
import type { Logger } from '../../logger.ts';
import { patiently } from './patiently.ts';

/** Of a bot on many servers, the channels that were written in last; a gap has just ended as a rule. */
const MAX_CHANNELS = 500;
/** As many as Discord lists at once. */
const PAGE = 100;
/** Of a channel in which more was written, the newest are looked at. */
const MAX_PAGES = 5;
const READING = [PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory];

export interface CatchUpOptions {
  /** How far back is looked; 0 for not at all. */
  readonly windowMs: number;
  /** Deals with a message, unless it is none to the bot or has been dealt with. Must not reject. */
  readonly answer: (message: Message) => Promise<void>;
  readonly logger: Logger;
}

/**
 * Looks for messages that nobody has heard, or that a process which was killed had taken on, in the
 * channels of servers where something was written of late. It asks Discord for one channel at a time, and
 * goes on when the question before has been answered, so that those of the moment come first.
 */
export class CatchUp {
  readonly #client: Client;
  readonly #options: CatchUpOptions;
  #last: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(client: Client, options: CatchUpOptions) {
    this.#client = client;
    this.#options = options;
  }

  /**
   * Looks once, when the look before has ended.
   *
   * @returns when that is done; never rejects.
   */
  look(): Promise<void> {
    if (this.#options.windowMs > 0) this.#last = this.#last.then(() => this.#lookOnce());
    return this.#last;
  }

  /** Leaves what is left to whoever comes after. */
  stop(): void {
    this.#isStopped = true;
  }

  async #lookOnce(): Promise<void> {
    const { windowMs, logger } = this.#options;
    const sinceMs = Date.now() - windowMs;
    const channels = [...this.#client.channels.cache.values()]
      .filter((channel) => mayHold(channel, sinceMs))
      .sort((one, other) => lastWrittenMs(other) - lastWrittenMs(one));
    for (const channel of channels.slice(0, MAX_CHANNELS)) {
      if (this.#isStopped) return;
      await this.#lookInto(channel, sinceMs).catch((error: unknown) =>
        logger.warn({ error, channel: channel.id }, 'could not look for missed questions'),
      );
    }
  }

  async #lookInto(channel: GuildTextBasedChannel, sinceMs: number): Promise<void> {
    const messages = await fetchSince(channel, sinceMs);
    const replies = messages.filter(({ author, client }) => author.id === client.user.id);
    const answered = new Set(replies.map(({ reference }) => reference?.messageId));
    for (const message of messages) {
      if (this.#isStopped) return;
      if (!answered.has(message.id)) await this.#options.answer(message);
    }
  }
}

/** Whether a channel may hold messages since then that the bot may read. */
function mayHold(channel: Channel, sinceMs: number): channel is GuildTextBasedChannel {
  if (channel.isDMBased() || !channel.isTextBased()) return false;
  const mayRead = channel.permissionsFor(channel.client.user)?.has(READING) === true;
  return mayRead && lastWrittenMs(channel) >= sinceMs;
}

/** In milliseconds since 1970; 0 where nothing was ever written. */
function lastWrittenMs({ lastMessageId }: Pick<GuildTextBasedChannel, 'lastMessageId'>): number {
  return lastMessageId === null ? 0 : SnowflakeUtil.timestampFrom(lastMessageId);
}

/** What was written since then, oldest first. */
async function fetchSince(channel: GuildTextBasedChannel, sinceMs: number): Promise<Message[]> {
  const found: Message[] = [];
  for (let page = 0; page < MAX_PAGES; page++) {
    const before = found.at(-1)?.id;
    const messages = [
      // Discord lists the newest first.
      ...(
        await patiently(() => channel.messages.fetch({ limit: PAGE, ...(before && { before }) }))
      ).values(),
    ];
    const recent = messages.filter(({ createdTimestamp }) => createdTimestamp >= sinceMs);
    found.push(...recent);
    if (recent.length < PAGE) break;
  }
  return found.reverse();
}

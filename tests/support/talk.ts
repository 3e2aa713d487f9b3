import type { Channel } from './discord-stand-in/channel.ts';
import type { Exchange } from './discord-stand-in/exchange.ts';
import type { Member } from './discord-stand-in/member.ts';
import type { SeenMessage } from './discord-stand-in/seen-message.ts';
import type { OptionValues } from './discord-stand-in/slash-options.ts';
import type { Newsroom } from './newsroom.ts';
import { quotesIn } from './shown-quotes.ts';

/** A message of a member, and what the bot replied to it. */
export interface Asked {
  readonly said: SeenMessage;
  readonly reply: SeenMessage;
}

/**
 * Members of a newsroom talking with the bot, no faster than people: what it says is noted by the time
 * that they go on.
 */
export class Talk {
  readonly #newsroom: Newsroom;

  constructor(newsroom: Newsroom) {
    this.#newsroom = newsroom;
  }

  /** Asks by a message that mentions the bot. */
  async mention(member: Member, question: string, channel: Channel): Promise<Asked> {
    return this.say(member, this.#newsroom.mentionWith(question), channel);
  }

  /** Asks by a reply to a message of the bot, which notifies it. */
  async reply(member: Member, question: string, answer: SeenMessage): Promise<Asked> {
    return this.say(member, question, this.#channelOf(answer), answer);
  }

  /** Writes a message as it is and waits for what the bot says to it. */
  async say(
    member: Member,
    content: string,
    channel: Channel,
    replyTo?: SeenMessage,
  ): Promise<Asked> {
    const said = await member.writes(content, { in: channel, ...(replyTo && { replyTo }) });
    const reply = await said.botReply();
    await this.#newsroom.bot.logged(`"message":"${said.id}"`);
    return { said, reply };
  }

  /** Asks with `/ask`. */
  async ask(
    member: Member,
    question: string,
    channel: Channel,
    options: OptionValues = {},
  ): Promise<SeenMessage> {
    return this.#replyTo(await member.runs('ask', { question, ...options }, { in: channel }));
  }

  async press(member: Member, message: SeenMessage, label: string): Promise<SeenMessage> {
    return this.#replyTo(await member.presses(message, label));
  }

  /** Asks on by the form behind “Follow up”. */
  async followUp(member: Member, answer: SeenMessage, question: string): Promise<SeenMessage> {
    const opened = await member.presses(answer, 'Follow up');
    return this.#replyTo(await member.submits(opened, { question }));
  }

  /** The thread that “Continue in thread” opens below an answer. */
  async openThread(member: Member, answer: SeenMessage): Promise<Channel> {
    await this.press(member, answer, 'Continue in thread');
    // A thread has the id of the message that it was opened from.
    const thread = this.#newsroom.server.threads.find(({ id }) => id === answer.id);
    if (thread === undefined) throw new Error('no thread was opened');
    return thread;
  }

  /** The texts of the quotes in a message, which stand so in the articles. */
  async quotes(message: SeenMessage): Promise<string[]> {
    return (await quotesIn(message, this.#newsroom.corpusDir)).map(({ text }) => text);
  }

  async #replyTo(exchange: Exchange): Promise<SeenMessage> {
    const reply = await exchange.reply();
    await this.#newsroom.bot.logged(`"interaction":"${exchange.interaction.id}"`);
    return reply;
  }

  #channelOf({ channelId }: SeenMessage): Channel {
    const { channels, threads } = this.#newsroom.server;
    const channel = [...channels, ...threads].find(({ id }) => id === channelId);
    if (channel === undefined) throw new Error('the message stands in no channel of the server');
    return channel;
  }
}

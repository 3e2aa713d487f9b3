import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Patience } from './discord-stand-in/changes.ts';
import type { Channel } from './discord-stand-in/channel.ts';
import type { Exchange } from './discord-stand-in/exchange.ts';
import type { Member } from './discord-stand-in/member.ts';
import type { SeenMessage } from './discord-stand-in/seen-message.ts';
import type { Server } from './discord-stand-in/server.ts';
import type { OptionValues } from './discord-stand-in/slash-options.ts';

/** How the message of an indexing run begins, or goes on, when the run has ended. */
const END_OF_RUN =
  /^(?:Indexed|The index was up to date|Indexing failed|Indexing was cancelled|I was restarted|That did not work)/m;
/** Several processes share the machine in tests. */
const PATIENCE = { timeoutMs: 30_000 };

/** A member who looks after the corpus, talking to the bot in one channel. */
export class Moderator {
  readonly member: Member;
  readonly #channel: Channel;

  /** A new member of a server, who may manage it. */
  static join(server: Server, name: string, channel: Channel): Moderator {
    const permissions = PermissionFlagsBits.ManageGuild;
    return new Moderator(server.addMember(name, { permissions }), channel);
  }

  constructor(member: Member, channel: Channel) {
    this.member = member;
    this.#channel = channel;
  }

  sends(command: string, options: OptionValues = {}): Promise<Exchange> {
    return this.member.runs(command, options, { in: this.#channel });
  }

  /** The reply to a command. */
  async runs(command: string, options: OptionValues = {}): Promise<SeenMessage> {
    return (await this.sends(command, options)).reply(PATIENCE);
  }

  /** What comes of a button. */
  async presses(message: SeenMessage, button: string): Promise<SeenMessage> {
    return (await this.member.presses(message, button)).reply(PATIENCE);
  }

  /** What a list shows once a button under it has been pressed. */
  async turns(page: SeenMessage, button: string): Promise<SeenMessage> {
    const { interaction } = await this.member.presses(page, button);
    return page.waitUntil(() => interaction.isOriginalAnswered, PATIENCE);
  }

  /** What is offered for the article while it is being typed, as it is shown. */
  async isOffered(command: string, typed: string): Promise<string[]> {
    const place = { focused: 'article', in: this.#channel };
    const choices = await this.member.types(command, { article: typed }, place);
    return choices.map(({ name }) => name);
  }

  async asks(question: string, options: OptionValues = {}): Promise<SeenMessage> {
    return this.runs('ask', { question, ...options });
  }
}

/** Waits until a message says how the indexing ended that it shows. */
export function untilIndexed(
  message: SeenMessage,
  patience: Patience = PATIENCE,
): Promise<SeenMessage> {
  return message.waitUntil(({ content }) => END_OF_RUN.test(content), patience);
}

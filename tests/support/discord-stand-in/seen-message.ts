import type { APIAttachment, APIEmbed } from 'discord-api-types/v10';
import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import type { Patience } from './changes.ts';
import type { ActionRow } from './check-message.ts';
import { listPings } from './mentions.ts';
import { isLoading, type Message } from './message.ts';
import type { World } from './world.ts';

export interface SeenButton {
  readonly label: string;
  /** Null where the button opens an address. */
  readonly customId: string | null;
  readonly url: string | null;
  readonly disabled: boolean;
}

/** A message as people saw it at one moment, be it of the bot or of a member. */
export class SeenMessage {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly ActionRow[];
  readonly attachments: readonly APIAttachment[];
  readonly flags: number;
  /** Whether the asker alone sees it. */
  readonly ephemeral: boolean;
  /** Whether it stands for an answer that is still to come. */
  readonly loading: boolean;
  /** Whom it notifies: ids of users and roles, and `everyone`. */
  readonly pings: readonly string[];
  /** The id of the message that it replies to. */
  readonly repliesTo: string | null;
  readonly edited: boolean;
  readonly deleted: boolean;
  readonly #world: World;

  constructor(world: World, message: Message) {
    this.#world = world;
    this.id = message.id;
    this.channelId = message.channel.id;
    this.authorId = message.author.id;
    this.content = message.content;
    this.embeds = message.embeds;
    this.components = message.components;
    this.attachments = message.attachments;
    this.flags = message.flags;
    this.ephemeral = message.onlyFor !== null;
    this.loading = isLoading(message);
    this.pings = listPings(message.mentions);
    this.repliesTo = message.repliesTo?.id ?? null;
    this.edited = message.editedAtMs !== null;
    this.deleted = message.isDeleted;
  }

  /** The buttons in reading order. */
  get buttons(): SeenButton[] {
    return this.components
      .flatMap((row) => row.components)
      .filter((component) => component.type === ComponentType.Button)
      .map((button) => ({
        label: 'label' in button ? (button.label ?? '') : '',
        customId: 'custom_id' in button ? button.custom_id : null,
        url: button.style === ButtonStyle.Link ? button.url : null,
        disabled: button.disabled ?? false,
      }));
  }

  /** Everything there is to read but the components: content and embeds, one line each. */
  get text(): string {
    const lines = [this.content];
    for (const { author, title, description, fields, footer } of this.embeds) {
      lines.push(author?.name ?? '', title ?? '', description ?? '');
      for (const { name, value } of fields ?? []) lines.push(name, value);
      lines.push(footer?.text ?? '');
    }
    return lines.filter((line) => line !== '').join('\n');
  }

  /** The same message as it is at this moment. */
  now(): SeenMessage {
    return new SeenMessage(this.#world, this.#world.messages.recall(this.id));
  }

  deletedByNow(): boolean {
    return this.#world.messages.recall(this.id).isDeleted;
  }

  /** Waits until the message has become something; `deleted` can be waited for too. */
  waitUntil(
    predicate: (message: SeenMessage) => boolean,
    patience: Patience = {},
  ): Promise<SeenMessage> {
    const look = (): SeenMessage | null => {
      const current = this.now();
      return predicate(current) ? current : null;
    };
    const what = `a change of the message “${this.content}”`;
    return this.#world.changes.until(look, { what, ...patience });
  }

  /**
   * Waits for the first message of the bot that replies to this one, or that comes after it in its
   * channel, or in the thread started from it, and replies to none.
   */
  botReply(patience: Patience = {}): Promise<SeenMessage> {
    const what = `a reply of the bot to “${this.content}”`;
    return this.#world.changes.until(() => this.#findReply(), { what, ...patience });
  }

  #findReply(): SeenMessage | null {
    const { bot, channels } = this.#world;
    const places = [channels.get(this.channelId), channels.get(this.id)];
    const candidates = places
      .flatMap((channel) => channel?.log ?? [])
      .filter(
        (message) =>
          message.author.id === bot.user.id &&
          message.interaction === null &&
          !message.isDeleted &&
          BigInt(message.id) > BigInt(this.id),
      );
    const reply =
      candidates.find(({ repliesTo }) => repliesTo?.id === this.id) ??
      candidates.find(({ repliesTo }) => repliesTo === null);
    return reply === undefined ? null : new SeenMessage(this.#world, reply);
  }
}

import type { APIAttachment, APIMessage } from 'discord-api-types/v10';
import {
  GatewayDispatchEvents,
  GatewayIntentBits,
  MessageFlags,
  RESTJSONErrorCodes,
} from 'discord-api-types/v10';
import { ApiError } from './api-error.ts';
import type { Channel } from './channel.ts';
import type { MessageBody } from './check-message.ts';
import type { Upload } from './files.ts';
import type { Interaction } from './interaction.ts';
import { findMentions } from './mentions.ts';
import { isEmpty, isMeantForBot, type Message, renderMessage } from './message.ts';
import type { User } from './user.ts';
import type { World } from './world.ts';

interface Circumstances {
  readonly repliesTo?: Message | null;
  readonly interaction?: Interaction | null;
  readonly onlyFor?: User | null;
  readonly webhookId?: string | null;
  readonly uploads?: readonly Upload[];
  /** Lets a message be empty that is a sign of an answer to come. */
  readonly isPlaceholder?: boolean;
}

/** All messages of a stand-in. */
export class Messages {
  readonly #world: World;
  readonly #byId = new Map<string, Message>();

  constructor(world: World) {
    this.#world = world;
  }

  /** A message that exists. */
  find(id: string): Message | null {
    const message = this.#byId.get(id);
    return message === undefined || message.isDeleted ? null : message;
  }

  /** The latest state of a message, whether it exists or is deleted. */
  recall(id: string): Message {
    const message = this.#byId.get(id);
    if (message === undefined) throw new Error(`no message ${id} was ever sent`);
    return message;
  }

  /** @throws ApiError where it would be empty. */
  post(
    channel: Channel,
    author: User,
    body: MessageBody,
    {
      repliesTo = null,
      interaction = null,
      onlyFor = null,
      webhookId = null,
      uploads = [],
      isPlaceholder = false,
    }: Circumstances = {},
  ): Message {
    const content = body.content ?? '';
    const message: Message = {
      id: this.#world.ids.next(),
      channel,
      author,
      webhookId,
      repliesTo,
      interaction,
      nonce: body.nonce ?? null,
      createdAtMs: this.#world.clock.now(),
      onlyFor,
      content,
      embeds: body.embeds ?? [],
      components: body.components ?? [],
      attachments: this.#store(uploads, body),
      flags: body.flags ?? 0,
      mentions: findMentions({
        content,
        author,
        channel,
        repliedUser: repliesTo?.author ?? null,
        allowed: body.allowed_mentions ?? null,
      }),
      editedAtMs: null,
      isDeleted: false,
    };
    if (isEmpty(message) && !isPlaceholder) {
      throw new ApiError(RESTJSONErrorCodes.CannotSendAnEmptyMessage);
    }
    this.#byId.set(message.id, message);
    channel.log.push(message);
    this.#announce(GatewayDispatchEvents.MessageCreate, message);
    return message;
  }

  /** Keeps files together with what the body says of each. */
  #store(uploads: readonly Upload[], { attachments }: MessageBody): APIAttachment[] {
    return uploads.map((upload, position) => {
      const described = attachments?.find(({ id }) => String(id) === String(position));
      return this.#world.files.store({ ...upload, description: described?.description ?? null });
    });
  }

  /** Takes over what the body has, keeps what it is silent on. */
  edit(message: Message, body: MessageBody, uploads: readonly Upload[] = []): void {
    const keptIds = body.attachments?.map(({ id }) => String(id)) ?? null;
    const kept = message.attachments.filter(({ id }) => keptIds?.includes(id) ?? true);
    const next = {
      content: body.content === undefined ? message.content : (body.content ?? ''),
      embeds: body.embeds === undefined ? message.embeds : (body.embeds ?? []),
      components: body.components === undefined ? message.components : (body.components ?? []),
      attachments: [...kept, ...this.#store(uploads, body)],
    };
    if (isEmpty(next)) throw new ApiError(RESTJSONErrorCodes.CannotSendAnEmptyMessage);
    const wasLoading = (message.flags & MessageFlags.Loading) !== 0;
    Object.assign(message, next);
    message.flags &= ~MessageFlags.Loading;
    message.flags |= (body.flags ?? 0) & MessageFlags.SuppressEmbeds;
    if (!wasLoading) message.editedAtMs = this.#world.clock.now();
    const repliedUser = message.repliesTo?.author ?? null;
    const wasPinged = message.mentions.userIds.includes(repliedUser?.id ?? '');
    message.mentions = findMentions({
      content: message.content,
      author: message.author,
      channel: message.channel,
      repliedUser: wasPinged ? repliedUser : null,
      allowed: body.allowed_mentions ?? null,
    });
    this.#announce(GatewayDispatchEvents.MessageUpdate, message);
  }

  delete(message: Message): void {
    message.isDeleted = true;
    const { channel } = message;
    if (message.onlyFor === null) {
      this.#world.dispatch(GatewayDispatchEvents.MessageDelete, {
        intents: intentsFor(channel),
        channel,
        render: () => ({ id: message.id, channel_id: channel.id, ...serverIdOf(channel) }),
      });
    }
    this.#world.changes.tell();
  }

  /** Deletes messages of one channel at a stroke, of which the bot hears in one event. */
  deleteTogether(channel: Channel, messages: readonly Message[]): void {
    for (const message of messages) message.isDeleted = true;
    this.#world.dispatch(GatewayDispatchEvents.MessageDeleteBulk, {
      intents: intentsFor(channel),
      channel,
      render: () => ({
        ids: messages.map(({ id }) => id),
        channel_id: channel.id,
        ...serverIdOf(channel),
      }),
    });
    this.#world.changes.tell();
  }

  /** A message as the bot may see it, given its intents at the gateway or its flags elsewhere. */
  render(message: Message, mayReadAll: boolean): APIMessage {
    const { bot, users } = this.#world;
    const isReadable = (shown: Message): boolean => mayReadAll || isMeantForBot(shown, bot.user);
    return renderMessage(message, isReadable, (id) => users.get(id));
  }

  #announce(
    event: GatewayDispatchEvents.MessageCreate | GatewayDispatchEvents.MessageUpdate,
    message: Message,
  ): void {
    const { channel, author } = message;
    // Only the user concerned is told of messages that nobody else sees.
    if (message.onlyFor === null) {
      this.#world.dispatch(event, {
        intents: intentsFor(channel),
        channel,
        render: (intents) => ({
          ...this.render(message, (intents & GatewayIntentBits.MessageContent) !== 0),
          channel_type: channel.type,
          ...serverIdOf(channel),
          ...memberOf(channel, author),
        }),
      });
    }
    this.#world.changes.tell();
  }
}

function intentsFor(channel: Channel): number {
  return channel.server === null
    ? GatewayIntentBits.DirectMessages
    : GatewayIntentBits.GuildMessages;
}

function serverIdOf({ server }: Channel): { guild_id?: string } {
  return server === null ? {} : { guild_id: server.id };
}

function memberOf({ server }: Channel, author: User): { member?: object } {
  const member = server?.findMember(author.id)?.render();
  if (member === undefined) return {};
  const { user: _, ...partial } = member;
  return { member: partial };
}

import type { APIAttachment, APIEmbed, APIMessage } from 'discord-api-types/v10';
import { MessageFlags, MessageType } from 'discord-api-types/v10';
import type { Channel } from './channel.ts';
import type { ActionRow } from './check-message.ts';
import type { Interaction } from './interaction.ts';
import type { Mentions } from './mentions.ts';
import { renderUser, type User } from './user.ts';

/** A message as the stand-in keeps it. */
export interface Message {
  readonly id: string;
  readonly channel: Channel;
  readonly author: User;
  /** The webhook that sent it in the name of its author, who is no user. */
  readonly webhookId: string | null;
  /** The message that this one replies to, which may be gone. */
  readonly repliesTo: Message | null;
  /** The interaction that this is an answer to. */
  readonly interaction: Interaction | null;
  readonly nonce: string | number | null;
  readonly createdAtMs: number;
  /** The only user who sees the message; null where everybody does. */
  readonly onlyFor: User | null;
  content: string;
  embeds: readonly APIEmbed[];
  components: readonly ActionRow[];
  attachments: readonly APIAttachment[];
  flags: number;
  mentions: Mentions;
  editedAtMs: number | null;
  isDeleted: boolean;
}

/** Decides whether what a message says may be told to the bot. */
export type ContentRule = (message: Message) => boolean;

/** Whether the bot may read a message without the privileged intent for it. */
export function isMeantForBot(message: Message, bot: User): boolean {
  return (
    message.author.id === bot.id ||
    message.channel.server === null ||
    message.mentions.userIds.includes(bot.id)
  );
}

/** A message as the API shows it, in full or without what it says. */
export function renderMessage(
  message: Message,
  isReadable: ContentRule,
  findUser: (id: string) => User | undefined,
): APIMessage {
  const shown = isReadable(message);
  const { channel, repliesTo, interaction, mentions } = message;
  const base: APIMessage = {
    id: message.id,
    channel_id: channel.id,
    author: renderUser(message.author),
    ...(message.webhookId === null ? {} : { webhook_id: message.webhookId }),
    type: typeOf(message),
    content: shown ? message.content : '',
    embeds: shown ? [...message.embeds] : [],
    components: shown ? [...message.components] : [],
    attachments: shown ? [...message.attachments] : [],
    flags: message.flags,
    timestamp: new Date(message.createdAtMs).toISOString(),
    edited_timestamp:
      message.editedAtMs === null ? null : new Date(message.editedAtMs).toISOString(),
    tts: false,
    pinned: false,
    mention_everyone: mentions.everyone,
    mentions: mentions.userIds
      .map(findUser)
      .filter((user) => user !== undefined)
      .map(renderUser),
    mention_roles: [...mentions.roleIds],
    ...(message.nonce === null ? {} : { nonce: message.nonce }),
  };
  if (interaction !== null) {
    base.interaction_metadata = {
      id: interaction.id,
      type: interaction.type,
      user: renderUser(interaction.member.user),
      authorizing_integration_owners: {},
    } as NonNullable<APIMessage['interaction_metadata']>;
  }
  if (repliesTo === null) return base;
  return {
    ...base,
    message_reference: {
      type: 0,
      message_id: repliesTo.id,
      channel_id: repliesTo.channel.id,
      ...(channel.server === null ? {} : { guild_id: channel.server.id }),
    },
    // Discord shows the message that is replied to, but not what that one replies to in turn.
    referenced_message: repliesTo.isDeleted
      ? null
      : renderMessage({ ...repliesTo, repliesTo: null }, isReadable, findUser),
  };
}

function typeOf({ repliesTo, interaction }: Message): MessageType {
  if (repliesTo !== null) return MessageType.Reply;
  return interaction === null ? MessageType.Default : MessageType.ChatInputCommand;
}

/** Whether a message stands for an answer that is still to come. */
export function isLoading({ flags }: Message): boolean {
  return (flags & MessageFlags.Loading) !== 0;
}

/** Whether a message says nothing at all. */
export function isEmpty({
  content,
  embeds,
  attachments,
}: Pick<Message, 'content' | 'embeds' | 'attachments'>): boolean {
  return content.trim() === '' && embeds.length === 0 && attachments.length === 0;
}

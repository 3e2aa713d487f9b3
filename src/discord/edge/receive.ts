import {
  type AutocompleteInteraction,
  type BaseInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type CommandInteractionOption,
  type Message,
  type MessageContextMenuCommandInteraction,
  type ModalSubmitInteraction,
  PermissionsBitField,
} from 'discord.js';
import type {
  Attachment,
  AutocompleteRequest,
  ButtonRequest,
  CommandRequest,
  Member,
  MentionRequest,
  ModalRequest,
  OptionValue,
  OverheardRequest,
  Place,
  TargetMessage,
} from '../request.ts';

/** The request that a slash command makes. */
export function fromSlashCommand(interaction: ChatInputCommandInteraction): CommandRequest {
  const options: Record<string, OptionValue> = {};
  const attachments: Record<string, Attachment> = {};
  for (const { name, value, attachment } of leafOptions(interaction.options.data)) {
    if (attachment) {
      attachments[name] = {
        name: attachment.name,
        sizeBytes: attachment.size,
        url: attachment.url,
      };
    } else if (value !== undefined && value !== null) options[name] = value;
  }
  return {
    ...origin(interaction),
    kind: 'command',
    name: fullName(interaction),
    options,
    attachments,
    target: null,
  };
}

export function fromMessageCommand(
  interaction: MessageContextMenuCommandInteraction,
): CommandRequest {
  return {
    ...origin(interaction),
    kind: 'command',
    name: interaction.commandName,
    options: {},
    attachments: {},
    target: target(interaction.targetMessage),
  };
}

export function fromAutocomplete(interaction: AutocompleteInteraction): AutocompleteRequest {
  const { name, value } = interaction.options.getFocused(true);
  return {
    ...origin(interaction),
    kind: 'autocomplete',
    name: fullName(interaction),
    option: name,
    typed: value,
  };
}

export function fromButton(interaction: ButtonInteraction): ButtonRequest {
  const { customId, message } = interaction;
  return { ...origin(interaction), kind: 'button', customId, messageId: message.id };
}

export function fromModal(interaction: ModalSubmitInteraction): ModalRequest {
  const fields: Record<string, string> = {};
  for (const field of interaction.fields.fields.values()) {
    if ('value' in field && typeof field.value === 'string') fields[field.customId] = field.value;
  }
  return { ...origin(interaction), kind: 'modal', customId: interaction.customId, fields };
}

/**
 * The request that a message makes, by mentioning the bot or by being overheard. Null for what the
 * bot itself, webhooks and Discord write.
 */
export function fromMessage(message: Message): MentionRequest | OverheardRequest | null {
  const { client, author, member, channel } = message;
  if (author.id === client.user.id || message.webhookId !== null || message.system) return null;
  const isAddressed = !author.bot && (!message.inGuild() || mentionsBot(message));
  const permissions = channel.isDMBased()
    ? null
    : { ofBot: channel.permissionsFor(client.user), ofMember: member?.permissionsIn(channel) };
  return {
    ...(isAddressed ? { kind: 'mention' } : { kind: 'overheard', isByBot: author.bot }),
    id: message.id,
    text: message.content,
    repliesTo: referenced(message),
    member: {
      id: author.id,
      name: member?.displayName ?? author.displayName,
      permissions: permissions?.ofMember?.bitfield ?? 0n,
      roleIds: member === null ? [] : [...member.roles.cache.keys()],
    },
    place: {
      serverId: message.guildId,
      channelId: message.channelId,
      parentId: channel.isThread() ? channel.parentId : null,
      botPermissions: permissions?.ofBot?.bitfield ?? PermissionsBitField.All,
    },
  };
}

/** Whether a message names the bot or the role that Discord made for it; `@everyone` does not. */
function mentionsBot({ mentions, client }: Message<true>): boolean {
  return (
    mentions.users.has(client.user.id) ||
    mentions.roles.some(({ tags }) => tags?.botId === client.user.id)
  );
}

/** The message that another one replies to; Discord sends it along unless it is gone. */
function referenced({ reference, channel, mentions, client }: Message): TargetMessage | null {
  const id = reference?.messageId;
  if (id === undefined) return null;
  const message = channel.messages.cache.get(id);
  return message === undefined
    ? { id, text: '', isByThisBot: mentions.repliedUser?.id === client.user.id }
    : target(message);
}

function target({ id, content, author, client }: Message): TargetMessage {
  return { id, text: content, isByThisBot: author.id === client.user.id };
}

function origin(interaction: BaseInteraction): { id: string; member: Member; place: Place } {
  const { user, member, channel, guildId, channelId } = interaction;
  const roles = member === null ? [] : member.roles;
  return {
    id: interaction.id,
    member: {
      id: user.id,
      name:
        (member !== null && 'displayName' in member ? member.displayName : null) ??
        user.displayName,
      permissions: interaction.memberPermissions?.bitfield ?? 0n,
      roleIds: Array.isArray(roles) ? roles : [...roles.cache.keys()],
    },
    place: {
      serverId: guildId,
      channelId: channelId ?? user.id,
      parentId: channel?.isThread() === true ? channel.parentId : null,
      botPermissions: interaction.appPermissions.bitfield,
    },
  };
}

/** `corpus add` for the subcommand `add` of `corpus`. */
function fullName(interaction: ChatInputCommandInteraction | AutocompleteInteraction): string {
  const { commandName, options } = interaction;
  const parts = [commandName, options.getSubcommandGroup(false), options.getSubcommand(false)];
  return parts.filter((part) => part !== null).join(' ');
}

/** The options that carry values, below subcommands and groups. */
function leafOptions(options: readonly CommandInteractionOption[]): CommandInteractionOption[] {
  return options.flatMap((option) =>
    option.options === undefined ? [option] : leafOptions(option.options),
  );
}

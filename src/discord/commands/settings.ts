import {
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ChannelType,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import { CHANNEL_MODES } from '../../state/server-settings.ts';
import { managesServer, whyNotModerator } from '../access.ts';
import type { BotParts } from '../bot-parts.ts';
import { changeAndRecord, type Deed } from '../corpus/audit.ts';
import { missingPermissions } from '../permissions.ts';
import { renderSettings } from '../render/settings.ts';
import { type Handling, privateNote } from '../reply.ts';
import type { CommandRequest } from '../request.ts';
import { type Command, FOR_SERVERS } from './command.ts';

/** A change of a setting, ready to be shown and written into the log. */
interface Change {
  readonly setting: string;
  readonly before: string;
  readonly after: string;
}

/** Makes a change, or says in words why not. */
type Setter = (request: CommandRequest, serverId: string, parts: BotParts) => Change | string;

const SETTERS: Readonly<Record<string, Setter>> = {
  'settings channel': setChannelMode,
  'settings log-channel': setLogChannel,
  'settings moderators': setModeratorRole,
  'settings member-limit': (request, serverId, parts) =>
    setLimit(
      'memberQuestionsPerMinute',
      'questions per member and minute',
      request,
      serverId,
      parts,
    ),
  'settings channel-limit': (request, serverId, parts) =>
    setLimit(
      'channelAnswersPerMinute',
      'public answers per channel and minute',
      request,
      serverId,
      parts,
    ),
  'settings sample': setSampleCorpus,
};

const MAX_PER_MINUTE = 10_000;

const NEEDS_MESSAGE_CONTENT =
  'For discussion mode I have to read messages that are not addressed to me, and I may not: whoever ' +
  'hosts me has to switch **Message Content Intent** on for the application at ' +
  'discord.com/developers and set `MESSAGE_CONTENT=on`. Everything else works without.';

/** All but categories, whose channels a mode of theirs would not reach. */
const CHANNELS_TO_ANSWER_IN = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildVoice,
  ChannelType.GuildStageVoice,
  ChannelType.GuildForum,
  ChannelType.GuildMedia,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
] as const;

/** `/settings`: how the bot behaves on one server. */
export const settingsCommand: Command = {
  definition: {
    type: ApplicationCommandType.ChatInput,
    name: 'settings',
    description: 'For moderators: where and how I answer on this server',
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    options: [
      subcommand('show', 'All settings of this server'),
      subcommand('channel', 'Whether I answer in a channel', [
        {
          type: ApplicationCommandOptionType.String,
          name: 'mode',
          description:
            'off: only privately; mentions: when I am asked; discussion: also unasked, if I am sure',
          required: true,
          choices: CHANNEL_MODES.map((mode) => ({ name: mode, value: mode })),
        },
        {
          type: ApplicationCommandOptionType.Channel,
          name: 'channel',
          description: 'This channel if you leave it out',
          channel_types: [...CHANNELS_TO_ANSWER_IN],
        },
      ]),
      subcommand('log-channel', 'Where I post what moderators do', [
        {
          type: ApplicationCommandOptionType.Channel,
          name: 'channel',
          description: 'Nowhere if you leave it out',
          channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
        },
      ]),
      subcommand('moderators', 'Which role may use the commands for moderators', [
        {
          type: ApplicationCommandOptionType.Role,
          name: 'role',
          description: 'Beside all who may manage the server',
          required: true,
        },
        {
          type: ApplicationCommandOptionType.Boolean,
          name: 'allowed',
          description: 'False takes the role off the list',
          required: true,
        },
      ]),
      limit('member-limit', 'How many questions a member may ask in a minute'),
      limit(
        'channel-limit',
        'How many answers in a minute all in a channel see; others are private',
      ),
      subcommand('sample', 'Whether I quote the summaries that came with me', [
        {
          type: ApplicationCommandOptionType.Boolean,
          name: 'on',
          description: 'They were written for trying me out, and are no press reports',
          required: true,
        },
      ]),
    ],
    ...FOR_SERVERS,
  },

  handle(request, parts): Handling {
    const refusal = whyNotModerator(request, parts);
    const { serverId } = request.place;
    if (refusal !== null || serverId === null) return privateNote(refusal ?? '');
    const set = SETTERS[request.name];
    const change = changeAndRecord(
      () => set?.(request, serverId, parts) ?? null,
      deedOf,
      request,
      parts,
    );
    if (typeof change === 'string') return privateNote(change);
    const body = renderSettings(parts.settings.get(serverId), {
      change: change === null ? null : `${change.setting}: ${change.before} → **${change.after}**`,
      defaults: parts.limitDefaults,
      readsMessages: parts.readsMessages,
    });
    return { acknowledge: 'privately', reply: () => Promise.resolve({ body, isPrivate: true }) };
  },
};

/** Nothing where nothing was changed. */
function deedOf(change: Change | string | null): Deed | null {
  if (change === null || typeof change === 'string') return null;
  const { setting, before, after } = change;
  return { action: 'setting', subject: setting, detail: `${before} → ${after}` };
}

function setChannelMode(
  { options, place }: CommandRequest,
  serverId: string,
  parts: BotParts,
): Change | string {
  const mode = CHANNEL_MODES.find((known) => known === options['mode']) ?? 'mentions';
  if (mode === 'discussion' && !parts.readsMessages) return NEEDS_MESSAGE_CONTENT;
  const channelId = String(options['channel'] ?? place.channelId);
  const before = parts.settings.setChannelMode(serverId, channelId, mode);
  return { setting: `answers in <#${channelId}>`, before: before ?? 'mentions', after: mode };
}

function setLogChannel(
  { options }: CommandRequest,
  serverId: string,
  parts: BotParts,
): Change | string {
  const channelId = options['channel'] === undefined ? null : String(options['channel']);
  if (channelId !== null) {
    const botPermissions = parts.link.permissionsIn(channelId) ?? 0n;
    const missing = missingPermissions({ serverId, channelId, parentId: null, botPermissions });
    if (missing.length > 0) {
      return `I cannot post in <#${channelId}>: I lack ${missing.join(', ')} there. Give me that first.`;
    }
  }
  const before = parts.settings.setLogChannel(serverId, channelId);
  return { setting: 'log channel', before: channelLabel(before), after: channelLabel(channelId) };
}

/** Only who manages the server says who else may moderate. */
function setModeratorRole(
  { options, member }: CommandRequest,
  serverId: string,
  { settings }: BotParts,
): Change | string {
  if (!managesServer(member)) {
    return 'Only members with the permission **Manage Server** can change that.';
  }
  const roleId = String(options['role']);
  // The role that everybody has bears the id of the server.
  if (roleId === serverId) return 'Everybody has that role. Choose one that moderators alone have.';
  const isAllowed = options['allowed'] === true;
  const was = isAllowed
    ? settings.addModeratorRole(serverId, roleId)
    : settings.removeModeratorRole(serverId, roleId);
  return { setting: `role <@&${roleId}>`, before: roleLabel(was), after: roleLabel(isAllowed) };
}

function setLimit(
  name: 'memberQuestionsPerMinute' | 'channelAnswersPerMinute',
  setting: string,
  { options }: CommandRequest,
  serverId: string,
  { settings }: BotParts,
): Change {
  const value = options['per-minute'];
  const perMinute = typeof value === 'number' ? value : null;
  const before = settings.setLimit(serverId, name, perMinute);
  return { setting, before: limitLabel(before), after: limitLabel(perMinute) };
}

function setSampleCorpus(
  { options }: CommandRequest,
  serverId: string,
  { settings }: BotParts,
): Change {
  const isOn = options['on'] === true;
  const before = settings.setSampleCorpus(serverId, isOn);
  return {
    setting: 'bundled summaries',
    before: sampleLabel(before ?? true),
    after: sampleLabel(isOn),
  };
}

function roleLabel(mayModerate: boolean): string {
  return mayModerate ? 'may moderate' : 'may not moderate';
}

function sampleLabel(isQuoted: boolean): string {
  return isQuoted ? 'quoted' : 'not quoted';
}

function channelLabel(channelId: string | null): string {
  return channelId === null ? 'none' : `<#${channelId}>`;
}

function limitLabel(perMinute: number | null): string {
  if (perMinute === null) return 'the host’s default';
  return perMinute === 0 ? 'no limit' : String(perMinute);
}

function limit(name: string, description: string): APIApplicationCommandSubcommandOption {
  return subcommand(name, description, [
    {
      type: ApplicationCommandOptionType.Integer,
      name: 'per-minute',
      description: '0 for no limit; the default of whoever runs me if you leave it out',
      min_value: 0,
      max_value: MAX_PER_MINUTE,
    },
  ]);
}

function subcommand(
  name: string,
  description: string,
  options: NonNullable<APIApplicationCommandSubcommandOption['options']> = [],
): APIApplicationCommandSubcommandOption {
  return { type: ApplicationCommandOptionType.Subcommand, name, description, options };
}

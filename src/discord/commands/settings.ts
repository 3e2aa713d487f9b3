import {
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ChannelType,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import { CHANNEL_MODES } from '../../state/server-settings.ts';
import { whyNotModerator } from '../access.ts';
import { changeAndRecord, type Deed } from '../corpus/audit.ts';
import { renderSettings } from '../render/settings.ts';
import { type Handling, privateNote } from '../reply.ts';
import { type Change, SETTERS } from './change-setting.ts';
import { type Command, FOR_SERVERS } from './command.ts';

const MAX_PER_MINUTE = 10_000;

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

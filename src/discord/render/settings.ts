import type { ChannelMode, ServerSettings } from '../../state/server-settings.ts';
import { LIMITS } from '../limits.ts';
import type { MessageBody } from '../reply.ts';
import { shorten } from './shorten.ts';

/** Channels or roles named in one list. */
const MAX_MENTIONS = 10;

/** What holds where a server has chosen nothing. */
export interface LimitDefaults {
  readonly memberQuestionsPerMinute: number;
  readonly channelAnswersPerMinute: number;
}

/**
 * The settings of a server.
 *
 * @param change what has just been changed, as Markdown; null for nothing.
 */
export function renderSettings(
  settings: ServerSettings,
  {
    change,
    defaults,
    readsMessages,
  }: {
    readonly change: string | null;
    readonly defaults: LimitDefaults;
    /** Whether the host has let the bot read messages that are not addressed to it. */
    readonly readsMessages: boolean;
  },
): MessageBody {
  const { channelModes, logChannelId, moderatorRoleIds } = settings;
  const channelsIn = (wanted: ChannelMode): string =>
    listMentions([...channelModes].flatMap(([id, mode]) => (mode === wanted ? `<#${id}>` : [])));
  const roles = listMentions([...moderatorRoleIds].map((id) => `<@&${id}>`));
  const fields = [
    {
      name: 'Channels',
      value: [
        'Where nothing else is set: `mentions`, I answer when I am mentioned or asked with `/ask`.',
        `\`off\`, \`/ask\` answers privately: ${channelsIn('off')}`,
        `\`discussion\`, I may join in unasked: ${channelsIn('discussion')}`,
        `\`mentions\`, set by hand: ${channelsIn('mentions')}`,
      ].join('\n'),
    },
    {
      name: 'Messages that are not addressed to me',
      value: readsMessages
        ? 'I may read them: discussion mode and threads without mentions work.'
        : 'I may not read them, so there is no discussion mode, and in threads I have to be mentioned. ' +
          'Whoever hosts me can change that: **Message Content Intent** at discord.com/developers, and ' +
          '`MESSAGE_CONTENT=on`.',
    },
    { name: 'Log channel', value: logChannelId === null ? 'none' : `<#${logChannelId}>` },
    {
      name: 'Moderators',
      value: [
        `Members with **Manage Server**, and with these roles: ${roles}`,
        'Discord hides `/corpus` and `/settings` from a role until an administrator allows it under ' +
          '**Server Settings**, **Integrations**, my name, then each command: **Add Roles or Members**.',
      ].join('\n'),
    },
    {
      name: 'Limits',
      value: [
        `Questions of a member in a minute: ${limitLabel(settings.memberQuestionsPerMinute, defaults.memberQuestionsPerMinute)}`,
        `Public answers in a channel in a minute: ${limitLabel(settings.channelAnswersPerMinute, defaults.channelAnswersPerMinute)}`,
      ].join('\n'),
    },
    {
      name: 'Bundled summaries',
      value:
        settings.sampleCorpus === false
          ? 'not quoted'
          : 'quoted, where the host has not switched them off',
    },
  ];
  return {
    ...(change !== null && { content: `Changed: ${change}` }),
    embeds: [
      {
        title: 'Settings of this server',
        fields: fields.map(({ name, value }) => ({
          name,
          value: shorten(value, LIMITS.embedFieldValue),
        })),
      },
    ],
  };
}

/** As many as leave room for what stands beside them; the rest is counted. */
function listMentions(mentions: readonly string[]): string {
  const rest = mentions.length - MAX_MENTIONS;
  const named = mentions.slice(0, MAX_MENTIONS).join(', ') || 'none';
  return rest > 0 ? `${named} and ${rest} more` : named;
}

function limitLabel(chosen: number | null, byDefault: number): string {
  const perMinute = chosen ?? byDefault;
  return `${perMinute === 0 ? 'no limit' : perMinute}${chosen === null ? ' (default)' : ''}`;
}

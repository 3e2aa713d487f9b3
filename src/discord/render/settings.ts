import type { ServerSettings } from '../../state/server-settings.ts';
import { LIMITS } from '../limits.ts';
import type { MessageBody } from '../reply.ts';
import { shorten } from './shorten.ts';

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
  { change, defaults }: { readonly change: string | null; readonly defaults: LimitDefaults },
): MessageBody {
  const { channelModes, logChannelId, moderatorRoleIds } = settings;
  const off = [...channelModes].filter(([, mode]) => mode === 'off').map(([id]) => `<#${id}>`);
  const on = [...channelModes].filter(([, mode]) => mode !== 'off').map(([id]) => `<#${id}>`);
  const fields = [
    {
      name: 'Channels',
      value:
        `I answer mentions and \`/ask\` in every channel${off.length === 0 ? '' : ` but ${off.join(', ')}`}` +
        `${on.length === 0 ? '' : `; switched on: ${on.join(', ')}`}. Where I am off, \`/ask\` answers privately.`,
    },
    { name: 'Log channel', value: logChannelId === null ? 'none' : `<#${logChannelId}>` },
    {
      name: 'Moderators',
      value: [
        `Members with **Manage Server**${[...moderatorRoleIds].map((id) => `, <@&${id}>`).join('')}.`,
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

function limitLabel(chosen: number | null, byDefault: number): string {
  const perMinute = chosen ?? byDefault;
  return `${perMinute === 0 ? 'no limit' : perMinute}${chosen === null ? ' (default)' : ''}`;
}

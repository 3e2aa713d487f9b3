import { CHANNEL_MODES, type LimitName } from '../../state/server-settings.ts';
import { managesServer } from '../access.ts';
import type { BotParts } from '../bot-parts.ts';
import { missingPermissions } from '../permissions.ts';
import type { CommandRequest } from '../request.ts';

/** A change of a setting, ready to be shown and written into the log. */
export interface Change {
  readonly setting: string;
  readonly before: string;
  readonly after: string;
}

/** Makes a change, or says in words why not. */
type Setter = (request: CommandRequest, serverId: string, parts: BotParts) => Change | string;

/** By the full name of the subcommand. Those that change nothing are not among them. */
export const SETTERS: Readonly<Record<string, Setter>> = {
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

const NEEDS_MESSAGE_CONTENT =
  'For discussion mode I have to read messages that are not addressed to me, and I may not: whoever ' +
  'hosts me has to switch **Message Content Intent** on for the application at ' +
  'discord.com/developers and set `MESSAGE_CONTENT=on`. Everything else works without.';

function setChannelMode(
  { options, place }: CommandRequest,
  serverId: string,
  parts: BotParts,
): Change | string {
  const mode = CHANNEL_MODES.find((known) => known === options['mode']) ?? 'mentions';
  if (mode === 'discussion' && !parts.readsMessages) return NEEDS_MESSAGE_CONTENT;
  const channelId = String(options['channel'] ?? place.channelId);
  // What a thread has of its channel is known of the one that the command was used in.
  const inForce = channelId === place.channelId ? parts.settings.modeOf(place) : 'mentions';
  const before = parts.settings.setChannelMode(serverId, channelId, mode) ?? inForce;
  return { setting: `answers in <#${channelId}>`, before, after: mode };
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
  name: LimitName,
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

import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { BotParts } from './bot-parts.ts';
import type { Member, Place } from './request.ts';

/** Whoever asks for something, and where. */
interface Asker {
  readonly member: Member;
  readonly place: Place;
}

/**
 * Why somebody may not change how the bot behaves on a server; null when they may. Discord hides the
 * commands from others, but an administrator can show them to anybody, so each request is checked:
 * commands, buttons and forms, with the permissions and roles that Discord sent along with it.
 */
export function whyNotModerator(
  { member, place }: Asker,
  { settings }: Pick<BotParts, 'settings'>,
): string | null {
  if (place.serverId === null) return 'This works on a server only.';
  const { moderatorRoleIds } = settings.get(place.serverId);
  if (managesServer(member) || member.roleIds.some((id) => moderatorRoleIds.has(id))) return null;
  return 'Only moderators can do that: members with the permission **Manage Server**, or with a role that `/settings` names.';
}

/** Why somebody may not change the corpus or see what belongs to it; null when they may. */
export function whyNotCurator(
  asker: Asker,
  parts: Pick<BotParts, 'settings' | 'homeServers' | 'link'>,
): string | null {
  const refusal = whyNotModerator(asker, parts);
  if (refusal !== null) return refusal;
  const homes = homesOf(parts);
  if (homes.includes(asker.place.serverId ?? '')) return null;
  const why =
    homes.length === 0
      ? 'I am on several servers, and which of them the articles belong to is for whoever runs me to say, with `HOME_SERVERS`.'
      : 'The articles belong to another server.';
  return `${why} Here you can change where and how I answer, with \`/settings\`.`;
}

/** The servers whose moderators own the corpus: those of the setting, or the only one there is, or none. */
export function homesOf({
  homeServers,
  link,
}: Pick<BotParts, 'homeServers' | 'link'>): readonly string[] {
  if (homeServers.length > 0) return homeServers;
  const servers = link.serverIds();
  return servers?.length === 1 ? servers : [];
}

/** Whether a member may manage the server, whatever roles the settings name. */
export function managesServer({ permissions }: Member): boolean {
  return (
    (permissions & (PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator)) !== 0n
  );
}

/** Whether a member may take away an answer that somebody asked for. */
export function mayRemove(
  askerId: string,
  asker: Asker,
  parts: Pick<BotParts, 'settings'>,
): boolean {
  const { id, permissions } = asker.member;
  const managesMessages = (permissions & PermissionFlagsBits.ManageMessages) !== 0n;
  return id === askerId || managesMessages || whyNotModerator(asker, parts) === null;
}

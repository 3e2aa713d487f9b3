import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Place } from './request.ts';

/** A permission with the name that Discord shows for it. */
interface NamedPermission {
  readonly bit: bigint;
  readonly name: string;
}

const VIEW: NamedPermission = { bit: PermissionFlagsBits.ViewChannel, name: 'View Channel' };
const SEND: NamedPermission = { bit: PermissionFlagsBits.SendMessages, name: 'Send Messages' };
const SEND_IN_THREADS: NamedPermission = {
  bit: PermissionFlagsBits.SendMessagesInThreads,
  name: 'Send Messages in Threads',
};
const CREATE_THREADS: NamedPermission = {
  bit: PermissionFlagsBits.CreatePublicThreads,
  name: 'Create Public Threads',
};
const EMBED: NamedPermission = { bit: PermissionFlagsBits.EmbedLinks, name: 'Embed Links' };
const ATTACH: NamedPermission = { bit: PermissionFlagsBits.AttachFiles, name: 'Attach Files' };
const READ_HISTORY: NamedPermission = {
  bit: PermissionFlagsBits.ReadMessageHistory,
  name: 'Read Message History',
};

/** Everything that the bot needs on a server, and nothing else: what the invite link asks for. */
export const INVITE_PERMISSIONS: readonly NamedPermission[] = [
  VIEW,
  SEND,
  SEND_IN_THREADS,
  CREATE_THREADS,
  EMBED,
  ATTACH,
  READ_HISTORY,
];

/** The link with which somebody who manages a server adds the bot to it. */
export function inviteLink(applicationId: string): string {
  const permissions = INVITE_PERMISSIONS.reduce((bits, { bit }) => bits | bit, 0n);
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: 'bot applications.commands',
    permissions: String(permissions),
  });
  return `https://discord.com/oauth2/authorize?${query.toString()}`;
}

/** Names of the permissions that an answer for all to see takes and the bot lacks in a place. */
export function missingPermissions({ serverId, parentId, botPermissions }: Place): string[] {
  if (serverId === null) return [];
  return namesOfMissing(
    [VIEW, parentId === null ? SEND : SEND_IN_THREADS, EMBED, READ_HISTORY],
    botPermissions,
  );
}

/** Names of the permissions that going on in a thread below an answer takes and the bot lacks. */
export function missingForThread({ botPermissions }: Place): string[] {
  return namesOfMissing([CREATE_THREADS, SEND_IN_THREADS], botPermissions);
}

/** Whether the bot may show pictures there. */
export function canAttach({ serverId, botPermissions }: Place): boolean {
  return serverId === null || namesOfMissing([ATTACH], botPermissions).length === 0;
}

/** Whether the bot may write words there, if not more. */
export function canWrite({ serverId, parentId, botPermissions }: Place): boolean {
  if (serverId === null) return true;
  return (
    namesOfMissing([VIEW, parentId === null ? SEND : SEND_IN_THREADS], botPermissions).length === 0
  );
}

/** Names of the permissions of a list that are not among the bits. An administrator has them all. */
export function namesOfMissing(permissions: readonly NamedPermission[], granted: bigint): string[] {
  if (has(granted, PermissionFlagsBits.Administrator)) return [];
  return permissions.filter(({ bit }) => !has(granted, bit)).map(({ name }) => name);
}

function has(granted: bigint, bit: bigint): boolean {
  return (granted & bit) === bit;
}

import type { APIAllowedMentions } from 'discord-api-types/v10';
import { AllowedMentionsTypes, PermissionFlagsBits } from 'discord-api-types/v10';
import type { Channel } from './channel.ts';
import type { User } from './user.ts';

/** Whom a message notifies. */
export interface Mentions {
  readonly userIds: readonly string[];
  readonly roleIds: readonly string[];
  readonly everyone: boolean;
}

interface Utterance {
  readonly content: string;
  readonly author: User;
  readonly channel: Channel;
  /** The author of the message that this one replies to. */
  readonly repliedUser: User | null;
  readonly allowed: APIAllowedMentions | null;
}

/**
 * Whom Discord would notify of a message.
 *
 * The strict reading: a mention between backticks counts too, and an edit as though it were new.
 */
export function findMentions({
  content,
  author,
  channel,
  repliedUser,
  allowed,
}: Utterance): Mentions {
  const mayPingAll = (channel.permissionsOf(author) & PermissionFlagsBits.MentionEveryone) !== 0n;
  const userIds = new Set(
    idsIn(content, /<@!?(\d+)>/g).filter((id) => allows(allowed, AllowedMentionsTypes.User, id)),
  );
  // Without a word on mentions the author of the message replied to is notified.
  if (repliedUser !== null && (allowed === null || allowed.replied_user === true)) {
    userIds.add(repliedUser.id);
  }
  const roleIds = idsIn(content, /<@&(\d+)>/g).filter((id) => {
    const role = channel.server?.roles.find((candidate) => candidate.id === id);
    if (role === undefined) return false;
    return (role.mentionable || mayPingAll) && allows(allowed, AllowedMentionsTypes.Role, id);
  });
  const everyone =
    /@(?:everyone|here)/.test(content) &&
    mayPingAll &&
    (allowed === null || (allowed.parse ?? []).includes(AllowedMentionsTypes.Everyone));
  return { userIds: [...userIds], roleIds: [...new Set(roleIds)], everyone };
}

/** The mentions as one list of ids, with `everyone` at the end. */
export function listPings({ userIds, roleIds, everyone }: Mentions): string[] {
  return [...userIds, ...roleIds, ...(everyone ? ['everyone'] : [])];
}

function idsIn(content: string, pattern: RegExp): string[] {
  return Array.from(content.matchAll(pattern), (match) => match[1] ?? '');
}

function allows(
  allowed: APIAllowedMentions | null,
  type: AllowedMentionsTypes.User | AllowedMentionsTypes.Role,
  id: string,
): boolean {
  if (allowed === null || (allowed.parse ?? []).includes(type)) return true;
  return (allowed[type] ?? []).includes(id);
}

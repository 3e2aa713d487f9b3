import { OverwriteType, PermissionFlagsBits } from 'discord-api-types/v10';

/** What a channel gives or takes from one role or member. */
export interface Overwrite {
  readonly id: string;
  readonly type: OverwriteType;
  allow: bigint;
  deny: bigint;
}

interface Holder {
  readonly user: { readonly id: string };
  readonly roles: readonly { readonly id: string; readonly permissions: bigint }[];
}

export const ALL_PERMISSIONS = Object.values(PermissionFlagsBits).reduce(
  (all, bit) => all | bit,
  0n,
);

/** What an invitation gives the bot that asks for what it needs to answer. */
export const INVITED_PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.ReadMessageHistory;

/** What people have in a server unless a test says otherwise. */
export const PEOPLES_PERMISSIONS =
  INVITED_PERMISSIONS |
  PermissionFlagsBits.AddReactions |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.UseApplicationCommands;

/** What an application has in a conversation with one user. */
export const DIRECT_MESSAGE_PERMISSIONS =
  INVITED_PERMISSIONS |
  PermissionFlagsBits.AddReactions |
  PermissionFlagsBits.MentionEveryone |
  PermissionFlagsBits.UseExternalEmojis;

/** The permissions of a member in a server, before any channel has its say. */
export function basePermissions(holder: Holder, isOwner: boolean): bigint {
  if (isOwner) return ALL_PERMISSIONS;
  const permissions = holder.roles.reduce((sum, role) => sum | role.permissions, 0n);
  return (permissions & PermissionFlagsBits.Administrator) === 0n ? permissions : ALL_PERMISSIONS;
}

/** The permissions of a member in a channel, by the algorithm that Discord documents. */
export function channelPermissions(
  base: bigint,
  holder: Holder,
  serverId: string,
  overwrites: readonly Overwrite[],
): bigint {
  if ((base & PermissionFlagsBits.Administrator) !== 0n) return ALL_PERMISSIONS;
  const roleIds = new Set(holder.roles.map(({ id }) => id));
  const ofEveryone = overwrites.filter(({ id }) => id === serverId);
  const ofRoles = overwrites.filter(
    ({ id, type }) => type === OverwriteType.Role && id !== serverId && roleIds.has(id),
  );
  const ofMember = overwrites.filter(
    ({ id, type }) => type === OverwriteType.Member && id === holder.user.id,
  );
  let permissions = base;
  for (const group of [ofEveryone, ofRoles, ofMember]) {
    for (const { deny } of group) permissions &= ~deny;
    for (const { allow } of group) permissions |= allow;
  }
  return permissions;
}

/** The permissions that count once those that depend on a missing one are taken away too. */
export function effectivePermissions(permissions: bigint, sending: bigint): bigint {
  if ((permissions & PermissionFlagsBits.ViewChannel) === 0n) return 0n;
  if ((permissions & sending) !== 0n) return permissions;
  return (
    permissions &
    ~(
      PermissionFlagsBits.MentionEveryone |
      PermissionFlagsBits.SendTTSMessages |
      PermissionFlagsBits.AttachFiles |
      PermissionFlagsBits.EmbedLinks
    )
  );
}

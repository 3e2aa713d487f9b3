import type { Member, Place } from '../discord/request.ts';
import { BOT_PERMISSIONS, type CastMember } from './cast.ts';
import { type Channel, serverOf } from './chat.ts';

/** Who does something, and where. */
export interface Origin {
  readonly member: CastMember;
  readonly channel: Channel;
}

/** What every request to the bot tells. */
export function requestFrom(
  { member: { id: memberId, name, permissions, roleIds }, channel }: Origin,
  id: string,
): { id: string; member: Member; place: Place } {
  return {
    id,
    member: { id: memberId, name, permissions, roleIds },
    place: {
      serverId: serverOf(channel),
      channelId: channel.id,
      parentId: channel.parentId,
      botPermissions: BOT_PERMISSIONS,
    },
  };
}

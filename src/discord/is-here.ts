import type { StoredAnswer } from '../state/answers.ts';
import type { Member, Place } from './request.ts';

/**
 * Whether somebody may go on with an answer in a place: whoever takes a button's id to another server
 * finds nothing there. What was asked on a server may have been answered directly, to the asker alone.
 */
export function isHere(
  { serverId, askerId }: StoredAnswer,
  { place, member }: { readonly place: Place; readonly member: Member },
): boolean {
  if (place.serverId === serverId) return true;
  return place.serverId === null && member.id === askerId;
}

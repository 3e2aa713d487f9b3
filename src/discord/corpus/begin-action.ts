import type { BegunAction, PendingChange } from '../../state/pending-actions.ts';
import type { BotParts } from '../bot-parts.ts';
import type { CommandRequest, Request } from '../request.ts';
import { CONFIRM_WITHIN_MS } from './decision.ts';

/**
 * Keeps in the state what a moderator has asked for, before anything is done to the files of the corpus,
 * so that a process that is killed meanwhile leaves behind what it was at.
 */
export function beginAction(
  change: PendingChange,
  request: CommandRequest,
  parts: BotParts,
): BegunAction {
  const { member, place } = request;
  const expiresAtMs = parts.now() + CONFIRM_WITHIN_MS;
  const asked = { serverId: place.serverId ?? '', actorId: member.id, expiresAtMs };
  const { id } = parts.pending.create({ ...change, ...asked });
  const action = beginConfirmed(id, request, parts);
  if (action === null) throw new Error('what was begun is gone at once');
  return action;
}

/** The same for what they have confirmed; null where that is not open to them any more. */
export function beginConfirmed(
  actionId: string,
  { member, place }: Pick<Request, 'member' | 'place'>,
  { pending, now }: BotParts,
): BegunAction | null {
  const asked = { actorId: member.id, serverId: place.serverId ?? '' };
  return pending.begin(actionId, asked, member.name, now());
}

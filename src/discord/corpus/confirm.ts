import { OperatorError } from '../../errors.ts';
import { type PendingAction, stagedFileOf } from '../../state/pending-actions.ts';
import { whyNotCurator } from '../access.ts';
import type { BotParts } from '../bot-parts.ts';
import type { ConfirmationButton } from '../render/confirmation.ts';
import { failureText } from '../render/failure.ts';
import { type Handling, type MessageBody, privateNote, type Show } from '../reply.ts';
import type { ButtonRequest } from '../request.ts';
import { carryOutAddition } from './add.ts';
import { carryOutCorrection } from './correct.ts';
import { DECIDED_ALREADY } from './decision.ts';
import { carryOutRemoval } from './remove.ts';
import { carryOutWithdrawal } from './withdraw.ts';

/**
 * A moderator has decided about what was proposed. Who they are now is checked once more, and that
 * nothing was decided before is settled at once, so that a second press changes nothing.
 */
export function handleConfirmation(
  { decision, actionId }: ConfirmationButton,
  request: ButtonRequest,
  parts: BotParts,
): Handling {
  const refusal = whyNotCurator(request, parts);
  if (refusal !== null) return privateNote(refusal);
  const { member, place } = request;
  const asked = { actorId: member.id, serverId: place.serverId ?? '' };
  const action = parts.pending.take(actionId, asked, parts.now());
  if (action === null) return privateNote(DECIDED_ALREADY);
  return {
    acknowledge: 'update',
    async update(show): Promise<MessageBody> {
      if (decision === 'discard') return discard(action, parts);
      try {
        return await carryOut(action, { request, show, parts });
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        return { content: failureText(error) };
      }
    },
  };
}

async function discard(
  action: PendingAction,
  { uploads, corrections }: BotParts,
): Promise<MessageBody> {
  const stagedFile = stagedFileOf(action);
  if (stagedFile !== null) await uploads.discard(stagedFile);
  if ('correctionId' in action.payload) corrections.discard(action.payload.correctionId);
  return { content: 'Nothing was changed.' };
}

async function carryOut(
  action: PendingAction,
  context: { request: ButtonRequest; show: Show; parts: BotParts },
): Promise<MessageBody> {
  switch (action.kind) {
    case 'add':
      return carryOutAddition(action.payload, context);
    case 'remove':
      return carryOutRemoval(action.payload.path, context);
    case 'withdraw':
      return carryOutWithdrawal(action.payload, context);
    case 'correct':
      return carryOutCorrection(action.payload, context);
  }
}

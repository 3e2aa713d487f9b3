import { OperatorError } from '../../errors.ts';
import type { BegunAction } from '../../state/pending-actions.ts';
import { whyNotCurator } from '../access.ts';
import type { BotParts } from '../bot-parts.ts';
import type { ConfirmationButton } from '../render/confirmation.ts';
import { failureText } from '../render/failure.ts';
import { type Handling, type MessageBody, privateNote, type Show } from '../reply.ts';
import type { ButtonRequest } from '../request.ts';
import { carryOutAddition } from './add.ts';
import { beginConfirmed } from './begin-action.ts';
import { carryOutCorrection } from './correct.ts';
import { DECIDED_ALREADY } from './decision.ts';
import { dropAction } from './finish-action.ts';
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
  const action = beginConfirmed(actionId, request, parts);
  if (action === null) return privateNote(DECIDED_ALREADY);
  return {
    acknowledge: 'update',
    // Whoever pressed is told that it failed, and may press again.
    unheard: () => parts.pending.putBack(action.id),
    async update(show): Promise<MessageBody> {
      if (decision === 'discard') {
        await dropAction(action, parts);
        return { content: 'Nothing was changed.' };
      }
      try {
        return await carryOut(action, { request, show, parts });
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        await dropAction(action, parts);
        return { content: failureText(error) };
      }
    },
  };
}

async function carryOut(
  action: BegunAction,
  context: { request: ButtonRequest; show: Show; parts: BotParts },
): Promise<MessageBody> {
  switch (action.kind) {
    case 'add':
      return carryOutAddition(action, context);
    case 'remove':
      return carryOutRemoval(action, context);
    case 'withdraw':
      return carryOutWithdrawal(action, context);
    case 'correct':
      return carryOutCorrection(action, context);
    case 'restore':
    case 'reinstate':
      throw new Error(`nobody is asked whether to ${action.kind}`);
  }
}

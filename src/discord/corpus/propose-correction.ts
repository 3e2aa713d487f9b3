import { toCalendarDate } from '../../corpus/calendar-date.ts';
import { whyNotCurator } from '../access.ts';
import type { BotParts } from '../bot-parts.ts';
import { type OutdatedButton, renderCorrectionProposal } from '../render/correction-proposal.ts';
import { type Handling, type MessageBody, privateNote } from '../reply.ts';
import type { ButtonRequest, CommandRequest } from '../request.ts';
import { CONFIRM_WITHIN_MS, DECIDED_ALREADY } from './decision.ts';
import { findOutdated, type FileChange } from './find-outdated.ts';

/**
 * Shows a moderator which answers a change concerns, and asks whether it is to be made.
 *
 * @param stagedFile holds what the file is to become; null where it stays as it is.
 * @throws CorpusError saying why nothing of the file can be read. The message follows its name.
 */
export async function proposeCorrection(
  change: FileChange & { readonly note: string; readonly stagedFile: string | null },
  { member, place }: CommandRequest,
  parts: BotParts,
): Promise<MessageBody> {
  const { kind, path, note, stagedFile } = change;
  const nowMs = parts.now();
  const serverId = place.serverId ?? '';
  const outdated = await findOutdated(change, parts);
  const correction = parts.corrections.propose(
    { kind, path, day: toCalendarDate(new Date(nowMs)), note, serverId, proposedAtMs: nowMs },
    outdated,
  );
  const asked = { serverId, actorId: member.id, expiresAtMs: nowMs + CONFIRM_WITHIN_MS };
  const { id: actionId } = parts.pending.create(
    kind === 'withdrawn'
      ? { ...asked, kind: 'withdraw', payload: { path, correctionId: correction.id } }
      : { ...asked, kind: 'correct', payload: { path, correctionId: correction.id, stagedFile } },
  );
  return renderCorrectionProposal({
    correction,
    replacesFile: stagedFile !== null,
    answers: parts.corrections.answersOf(correction.id),
    actionId,
    offset: 0,
  });
}

/** Leafs through the answers that a proposal concerns. */
export function handleOutdatedButton(
  { actionId, offset }: OutdatedButton,
  request: ButtonRequest,
  parts: BotParts,
): Handling {
  const refusal = whyNotCurator(request, parts);
  if (refusal !== null) return privateNote(refusal);
  const asked = { actorId: request.member.id, serverId: request.place.serverId ?? '' };
  const action = parts.pending.find(actionId, asked, parts.now());
  if (action?.kind !== 'withdraw' && action?.kind !== 'correct')
    return privateNote(DECIDED_ALREADY);
  const { correctionId } = action.payload;
  const correction = parts.corrections.find(correctionId);
  if (correction === null) return privateNote(DECIDED_ALREADY);
  const replacesFile = action.kind === 'correct' && action.payload.stagedFile !== null;
  const answers = parts.corrections.answersOf(correctionId);
  return {
    acknowledge: 'update',
    update: () =>
      Promise.resolve(
        renderCorrectionProposal({ correction, replacesFile, answers, actionId, offset }),
      ),
  };
}

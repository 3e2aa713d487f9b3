import { toCalendarDate } from '../../corpus/calendar-date.ts';
import { type BegunAction, type PendingAction, stagedFileOf } from '../../state/pending-actions.ts';
import type { BotParts } from '../bot-parts.ts';
import { changeAndRecord } from './audit.ts';
import type { OutdatedAnswer } from './find-outdated.ts';

/**
 * What has been begun is done to the files of the corpus: closes it and writes it down, both or neither.
 *
 * @param done.also what is to change in the state with it.
 */
export async function finishAction(
  action: BegunAction,
  {
    subject,
    detail = null,
    also,
  }: {
    readonly subject: string;
    readonly detail?: string | null;
    readonly also?: () => void;
  },
  parts: BotParts,
): Promise<void> {
  const { id, kind, serverId, actorId, begunByName, begunAtMs } = action;
  changeAndRecord(
    () => {
      // Another process may have taken this one for dead.
      const isFirst = parts.pending.finish(id);
      if (isFirst) also?.();
      return isFirst;
    },
    (isFirst) => (isFirst ? { action: kind, subject, detail, atMs: begunAtMs } : null),
    { member: { id: actorId, name: begunByName }, place: { serverId: serverId || null } },
    parts,
  );
  const stagedFile = stagedFileOf(action);
  if (stagedFile !== null) await parts.uploads.discard(stagedFile);
}

/** Nothing comes of an action any more: forgets it, and what was kept for it. */
export async function dropAction(
  action: PendingAction,
  { pending, uploads, corrections }: BotParts,
): Promise<void> {
  pending.finish(action.id);
  const stagedFile = stagedFileOf(action);
  if (stagedFile !== null) await uploads.discard(stagedFile);
  if ('correctionId' in action.payload) corrections.discard(action.payload.correctionId);
}

/**
 * Says in the corpus that an article was withdrawn or corrected, and begins to mark the answers that
 * quoted it. Done twice, it is said once.
 */
export async function sayAndFinish(
  action: Extract<BegunAction, { kind: 'withdraw' | 'correct' }>,
  {
    note,
    outdated,
  }: { readonly note: string | null; readonly outdated: readonly OutdatedAnswer[] },
  parts: BotParts,
): Promise<void> {
  const { corrections, now } = parts;
  const { path, correctionId } = action.payload;
  const kind = action.kind === 'withdraw' ? 'withdrawn' : 'corrected';
  await parts.corpusFolder.correct(path, { kind, on: dayOf(action), note });
  await finishAction(
    action,
    {
      subject: path,
      detail: note,
      also() {
        // Questions that are kept in memory are gone with their process, and so are their corrections.
        if (corrections.find(correctionId) === null) return;
        corrections.setAnswers(correctionId, outdated, now());
        corrections.begin(correctionId, now());
      },
    },
    parts,
  );
  parts.correctionWork.wake();
}

/** The day of which the corpus says that it was done. */
export function dayOf({ begunAtMs }: BegunAction): ReturnType<typeof toCalendarDate> {
  return toCalendarDate(new Date(begunAtMs));
}

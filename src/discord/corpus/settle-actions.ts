import { isDeepStrictEqual } from 'node:util';
import { OperatorError } from '../../errors.ts';
import { type BegunAction, stagedFileOf } from '../../state/pending-actions.ts';
import type { BotParts } from '../bot-parts.ts';
import { findOutdated } from './find-outdated.ts';
import { dayOf, finishAction, sayAndFinish } from './finish-action.ts';

/** Whoever is at it for longer was killed. One that was not does no harm by going on. */
export const SETTLED_AFTER_MS = 30_000;

/**
 * Settles what was being done to the corpus when the process that did it was killed: what is done to the
 * files is written down as it would have been, and what is not can be confirmed anew while there is time.
 */
export async function settleActions(parts: BotParts): Promise<void> {
  const { pending, logger, now } = parts;
  for (const action of pending.begun(now() - SETTLED_AFTER_MS)) {
    try {
      if (!(await finishIfDone(action, parts))) pending.putBack(action.id);
    } catch (error) {
      // The next time will do, but not for ever.
      const isToWait = error instanceof OperatorError && action.expiresAtMs > now();
      if (!isToWait) pending.putBack(action.id);
      const fields = { error, path: action.payload.path };
      logger[isToWait ? 'debug' : 'error'](fields, 'could not settle what was broken off');
    }
  }
}

/** @returns false where nothing has come of it. */
async function finishIfDone(action: BegunAction, parts: BotParts): Promise<boolean> {
  const { corpusFolder, corrections, uploads } = parts;
  const { path } = action.payload;
  const said = (await corpusFolder.corrections()).get(path);
  const stagedFile = stagedFileOf(action);
  const bytes = stagedFile === null ? null : await uploads.read(stagedFile);
  switch (action.kind) {
    case 'add': {
      const subject = bytes && (await corpusFolder.findAdded({ name: path, bytes }));
      if (subject === null) return false;
      await finishAction(action, { subject }, parts);
      return true;
    }
    case 'remove':
      if (!(await corpusFolder.hasRemoved(path, action.begunAtMs))) return false;
      await finishAction(action, { subject: path }, parts);
      return true;
    case 'restore':
      if (!(await isRestored(action.payload.removedId, parts))) return false;
      await finishAction(action, { subject: path }, parts);
      return true;
    case 'reinstate':
      if (said?.kind === 'withdrawn') return false;
      await finishAction(action, { subject: path, also: () => corrections.callOff(path) }, parts);
      return true;
    case 'withdraw':
    case 'correct': {
      const kind = action.kind === 'withdraw' ? 'withdrawn' : 'corrected';
      const note = corrections.find(action.payload.correctionId)?.note ?? said?.note ?? null;
      const saying = { kind, on: dayOf(action), note: note?.trim() || null };
      const isDone =
        stagedFile === null
          ? isDeepStrictEqual(said, saying)
          : bytes !== null && (await corpusFolder.holds(path, bytes));
      if (!isDone) return false;
      const outdated = await findOutdated({ kind, path, bytes }, parts);
      await sayAndFinish(action, { note, outdated }, parts);
      return true;
    }
  }
}

/** One that was broken off in the middle is brought to its end. */
async function isRestored(removedId: string, { corpusFolder }: BotParts): Promise<boolean> {
  const isKept = async (): Promise<boolean> =>
    (await corpusFolder.listRemoved()).some(({ id }) => id === removedId);
  if (await isKept()) await corpusFolder.restore(removedId).catch(unlessExpected);
  return !(await isKept());
}

function unlessExpected(error: unknown): void {
  if (!(error instanceof OperatorError)) throw error;
}

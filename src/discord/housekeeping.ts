import { stagedFileOf } from '../state/pending-actions.ts';
import { keptSinceMs } from '../state/retention.ts';
import type { BotParts } from './bot-parts.ts';
import { CONVERSATION_MS } from './conversation.ts';
import { CONFIRM_WITHIN_MS } from './corpus/decision.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Removed articles can be brought back for so long. */
const RESTORE_WITHIN_MS = 30 * DAY_MS;

/**
 * Forgets what need not be kept any longer: old questions, proposals that nobody decided about, and
 * articles that were removed long ago. One that fails does not keep the others from being done.
 */
export async function tidyUp(parts: Omit<BotParts, 'link'>): Promise<void> {
  const { answers, gaps, conversations, pending, uploads, corpusFolder, logger } = parts;
  const nowMs = parts.now();
  const tasks: readonly (() => unknown)[] = [
    () => answers.removeOlderThan(keptSinceMs(nowMs, parts.keepQuestionsDays)),
    () => gaps.removeOlderThan(keptSinceMs(nowMs, parts.keepQuestionsDays)),
    // After the removals: now nobody can vote on those answers any more.
    () => parts.feedback.unlinkVoters(),
    () => conversations.endBefore(nowMs - CONVERSATION_MS),
    () => parts.corrections.discardOlderThan(nowMs - CONFIRM_WITHIN_MS),
    () => corpusFolder.forgetRemovedBefore(nowMs - RESTORE_WITHIN_MS),
    async () => {
      for (const action of pending.expired(nowMs)) {
        const stagedFile = stagedFileOf(action);
        if (stagedFile !== null) await uploads.discard(stagedFile);
      }
    },
  ];
  for (const task of tasks) {
    try {
      await task();
    } catch (error) {
      // A full disk or a locked file; the next time will do.
      logger.error({ error }, 'could not tidy up');
    }
  }
}

import { OperatorError } from '../../errors.ts';
import { hasChanges } from '../../retrieval/sources.ts';
import { homesOf } from '../access.ts';
import type { BotParts } from '../bot-parts.ts';
import { renderInterrupted, renderOutcome } from '../render/indexing.ts';
import { recordDeed, recordOwnDeed } from './audit.ts';
import { BROKEN_OFF, describeOutcome } from './reindex.ts';

const CHECKER = { id: null, name: 'the scheduled check' };

/** Indexes the corpus when files have changed, and tells the moderators of it. Never rejects. */
export async function checkCorpus(parts: BotParts): Promise<void> {
  const { library, reindexer, logger } = parts;
  try {
    if (reindexer.running !== null || !hasChanges(await library.pendingChanges())) return;
    const outcome = await reindexer.start(CHECKER, { full: false });
    const body = renderOutcome(outcome, CHECKER);
    recordOwnDeed({ action: 'reindex', detail: describeOutcome(outcome) }, body, homesOf(parts), parts);
  } catch (error) {
    const isExpected = error instanceof OperatorError;
    logger[isExpected ? 'warn' : 'error']({ error }, 'could not check the corpus');
  }
}

/** Tells of the runs that the bot has broken off by being killed. */
export async function tellOfInterruptedRuns(parts: BotParts): Promise<void> {
  const { runs, link, logger } = parts;
  for (const { id, startedBy, startedByName, serverId, channelId, messageId } of runs.unfinished()) {
    runs.finish(id);
    const who = { member: { id: startedBy, name: startedByName }, place: { serverId } };
    recordDeed({ action: 'reindex', detail: BROKEN_OFF }, who, parts);
    if (channelId === null || messageId === null) continue;
    await link.edit({ channelId, id: messageId }, renderInterrupted()).catch((error: unknown) => {
      // Private messages cannot be changed any more, others may be gone.
      logger.debug({ error }, 'could not tell of an interrupted run');
    });
  }
}

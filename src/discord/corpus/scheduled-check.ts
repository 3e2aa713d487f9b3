import { AlreadyIndexingError, type IndexingOutcome } from '../../curation/reindexer.ts';
import { OperatorError } from '../../errors.ts';
import { hasChanges } from '../../retrieval/sources.ts';
import { homesOf } from '../access.ts';
import type { BotParts } from '../bot-parts.ts';
import {
  BROKEN_OFF,
  outcomeInBrief,
  renderInterrupted,
  renderOutcome,
} from '../render/indexing.ts';
import { hasServer, type Shard } from '../shard.ts';
import { recordDeed, recordOwnDeed } from './audit.ts';
import { outdatedHint } from './outdated-hint.ts';
import { asSharedRun } from './shared-runs.ts';

const CHECKER = { id: null, name: 'the scheduled check' };

/** Indexes the corpus when files have changed, and tells the moderators of it. Never rejects. */
export async function checkCorpus(parts: BotParts): Promise<void> {
  const { library, reindexer, logger } = parts;
  try {
    if (reindexer.running !== null || !hasChanges(await library.pendingChanges())) return;
    const run = {
      startedBy: CHECKER.id,
      startedByName: CHECKER.name,
      serverId: null,
      channelId: null,
      messageId: null,
      startedAtMs: parts.now(),
      full: false,
    };
    const start = (): Promise<IndexingOutcome> => reindexer.start(CHECKER, { full: false });
    const outcome = await asSharedRun(run, parts, start);
    const hint = outcome.kind === 'done' ? await outdatedHint(outcome.summary, parts) : null;
    const body = renderOutcome(outcome, CHECKER, hint);
    recordOwnDeed(
      { action: 'reindex', detail: outcomeInBrief(outcome) },
      body,
      homesOf(parts),
      parts,
    );
  } catch (error) {
    // A moderator was faster.
    if (error instanceof AlreadyIndexingError) return;
    const isExpected = error instanceof OperatorError;
    logger[isExpected ? 'warn' : 'error']({ error }, 'could not check the corpus');
  }
}

/** Forgets the check that was under way when the process that looked after the corpus was killed. */
export function forgetBrokenOffCheck({ runs }: Pick<BotParts, 'runs'>): void {
  for (const { id, startedBy } of runs.unfinished()) if (startedBy === null) runs.finish(id);
}

/**
 * Tells of the runs that the bot has broken off by being killed. Those of the other shards may be
 * going on.
 */
export async function tellOfInterruptedRuns(parts: BotParts, shard: Shard): Promise<void> {
  const { runs, link, logger } = parts;
  const ofMembers = runs.unfinished().filter(({ startedBy }) => startedBy !== null);
  for (const run of ofMembers.filter(({ serverId }) => hasServer(shard, serverId))) {
    runs.finish(run.id);
    const member = { id: run.startedBy, name: run.startedByName };
    recordDeed({ action: 'reindex', detail: BROKEN_OFF }, { member, place: run }, parts);
    const { channelId, messageId } = run;
    if (channelId === null || messageId === null) continue;
    await link.edit({ channelId, id: messageId }, renderInterrupted()).catch((error: unknown) => {
      // Private messages cannot be changed any more, others may be gone.
      logger.debug({ error }, 'could not tell of an interrupted run');
    });
  }
}

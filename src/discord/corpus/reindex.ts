import { type Actor, AlreadyIndexingError } from '../../curation/reindexer.ts';
import type { IndexProgress } from '../../retrieval/progress.ts';
import type { Run } from '../../state/runs.ts';
import type { BotParts } from '../bot-parts.ts';
import { missingPermissions } from '../permissions.ts';
import {
  alreadyIndexing,
  outcomeInBrief,
  renderOutcome,
  renderProgress,
  renderWaiting,
} from '../render/indexing.ts';
import {
  type Handling,
  type MessageBody,
  noteTo,
  privateNote,
  type Reply,
  type Show,
} from '../reply.ts';
import type { CommandRequest, Member, Place } from '../request.ts';
import { changeAndRecord, recordDeed } from './audit.ts';
import { outdatedHint } from './outdated-hint.ts';
import { asSharedRun, cancelElsewhere } from './shared-runs.ts';

/** Whoever asked, and where. */
interface Asker {
  readonly member: Member;
  readonly place: Place;
}

/** `/corpus reindex`: indexes in the background and keeps one message up to date about it. */
export function reindex(request: CommandRequest, parts: BotParts): Handling {
  const full = request.options['full'] === true;
  const { running } = parts.reindexer;
  if (running !== null) return privateNote(alreadyIndexing(running));
  return {
    // All moderators see it, and it can be changed after the interaction has expired.
    acknowledge: missingPermissions(request.place).length === 0 ? 'publicly' : 'privately',
    async reply(show): Promise<Reply> {
      try {
        return { body: await runIndexing({ asker: request, full, change: null, show, parts }) };
      } catch (error) {
        if (!(error instanceof AlreadyIndexingError)) throw error;
        return noteTo(alreadyIndexing(error.running));
      }
    },
  };
}

/** `/corpus cancel`: ends the run that is under way. */
export function cancelIndexing(request: CommandRequest, parts: BotParts): Handling {
  return {
    acknowledge: 'privately',
    async reply(): Promise<Reply> {
      const outcome = await parts.reindexer.cancel(actorOf(request.member));
      if (outcome === null) return cancelOther(request, parts);
      if (outcome.kind !== 'cancelled') return noteTo('Too late: the run has just ended.');
      recordDeed({ action: 'cancel' }, request, parts);
      return noteTo('Cancelled. The index is as it was before, and I go on answering from it.');
    },
  };
}

function cancelOther({ member, place }: CommandRequest, parts: BotParts): Reply {
  const isPassedOn = changeAndRecord(
    () => cancelElsewhere(member, parts),
    (wasRunning) => (wasRunning ? { action: 'cancel' } : null),
    { member, place },
    parts,
  );
  if (!isPassedOn) return noteTo('Nothing is being indexed.');
  return noteTo(
    'I have passed that on to the process that is indexing; it ends the run in a moment.',
  );
}

/**
 * Indexes what has just been changed, after the run that is under way if there is one.
 *
 * @param change what was changed, as Markdown.
 */
export async function indexChange(
  change: string,
  { asker, show, parts }: Pick<IndexingRun, 'asker' | 'show' | 'parts'>,
): Promise<MessageBody> {
  const run: IndexingRun = { asker, full: false, change, show, parts };
  for (;;) {
    const { running } = parts.reindexer;
    if (running !== null) void show(renderWaiting(running, change));
    await parts.reindexer.idle();
    try {
      return await runIndexing(run);
    } catch (error) {
      // Somebody else was faster; their run may have begun before this change.
      if (!(error instanceof AlreadyIndexingError)) throw error;
    }
  }
}

interface IndexingRun {
  readonly asker: Asker;
  readonly full: boolean;
  /** What it is to take in, as Markdown; null where it was asked for by itself. */
  readonly change: string | null;
  readonly show: Show;
  readonly parts: BotParts;
}

/** @throws AlreadyIndexingError at once when there is a run already. */
async function runIndexing(indexing: IndexingRun): Promise<MessageBody> {
  const { asker, full, change, show, parts } = indexing;
  const { member, place } = asker;
  const startedBy = actorOf(member);
  const startedAtMs = parts.now();
  if (parts.reindexer.running !== null) throw new AlreadyIndexingError(parts.reindexer.running);
  const record: Omit<Run, 'id'> = {
    startedBy: member.id,
    startedByName: member.name,
    serverId: place.serverId,
    channelId: place.channelId,
    messageId: null,
    startedAtMs,
    full,
  };
  const ended = await asSharedRun(record, parts, (run) => {
    let messageId: string | null = null;
    const tell = async (progress: IndexProgress | null): Promise<void> => {
      const shown = await show(renderProgress({ startedBy, startedAtMs, full }, progress));
      if (shown === null || shown.id === messageId) return;
      messageId = shown.id;
      try {
        parts.runs.setMessage(run.id, { channelId: shown.channelId, messageId });
      } catch (error) {
        parts.logger.warn({ error }, 'could not note where progress is shown');
      }
    };
    const outcome = parts.reindexer.start(startedBy, {
      full,
      onProgress: (progress) => void tell(progress),
    });
    void tell(null);
    return outcome;
  });
  recordDeed({ action: 'reindex', detail: outcomeInBrief(ended) }, asker, parts);
  const hint = ended.kind === 'done' ? await outdatedHint(ended.summary, parts) : null;
  const before = [change, hint].filter((line) => line !== null).join('\n');
  return renderOutcome(ended, startedBy, before === '' ? null : before);
}

function actorOf({ id, name }: Member): Actor {
  return { id, name };
}

import type { RunningIndexing } from '../../curation/reindexer.ts';
import type { Canceller, Run } from '../../state/runs.ts';
import type { BotParts } from '../bot-parts.ts';

/** How long a run goes on at most when somebody has asked another process for its end. */
const HEED_EVERY_MS = 1000;

/** The run that is under way, here or in the process of another shard; null where there is none. */
export function runUnderWay({ reindexer, runs }: BotParts): RunningIndexing | null {
  if (reindexer.running !== null) return reindexer.running;
  const [run] = runs.unfinished();
  if (run === undefined) return null;
  const { startedBy, startedByName, startedAtMs, full } = run;
  return { startedBy: { id: startedBy, name: startedByName }, startedAtMs, full };
}

/**
 * Asks the process of another shard to end its run.
 *
 * @returns whether there is one.
 */
export function cancelElsewhere(by: Canceller, { runs }: Pick<BotParts, 'runs'>): boolean {
  const [run] = runs.unfinished();
  if (run !== undefined) runs.cancel(run.id, by);
  return run !== undefined;
}

/** Does the work of a run that others know of and can end, from its record until it is done. */
export async function asSharedRun<Result>(
  run: Omit<Run, 'id'>,
  { runs, reindexer, logger }: Pick<BotParts, 'runs' | 'reindexer' | 'logger'>,
  work: (run: Run) => Promise<Result>,
): Promise<Result> {
  const begun = runs.begin(run);
  const heed = (): void => {
    try {
      const by = runs.cancellerOf(begun.id);
      if (by !== null) void reindexer.cancel(by);
    } catch (error) {
      logger.warn({ error }, 'could not look whether a run is to end');
    }
  };
  const heeding = setInterval(heed, HEED_EVERY_MS);
  try {
    return await work(begun);
  } finally {
    clearInterval(heeding);
    runs.finish(begun.id);
  }
}

import path from 'node:path';
import type { Config } from '../config.ts';
import type { BotParts } from '../discord/bot-parts.ts';
import { checkCorpus, forgetBrokenOffCheck } from '../discord/corpus/scheduled-check.ts';
import { tidyUp } from '../discord/housekeeping.ts';
import { waitForProcessLock } from '../process-lock.ts';

const TIDY_UP_EVERY_MS = 60 * 60 * 1000;
/** How long nobody does the duties at most when their owner has died. */
const POLL_MS = 2000;

/** How long corrections wait at most that another process was told of. */
const WAKE_EVERY_MS = 5000;

/** 24 days, the longest that a timer of Node takes. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What one process does for all shards of this machine, or will do when the one that does it ends. */
export interface OwnerDuties {
  /** Begins nothing any more. */
  end(): void;
}

/**
 * Looks at the corpus, forgets what need not be kept, and takes corrections to the answers that they
 * concern, now and then, as soon as no other process does.
 *
 * @param goOver sees to it that the newest index is open.
 */
export function beginOwnerDuties(
  config: Pick<Config, 'corpusCheckMinutes' | 'keepQuestionsDays'>,
  {
    locksDir,
    parts,
    goOver,
  }: { readonly locksDir: string; readonly parts: BotParts; readonly goOver: () => Promise<void> },
): OwnerDuties {
  const { logger } = parts;
  const ending = new AbortController();
  const timers: (NodeJS.Timeout | undefined)[] = [];
  const tidy = (): void => void timers.push(every(TIDY_UP_EVERY_MS, () => tidyUp(parts)));
  const correct = (): void => {
    parts.correctionWork.open(parts);
    // What moderators confirm by way of another process.
    timers.push(setInterval(() => parts.correctionWork.wake(), WAKE_EVERY_MS));
  };
  const check = async (): Promise<void> => {
    // Another shard may have indexed a moment ago what seems to have changed.
    await goOver().catch(() => {});
    await checkCorpus(parts);
  };
  // Questions that are not kept on disk are in the memory of every process.
  const isTidyingOwn = config.keepQuestionsDays === 0;
  if (isTidyingOwn) {
    tidy();
    correct();
  }
  const takeOver = async (): Promise<void> => {
    const { signal } = ending;
    const file = path.join(locksDir, 'owner.db');
    const lock = await waitForProcessLock(file, { signal, pollMs: POLL_MS });
    if (lock === null) return;
    if (signal.aborted) {
      lock.release();
      return;
    }
    signal.addEventListener('abort', () => lock.release());
    forgetBrokenOffCheck(parts);
    logger.info({}, 'looking after the corpus for all shards of this machine');
    if (!isTidyingOwn) {
      tidy();
      correct();
    }
    timers.push(every(config.corpusCheckMinutes * 60_000, check));
  };
  takeOver().catch((error: unknown) =>
    logger.error({ error }, 'nobody on this machine looks after the corpus'),
  );
  return {
    end() {
      for (const timer of timers) clearInterval(timer);
      ending.abort();
    },
  };
}

/** Does something now and then from now on; never where the time is 0. The work must not reject. */
function every(intervalMs: number, work: () => Promise<void>): NodeJS.Timeout | undefined {
  if (intervalMs === 0) return undefined;
  void work();
  // A longer one would overflow, and go off all the time.
  return setInterval(() => void work(), Math.min(intervalMs, LONGEST_TIMER_MS));
}

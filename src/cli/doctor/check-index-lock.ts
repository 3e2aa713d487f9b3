import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type IndexLock, LOCK_FILE, tryLockIndex } from '../../vector-index/index-lock.ts';
import { findLeftovers } from '../../vector-index/sweep.ts';
import { counted, examination, failureOf, ok, warning } from './check.ts';

/** Whether somebody is indexing, or was killed while indexing. */
export const checkIndexLock = examination('index lock', async ({ indexDir }) => {
  let lock: IndexLock | null = null;
  // Nobody has ever indexed here without making this file, and trying the lock would make it.
  if (await exists(path.join(indexDir, LOCK_FILE))) {
    try {
      lock = await tryLockIndex(indexDir);
    } catch (error) {
      return { ...failureOf(error), status: 'warn' };
    }
    if (lock === null) {
      return warning(
        `another process is changing the index in ${indexDir}`,
        'wait until it is done; until then questions are answered from the index before',
      );
    }
  }
  try {
    const { length: leftovers } = await findLeftovers(indexDir);
    if (leftovers === 0) return ok('nobody is indexing');
    return warning(
      `nobody is indexing; ${counted(leftovers, 'leftover')} of a run that was killed in ${indexDir}`,
      'nothing to do: the next command that opens the index removes what was left',
    );
  } finally {
    lock?.release();
  }
});

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => null)) !== null;
}

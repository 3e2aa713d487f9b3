import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { IndexError, messageOf, OperatorError } from '../errors.ts';
import { type ProcessLock, tryProcessLock } from '../process-lock.ts';

/** Only this file of the index stays while generations come and go. */
export const LOCK_FILE = 'lock.db';

/** Removing leftovers takes less than that; indexing hardly ever does. */
const WAIT_MS = 1000;
const RETRY_MS = 50;

/** The right to change an index, which one process has at a time. */
export type IndexLock = ProcessLock;

/**
 * Takes the lock of an index, or returns null when another process, or another part of this one, has
 * it.
 *
 * @throws IndexError when the folder cannot be written to or the file of the lock is damaged.
 */
export async function tryLockIndex(indexDir: string): Promise<IndexLock | null> {
  const file = path.join(indexDir, LOCK_FILE);
  try {
    return await tryProcessLock(file);
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new IndexError(
      `the index in ${indexDir} cannot be locked: ${messageOf(error)}; check that the folder can be ` +
        `written to, and delete ${file} if it is damaged: it holds nothing`,
      { cause: error },
    );
  }
}

/**
 * Takes the lock of an index. A program that opens the index may have it for a moment, to remove
 * leftovers, so this waits a little.
 *
 * @param options.waits for as long as it takes.
 * @throws IndexError when another process keeps it, or as above.
 */
export async function lockIndex(
  indexDir: string,
  {
    waits = false,
    signal,
  }: { readonly waits?: boolean | undefined; readonly signal?: AbortSignal | undefined } = {},
): Promise<IndexLock> {
  const deadline = waits ? Infinity : performance.now() + WAIT_MS;
  for (;;) {
    signal?.throwIfAborted();
    const lock = await tryLockIndex(indexDir);
    if (lock !== null) return lock;
    if (performance.now() > deadline) break;
    await sleep(RETRY_MS);
  }
  throw new IndexError(
    `another process is changing the index in ${indexDir}; wait until it is done, or set another INDEX_DIR`,
  );
}

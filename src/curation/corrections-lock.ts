import path from 'node:path';
import { CorpusError, messageOf, OperatorError } from '../errors.ts';
import { type ProcessLock, waitForProcessLock } from '../process-lock.ts';

/** Beside the file that it guards, as other processes may share the corpus and nothing else. Hidden. */
const LOCK_FILE = '.verbatim-corrections-lock.db';
/** Writing takes milliseconds; whoever keeps the lock longer does not let go. */
const WAIT_MS = 10_000;
const POLL_MS = 20;

/**
 * Waits for the right to read and write anew what a corpus folder says about its articles.
 *
 * @param root the corpus folder.
 * @throws CorpusError where another process keeps it, or the folder cannot be written to.
 */
export async function lockCorrections(root: string): Promise<ProcessLock> {
  const file = path.join(root, LOCK_FILE);
  const signal = AbortSignal.timeout(WAIT_MS);
  let lock: ProcessLock | null;
  try {
    lock = await waitForProcessLock(file, { signal, pollMs: POLL_MS });
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new CorpusError(
      `the corpus in ${root} cannot be changed: ${messageOf(error)}; allow writing to it, and delete ` +
        `${file} if it is damaged: it holds nothing`,
      { cause: error },
    );
  }
  if (lock !== null) return lock;
  throw new CorpusError(
    `another process has been changing the corpus in ${root} for ${WAIT_MS / 1000} seconds; end it, ` +
      'and try again',
  );
}

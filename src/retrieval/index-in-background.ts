import { fork } from 'node:child_process';
import { type Config, environmentWithoutToken, PROGRAM } from '../config.ts';
import { IndexError, OperatorError } from '../errors.ts';
import { sweepIndex } from '../vector-index/sweep.ts';
import type { IndexSummary } from './index-corpus.ts';
import type { IndexProgress } from './progress.ts';

/** What an indexing process tells its parent. */
export type IndexingMessage =
  | { readonly kind: 'progress'; readonly progress: IndexProgress }
  | { readonly kind: 'done'; readonly summary: IndexSummary }
  | { readonly kind: 'failed'; readonly message: string; readonly isOperatorError: boolean };

/** An indexing run in a process of its own. */
export interface BackgroundIndexing {
  /** Rejects with an OperatorError that can be shown, or with a bug. */
  readonly finished: Promise<IndexSummary>;
  /** Ends the run at once and leaves the index as it was; nothing happens when it has ended already. */
  cancel(): Promise<void>;
}

/**
 * Brings the index up to date in another process, since embedding and linking block the event loop
 * for long. Questions can be answered all the while from the generation before.
 */
export function indexInBackground(
  config: Pick<Config, 'corpusDir' | 'indexDir' | 'embeddingModel'>,
  options: {
    readonly full?: boolean;
    readonly onProgress?: (progress: IndexProgress) => void;
  } = {},
): BackgroundIndexing {
  const { corpusDir, indexDir, embeddingModel } = config;
  const args = ['index', '--corpus', corpusDir, '--index', indexDir, '--model', embeddingModel];
  const child = fork(PROGRAM, options.full === true ? [...args, '--full'] : args, {
    env: environmentWithoutToken(),
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let outcome: IndexingMessage | undefined;
  let isCancelled = false;
  child.on('message', (message: IndexingMessage) => {
    if (message.kind === 'progress') options.onProgress?.(message.progress);
    else outcome = message;
  });
  // Not `exit`, which may come before the last message does.
  const closed = new Promise<void>((resolve, reject) => {
    child.on('error', reject).on('close', () => resolve());
  });
  const finished = closed.then(async () => {
    if (outcome?.kind === 'done') return outcome.summary;
    // A process that ended on its own has cleaned up; one that was killed could not.
    await sweepIndex(indexDir);
    if (isCancelled) throw new IndexError('indexing was cancelled; the index is as it was');
    if (outcome?.kind === 'failed') {
      throw outcome.isOperatorError
        ? new OperatorError(outcome.message)
        : new Error(`indexing failed: ${outcome.message}`);
    }
    throw new Error('the indexing process ended without a word; it may have run out of memory');
  });
  return {
    finished,
    async cancel() {
      isCancelled = outcome === undefined;
      child.kill('SIGKILL');
      await finished.catch(() => {});
    },
  };
}

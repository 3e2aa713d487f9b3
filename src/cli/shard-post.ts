import path from 'node:path';
import type { Shard } from '../discord/shard.ts';
import { messageOf, OperatorError, StateError } from '../errors.ts';
import { type ProcessLock, tryProcessLock, waitForProcessLock } from '../process-lock.ts';

/** Whoever waits here is connected already, so that the post is not empty for longer than that. */
const POLL_MS = 50;
const IN_LINE_POLL_MS = 1000;

/**
 * The right to answer on a shard, which one process of this machine has. A second one, as in a
 * restart, waits until the first leaves.
 */
export class ShardPost {
  readonly #file: string;
  #lock: ProcessLock | null = null;

  /** Takes the post if it is free. */
  static async find(locksDir: string, { id, count }: Shard): Promise<ShardPost> {
    const post = new ShardPost(path.join(locksDir, `shard-${id}-of-${count}.db`));
    try {
      post.#lock = await tryProcessLock(post.#file);
    } catch (error) {
      if (error instanceof OperatorError) throw error;
      throw new StateError(
        `${post.#file} cannot be locked: ${messageOf(error)}; check that DATA_DIR can be written to, ` +
          'and delete that file if it is damaged: it holds nothing',
        { cause: error },
      );
    }
    return post;
  }

  private constructor(file: string) {
    this.#file = file;
  }

  get isTaken(): boolean {
    return this.#lock !== null;
  }

  /**
   * Takes the post when it is left; not where the signal says to give up.
   *
   * @param onNext called when this process is the one to be left to.
   */
  async succeed(signal: AbortSignal, onNext: () => void): Promise<void> {
    const line = await waitForProcessLock(this.#successorFile, {
      signal,
      pollMs: IN_LINE_POLL_MS,
    });
    if (line !== null) onNext();
    this.#lock = await waitForProcessLock(this.#file, { signal, pollMs: POLL_MS });
    line?.release();
  }

  /** Whether another process is ready to go on at once. */
  async hasSuccessor(): Promise<boolean> {
    const lock = await tryProcessLock(this.#successorFile);
    lock?.release();
    return lock === null;
  }

  leave(): void {
    this.#lock?.release();
    this.#lock = null;
  }

  get #successorFile(): string {
    return `${this.#file}.successor`;
  }
}

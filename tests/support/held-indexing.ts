import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { vi } from 'vitest';
import { INDEX_FILES } from '../../src/retrieval/search-index.ts';
import { BUILDING_PREFIX } from '../../src/vector-index/sweep.ts';
import type { Newsroom } from './newsroom.ts';

const PATIENCE_MS = 15_000;

/** An indexing run of the bot, stopped when it has begun to write and not yet finished. */
export class HeldIndexing {
  readonly pid: number;

  /** Waits for the process that indexes, and stops it in the middle of its work. */
  static async catch({ bot, indexDir }: Newsroom): Promise<HeldIndexing> {
    const pid = await vi.waitFor(() => bot.indexingPid(), { timeout: PATIENCE_MS, interval: 20 });
    await vi.waitFor(() => findWritten(indexDir), { timeout: PATIENCE_MS, interval: 1 });
    process.kill(pid, 'SIGSTOP');
    await findWritten(indexDir);
    return new HeldIndexing(pid);
  }

  private constructor(pid: number) {
    this.pid = pid;
  }

  goOn(): void {
    process.kill(this.pid, 'SIGCONT');
  }

  /** Waits until the process has ended. */
  async gone(): Promise<void> {
    await vi.waitFor(async () => {
      if (await isRunning(this.pid)) throw new Error(`the process ${this.pid} is still running`);
    }, PATIENCE_MS);
  }
}

/** Whether a new generation of an index is being written, or was left behind half-written. */
export async function isBuilding(indexDir: string): Promise<boolean> {
  return (await readdir(indexDir)).some((name) => name.startsWith(BUILDING_PREFIX));
}

/** @throws Error where no passage of a new generation was embedded yet, or nothing is left of it. */
async function findWritten(indexDir: string): Promise<void> {
  for (const name of await readdir(indexDir)) {
    if (!name.startsWith(BUILDING_PREFIX)) continue;
    if ((await stat(path.join(indexDir, name, INDEX_FILES.vectors))).size > 0) return;
  }
  throw new Error('no indexing run could be caught in the middle');
}

async function isRunning(pid: number): Promise<boolean> {
  const state = await promisify(execFile)('ps', ['-o', 'stat=', '-p', String(pid)]).catch(
    () => null,
  );
  // One that has ended may wait for somebody to notice.
  return state !== null && !state.stdout.startsWith('Z');
}

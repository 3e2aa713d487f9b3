import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadSqlite, sqliteCodeOf, type SqliteDatabase } from './sqlite.ts';

/** A right that one process of this machine has at a time. */
export interface ProcessLock {
  release(): void;
}

/**
 * Takes the lock that a file stands for, or returns null when another process, or another part of
 * this one, has it. The lock is an open transaction of SQLite, so the operating system frees it when
 * the process ends, however it ends; files that hold process ids go wrong in containers, where ids
 * repeat.
 *
 * @throws Error when the folder cannot be written to or the file is damaged. It holds nothing, and can
 *   be deleted.
 */
export async function tryProcessLock(file: string): Promise<ProcessLock | null> {
  const Database = await loadSqlite();
  let database: SqliteDatabase | undefined;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    database = new Database(file);
    database.exec('PRAGMA busy_timeout = 0');
    // Nothing is ever written, and a journal on disk would outlive a process that is killed.
    database.exec('PRAGMA journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (sqliteCodeOf(error) === 'SQLITE_BUSY') return null;
    throw error;
  }
  const transaction = database;
  return {
    release() {
      transaction.exec('ROLLBACK');
      transaction.close();
    },
  };
}

/**
 * Takes a lock as soon as nobody else has it.
 *
 * @returns null when the waiting is aborted.
 * @throws Error as above.
 */
export async function waitForProcessLock(
  file: string,
  { signal, pollMs }: { readonly signal: AbortSignal; readonly pollMs: number },
): Promise<ProcessLock | null> {
  while (!signal.aborted) {
    const lock = await tryProcessLock(file);
    if (lock !== null) return lock;
    await sleep(pollMs, undefined, { signal }).catch(() => {});
  }
  return null;
}

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { IndexError, messageOf } from '../errors.ts';
import { loadSqlite, sqliteCodeOf, type SqliteDatabase } from '../sqlite.ts';

/** Only this file of the index stays while generations come and go. */
export const LOCK_FILE = 'lock.db';

/** Removing leftovers takes less than that; indexing hardly ever does. */
const WAIT_MS = 1000;
const RETRY_MS = 50;

/** The right to change an index, which one process has at a time. */
export interface IndexLock {
  release(): void;
}

/**
 * Takes the lock of an index, or returns null when another process, or another part of this one, has
 * it. The lock is an open transaction of SQLite, so the operating system frees it when the process
 * ends, however it ends; files that hold process ids go wrong in containers, where ids repeat.
 *
 * @throws IndexError when the folder cannot be written to or the file of the lock is damaged.
 */
export async function tryLockIndex(indexDir: string): Promise<IndexLock | null> {
  const file = path.join(indexDir, LOCK_FILE);
  const Database = await loadSqlite();
  let database: SqliteDatabase | undefined;
  try {
    await mkdir(indexDir, { recursive: true });
    database = new Database(file);
    database.exec('PRAGMA busy_timeout = 0');
    // Nothing is ever written, and a journal on disk would outlive a process that is killed.
    database.exec('PRAGMA journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (sqliteCodeOf(error) === 'SQLITE_BUSY') return null;
    throw new IndexError(
      `the index in ${indexDir} cannot be locked: ${messageOf(error)}; check that the folder can be ` +
        `written to, and delete ${file} if it is damaged: it holds nothing`,
      { cause: error },
    );
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
 * Takes the lock of an index. A program that opens the index may have it for a moment, to remove
 * leftovers, so this waits a little.
 *
 * @throws IndexError when another process keeps it, or as above.
 */
export async function lockIndex(indexDir: string): Promise<IndexLock> {
  const deadline = performance.now() + WAIT_MS;
  for (;;) {
    const lock = await tryLockIndex(indexDir);
    if (lock !== null) return lock;
    if (performance.now() > deadline) break;
    await sleep(RETRY_MS);
  }
  throw new IndexError(
    `another process is changing the index in ${indexDir}; wait until it is done, or set another INDEX_DIR`,
  );
}

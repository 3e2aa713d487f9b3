import type { StateDatabase } from './database.ts';

/** Does everything or nothing of a work that takes several statements. Not to be nested. */
export function inTransaction<Result>(database: StateDatabase, work: () => Result): Result {
  database.prepare('BEGIN IMMEDIATE').run();
  try {
    const result = work();
    database.prepare('COMMIT').run();
    return result;
  } catch (error) {
    database.prepare('ROLLBACK').run();
    throw error;
  }
}

/**
 * Overwrites on disk what was removed: until then the log beside the file holds pages as they were.
 * Where another process reads just now, some of it stays until the next time.
 */
export function overwriteRemoved(database: StateDatabase): void {
  database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
}

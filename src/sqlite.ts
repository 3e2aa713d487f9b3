import type Libsql from 'libsql';
import { messageOf, OperatorError } from './errors.ts';

export type SqliteDatabase = Libsql.Database;
export type SqliteStatement = Libsql.Statement;

/**
 * libsql, loaded when it is first needed: answering does without it.
 *
 * @throws OperatorError where the library has no binary for this machine.
 */
export async function loadSqlite(): Promise<typeof Libsql> {
  try {
    return (await import('libsql')).default;
  } catch (error) {
    throw new OperatorError(
      'libsql, which locks the index and keeps what the bot remembers, cannot be loaded: ' +
        `${messageOf(error)}; install anew with "npm ci"`,
      { cause: error },
    );
  }
}

/** How SQLite calls an error, such as `SQLITE_BUSY`; undefined for anything else that was thrown. */
export function sqliteCodeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as { code?: string }).code : undefined;
}

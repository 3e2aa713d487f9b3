import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, OperatorError, StateError } from '../errors.ts';
import { loadSqlite, sqliteCodeOf, type SqliteDatabase, type SqliteStatement } from '../sqlite.ts';
import { MIGRATIONS } from './migrations.ts';
import { keepQuestionsInMemory } from './questions-in-memory.ts';

/** Name of the file within the data folder. */
export const STATE_FILE = 'verbatim.db';

/** Stands in the header of the file and tells it from databases of other programs: "Verb". */
const APPLICATION_ID = 0x56657262;

/** Other processes hold the file for milliseconds; whoever keeps it longer does not let go. */
const BUSY_TIMEOUT_MS = 5000;

/** The open SQLite file with what the bot remembers. */
export interface StateDatabase {
  prepare(sql: string): SqliteStatement;
  /** Brings everything into the one file, so that a copy of it is complete, and closes it. */
  close(): void;
}

/**
 * Opens the state, creating file and folder where they are missing, and brings it to the version of
 * this program. Several processes may have it open and may open it at once.
 *
 * @param options.keepsQuestions false: what members ask stays in the memory of this process, for as
 *   long as the state is open, and the questions that the file still holds are removed.
 * @throws StateError when the file is damaged, not Verbatim's, of a newer version or cannot be
 *   written. The file is left as it was.
 */
export async function openState(
  file: string,
  { keepsQuestions = true }: { readonly keepsQuestions?: boolean } = {},
): Promise<StateDatabase> {
  let database: SqliteDatabase | undefined;
  try {
    // Questions are nobody else's business.
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    database = await openAsItIs(file);
    configure(database);
    migrate(database, file);
    if (!keepsQuestions) keepQuestionsInMemory(database);
  } catch (error) {
    database?.close();
    throw openingError(file, error);
  }
  const opened = database;
  return {
    prepare: (sql) => opened.prepare(sql),
    close() {
      opened.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      opened.close();
    },
  };
}

/**
 * Opens the state that a bot has made; it may have it open.
 *
 * @throws StateError as above, and where there is none.
 */
export async function openExistingState(file: string): Promise<StateDatabase> {
  if (!existsSync(file)) throw missingError(file);
  return openState(file);
}

/**
 * Opens a state of this version or an older one without changing it; a bot may have it open.
 *
 * @throws StateError as above.
 */
export async function openAsItIs(file: string): Promise<SqliteDatabase> {
  const Database = await loadSqlite();
  let database: SqliteDatabase | undefined;
  try {
    database = new Database(file);
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    refuseOthers(database, file);
    refuseDamage(database, file);
    return database;
  } catch (error) {
    database?.close();
    throw openingError(file, error);
  }
}

function refuseOthers(database: SqliteDatabase, file: string): void {
  // One statement, and so one moment: another process may be creating the tables.
  const { id, version, tables } = database
    .prepare(
      'SELECT (SELECT application_id FROM pragma_application_id) AS id, ' +
        '(SELECT user_version FROM pragma_user_version) AS version, ' +
        '(SELECT count(*) FROM sqlite_schema) AS tables',
    )
    .get() as { id: number; version: number; tables: number };
  const isNew = id === 0 && version === 0 && tables === 0;
  if (!isNew && id !== APPLICATION_ID) {
    throw new StateError(
      `${file} must be a database of Verbatim, found one of another program; set another DATA_DIR`,
    );
  }
  if (version > MIGRATIONS.length) throw newerVersionError(file, version);
}

function refuseDamage(database: SqliteDatabase, file: string): void {
  const { quick_check: finding } = database.prepare('PRAGMA quick_check(1)').get() as {
    quick_check: string;
  };
  if (finding !== 'ok') throw damageError(file, finding);
}

function configure(database: SqliteDatabase): void {
  database.exec('PRAGMA journal_mode = WAL');
  // What a member was told is saved outlasts a power cut too. A write takes a flush of the disk for
  // that, and writes are few.
  database.exec('PRAGMA synchronous = FULL');
  database.exec('PRAGMA foreign_keys = ON');
  // Removed questions are overwritten, not just unlinked.
  database.exec('PRAGMA secure_delete = ON');
}

function migrate(database: SqliteDatabase, file: string): void {
  while (versionOf(database) < MIGRATIONS.length) {
    database.exec('BEGIN IMMEDIATE');
    try {
      // Read again, as another process may have been faster.
      const version = versionOf(database);
      if (version > MIGRATIONS.length) throw newerVersionError(file, version);
      const migration = MIGRATIONS[version];
      if (migration !== undefined) {
        database.exec(migration);
        database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
        database.exec(`PRAGMA user_version = ${version + 1}`);
      }
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  }
}

function versionOf(database: SqliteDatabase): number {
  const row = database.prepare('PRAGMA user_version').get() as { user_version: number };
  return row.user_version;
}

/** What to say where there is no state yet. */
export function missingError(file: string): StateError {
  return new StateError(
    `${file} must be the state of the bot, found no such file; set DATA_DIR to its folder`,
  );
}

function newerVersionError(file: string, version: number): StateError {
  return new StateError(
    `${file} must have a version up to ${MIGRATIONS.length}, found version ${version} of a newer ` +
      'program; update Verbatim, or set another DATA_DIR',
  );
}

function damageError(file: string, finding: string, cause?: unknown): StateError {
  return new StateError(
    `${file} must be a whole SQLite database, found damage: ${messageOf(finding)}; put a copy of it ` +
      'back, or move it away, and settings and feedback start anew',
    { cause },
  );
}

function openingError(file: string, error: unknown): OperatorError {
  if (error instanceof OperatorError) return error;
  const code = sqliteCodeOf(error);
  if (code?.startsWith('SQLITE_NOTADB') || code?.startsWith('SQLITE_CORRUPT')) {
    return damageError(file, messageOf(error), error);
  }
  if (code?.startsWith('SQLITE_BUSY')) {
    return new StateError(
      `${file} is kept locked by another process; end it, or set another DATA_DIR`,
      { cause: error },
    );
  }
  return new StateError(
    `${file} cannot be opened: ${messageOf(error)}; check that its folder, DATA_DIR, can be written to`,
    { cause: error },
  );
}

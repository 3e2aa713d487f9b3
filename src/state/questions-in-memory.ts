import type { SqliteDatabase } from '../sqlite.ts';
import { overwriteRemoved } from './transaction.ts';

/** What tells what somebody asked, the tables that others refer to first. */
const TABLES = ['answers', 'turns', 'gaps', 'corrections', 'corrected_answers'];

/**
 * Keeps what is asked from now on in the memory of this process, and removes what was kept on disk.
 * Tables of the same names stand in front of those of the file, so that the same statements write to
 * them, and one transaction spans both.
 */
export function keepQuestionsInMemory(database: SqliteDatabase): void {
  // Turns go with their answers.
  database.exec('DELETE FROM answers; DELETE FROM gaps; DELETE FROM corrections');
  overwriteRemoved(database);
  database.exec('PRAGMA temp_store = MEMORY');
  const select = database.prepare(
    'SELECT sql FROM main.sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY rowid',
  );
  for (const table of TABLES) {
    for (const { sql } of select.all(table) as { sql: string }[]) {
      database.exec(sql.replace(/^CREATE (TABLE|INDEX) /, 'CREATE $1 temp.'));
    }
  }
}

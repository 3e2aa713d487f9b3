import type { SqliteStatement } from '../sqlite.ts';
import type { StateDatabase } from './database.ts';

/** Nobody looks further back for messages that were missed. */
export const LONGEST_CATCH_UP_MS = 60 * 60 * 1000;

/** The messages to the bot that need no word of it any more, so that no restart answers them again. */
export class SettledMessages {
  readonly #insert: SqliteStatement;
  readonly #select: SqliteStatement;
  readonly #deleteOlder: SqliteStatement;

  constructor(database: StateDatabase) {
    this.#insert = database.prepare(
      'INSERT OR IGNORE INTO settled_messages (message_id, at_ms) VALUES (?, ?)',
    );
    this.#select = database.prepare('SELECT 1 FROM settled_messages WHERE message_id = ?');
    this.#deleteOlder = database.prepare('DELETE FROM settled_messages WHERE at_ms < ?');
  }

  /**
   * Adds a message, and forgets those that nobody will ask about any more.
   *
   * @param atMs now, in milliseconds since 1970.
   */
  add(messageId: string, atMs: number): void {
    this.#deleteOlder.run(atMs - LONGEST_CATCH_UP_MS);
    this.#insert.run(messageId, atMs);
  }

  has(messageId: string): boolean {
    return this.#select.get(messageId) !== undefined;
  }
}

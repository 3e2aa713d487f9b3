import type { SqliteStatement } from '../sqlite.ts';
import type { StateDatabase } from './database.ts';

/** Members who do not want to be answered unasked, each on one server. */
export class MuteStore {
  readonly #insert: SqliteStatement;
  readonly #delete: SqliteStatement;
  readonly #select: SqliteStatement;

  constructor(database: StateDatabase) {
    this.#insert = database.prepare(
      'INSERT OR IGNORE INTO mutes (server_id, member_id) VALUES (?, ?)',
    );
    this.#delete = database.prepare('DELETE FROM mutes WHERE server_id = ? AND member_id = ?');
    this.#select = database.prepare('SELECT 1 FROM mutes WHERE server_id = ? AND member_id = ?');
  }

  /** @returns whether it is a change. */
  mute(serverId: string, memberId: string): boolean {
    return this.#insert.run(serverId, memberId).changes > 0;
  }

  /** @returns whether it is a change. */
  unmute(serverId: string, memberId: string): boolean {
    return this.#delete.run(serverId, memberId).changes > 0;
  }

  isMuted(serverId: string, memberId: string): boolean {
    return this.#select.get(serverId, memberId) !== undefined;
  }
}

import * as v from 'valibot';
import type { SqliteStatement } from '../sqlite.ts';
import { shortened, soundRows, wholeNumber } from './columns.ts';
import type { StateDatabase } from './database.ts';
import { overwriteRemoved } from './transaction.ts';

/** A question that found nothing. Who asked it is not kept. */
export interface Gap {
  /** Never used again for another one. */
  readonly id: number;
  readonly question: string;
  /** Milliseconds since 1970. */
  readonly askedAtMs: number;
}

/** Kept of each server; the oldest make room. */
export const MAX_GAPS_PER_SERVER = 5000;

const MAX_QUESTION_CHARACTERS = 1000;

const row = v.object({ id: wholeNumber, question: v.string(), askedAtMs: wholeNumber });

/** What the corpus could not answer, for the moderators to see what is missing from it. */
export class GapStore {
  readonly #database: StateDatabase;
  readonly #insert: SqliteStatement;
  readonly #deleteSurplus: SqliteStatement;
  readonly #select: SqliteStatement;
  readonly #dismiss: SqliteStatement;
  readonly #deleteOlder: SqliteStatement;

  constructor(database: StateDatabase) {
    this.#database = database;
    this.#insert = database.prepare(
      'INSERT INTO gaps (server_id, question, asked_at_ms, message_id) VALUES (?, ?, ?, ?)',
    );
    this.#deleteSurplus = database.prepare(
      'DELETE FROM gaps WHERE id IN (SELECT id FROM gaps WHERE server_id IS ? ' +
        'ORDER BY asked_at_ms DESC, id DESC LIMIT -1 OFFSET ?)',
    );
    this.#select = database.prepare(
      'SELECT id, question, asked_at_ms AS askedAtMs FROM gaps ' +
        'WHERE server_id = ? AND dismissed_at_ms IS NULL ORDER BY asked_at_ms DESC, id DESC LIMIT ?',
    );
    this.#dismiss = database.prepare(
      'UPDATE gaps SET dismissed_at_ms = ? WHERE server_id = ? AND dismissed_at_ms IS NULL ' +
        'AND id IN (SELECT value FROM json_each(?))',
    );
    this.#deleteOlder = database.prepare('DELETE FROM gaps WHERE asked_at_ms < ?');
  }

  /**
   * @param gap.serverId null in direct messages, whose gaps no server is shown.
   * @param gap.messageId the message that the words of the question were taken from; with it the gap
   *   is forgotten.
   */
  record({
    serverId,
    question,
    askedAtMs,
    messageId = null,
  }: {
    readonly serverId: string | null;
    readonly question: string;
    readonly askedAtMs: number;
    readonly messageId?: string | null;
  }): void {
    const kept = shortened(question, MAX_QUESTION_CHARACTERS);
    this.#insert.run(serverId, kept, askedAtMs, messageId);
    this.#deleteSurplus.run(serverId, MAX_GAPS_PER_SERVER);
  }

  /** Those that were not dismissed, newest first. */
  list(serverId: string, { limit }: { readonly limit: number }): readonly Gap[] {
    return soundRows(row, this.#select.all(serverId, limit));
  }

  /** @returns how many it hides; those of other servers and those hidden before do not count. */
  dismiss(serverId: string, ids: readonly number[], atMs: number): number {
    return this.#dismiss.run(atMs, serverId, JSON.stringify(ids)).changes;
  }

  /** Removes what was asked before a time in milliseconds since 1970, dismissed or not. */
  removeOlderThan(timeMs: number): void {
    if (this.#deleteOlder.run(timeMs).changes > 0) overwriteRemoved(this.#database);
  }
}

import type { SqliteStatement } from '../sqlite.ts';
import type { StateDatabase } from './database.ts';
import { inTransaction, overwriteRemoved } from './transaction.ts';

/** Forgets what was kept of messages that are gone. */
export class DeletedMessages {
  readonly #database: StateDatabase;
  readonly #deleteAnswers: SqliteStatement;
  readonly #deleteGaps: SqliteStatement;
  readonly #deleteAnswersIn: SqliteStatement;
  readonly #deleteThread: SqliteStatement;

  constructor(database: StateDatabase) {
    this.#database = database;
    const messages = 'WITH messages AS (SELECT value FROM json_each(?))';
    // Turns go with their answers.
    this.#deleteAnswers = database.prepare(
      `${messages} DELETE FROM answers WHERE id IN (SELECT answer_id FROM turns ` +
        'WHERE message_id IN messages OR question_message_id IN messages ' +
        'OR source_message_id IN messages)',
    );
    this.#deleteGaps = database.prepare(
      `${messages} DELETE FROM gaps WHERE message_id IN messages`,
    );
    this.#deleteAnswersIn = database.prepare(
      'DELETE FROM answers WHERE channel_id = ?1 ' +
        'OR id IN (SELECT answer_id FROM turns WHERE channel_id = ?1)',
    );
    this.#deleteThread = database.prepare('DELETE FROM own_threads WHERE thread_id = ?');
  }

  /**
   * Forgets every answer that a message held, asked for or gave the words for, and every gap that a
   * message left. Messages may be anybody's; most leave nothing.
   */
  forget(messageIds: readonly string[]): void {
    const ids = JSON.stringify(messageIds);
    this.#erase(() => this.#deleteAnswers.run(ids).changes + this.#deleteGaps.run(ids).changes);
  }

  /** Forgets every answer of a channel or thread that was deleted with all that stood there. */
  forgetChannel(channelId: string): void {
    this.#erase(
      () =>
        this.#deleteAnswersIn.run(channelId).changes + this.#deleteThread.run(channelId).changes,
    );
  }

  /** @param remove returns how many rows it removed. */
  #erase(remove: () => number): void {
    if (inTransaction(this.#database, remove) > 0) overwriteRemoved(this.#database);
  }
}

import * as v from 'valibot';
import type { SqliteStatement } from '../sqlite.ts';
import { flag, shortened, soundRows, wholeNumber } from './columns.ts';
import type { StateDatabase } from './database.ts';

/** An indexing run that was begun from Discord or on schedule. */
export interface Run {
  /** Never used again for another one. */
  readonly id: number;
  /** The member's id; null for the program itself. */
  readonly startedBy: string | null;
  /** As the member chose it at the time: hostile text. */
  readonly startedByName: string;
  readonly serverId: string | null;
  /** Where progress is shown; null where nobody looks on. */
  readonly channelId: string | null;
  /** The message that shows progress; null until there is one. */
  readonly messageId: string | null;
  /** Milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly full: boolean;
}

const MAX_NAME_CHARACTERS = 100;

const row = v.object({
  id: wholeNumber,
  startedBy: v.nullable(v.string()),
  startedByName: v.string(),
  serverId: v.nullable(v.string()),
  channelId: v.nullable(v.string()),
  messageId: v.nullable(v.string()),
  startedAtMs: wholeNumber,
  full: flag,
});

/** A member who wants a run to end. */
export interface Canceller {
  readonly id: string;
  /** Hostile text. */
  readonly name: string;
}

const canceller = v.object({ id: v.string(), name: v.string() });

/**
 * The runs in progress, so that a bot that was restarted knows which of them it broke off, and processes
 * that share the state know of each other's.
 */
export class RunStore {
  readonly #insert: SqliteStatement;
  readonly #updateMessage: SqliteStatement;
  readonly #updateCanceller: SqliteStatement;
  readonly #selectCanceller: SqliteStatement;
  readonly #delete: SqliteStatement;
  readonly #select: SqliteStatement;

  constructor(database: StateDatabase) {
    this.#insert = database.prepare(
      'INSERT INTO runs (started_by, started_by_name, server_id, channel_id, message_id, ' +
        'started_at_ms, is_full) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#updateMessage = database.prepare(
      'UPDATE runs SET channel_id = ?, message_id = ? WHERE id = ?',
    );
    this.#updateCanceller = database.prepare(
      'UPDATE runs SET cancelled_by = ?, cancelled_by_name = ? WHERE id = ?',
    );
    this.#selectCanceller = database.prepare(
      'SELECT cancelled_by AS id, cancelled_by_name AS name FROM runs WHERE id = ?',
    );
    this.#delete = database.prepare('DELETE FROM runs WHERE id = ?');
    this.#select = database.prepare(
      'SELECT id, started_by AS startedBy, started_by_name AS startedByName, server_id AS serverId, ' +
        'channel_id AS channelId, message_id AS messageId, started_at_ms AS startedAtMs, ' +
        'is_full AS full FROM runs ORDER BY id',
    );
  }

  begin(run: Omit<Run, 'id'>): Run {
    const { startedBy, serverId, channelId, messageId, startedAtMs, full } = run;
    const startedByName = shortened(run.startedByName, MAX_NAME_CHARACTERS);
    const { lastInsertRowid } = this.#insert.run(
      startedBy,
      startedByName,
      serverId,
      channelId,
      messageId,
      startedAtMs,
      full ? 1 : 0,
    );
    return { ...run, id: Number(lastInsertRowid), startedByName };
  }

  /** Progress is shown elsewhere from now on, as in an ordinary message after the first answer. */
  setMessage(
    id: number,
    { channelId, messageId }: { readonly channelId: string; readonly messageId: string },
  ): void {
    this.#updateMessage.run(channelId, messageId, id);
  }

  /** Asks the process that is at the run to end it. */
  cancel(id: number, by: Canceller): void {
    this.#updateCanceller.run(by.id, shortened(by.name, MAX_NAME_CHARACTERS), id);
  }

  /** Who has asked for the end of a run; null where nobody has, or there is no such run. */
  cancellerOf(id: number): Canceller | null {
    const found = v.safeParse(canceller, this.#selectCanceller.get(id));
    return found.success ? found.output : null;
  }

  /** However the run ended. */
  finish(id: number): void {
    this.#delete.run(id);
  }

  /** In the order in which they were begun. */
  unfinished(): readonly Run[] {
    return soundRows(row, this.#select.all());
  }
}

import * as v from 'valibot';
import type { SqliteStatement } from '../sqlite.ts';
import { shortened, soundRows, wholeNumber } from './columns.ts';
import type { StateDatabase } from './database.ts';
import { inTransaction } from './transaction.ts';

/** What moderators, and the program on its own, do to the corpus and the settings. */
export const AUDIT_ACTIONS = [
  'add',
  'remove',
  'restore',
  'reindex',
  'cancel',
  'setting',
  'dismiss',
  'withdraw',
  'reinstate',
  'correct',
  'propagate',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export interface AuditEntry {
  /** Grows from entry to entry. */
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Null where no server is concerned, as with the scheduled check of the corpus. */
  readonly serverId: string | null;
  /** Null for the program itself. */
  readonly actorId: string | null;
  /** As the member chose it at the time: hostile text. */
  readonly actorName: string;
  readonly action: AuditAction;
  /** What it was done to: a path within the corpus, the name of a setting. */
  readonly subject: string | null;
  /** What there is to say about it, such as a setting's old and new value. */
  readonly detail: string | null;
}

/** An entry before it is written. */
export type NewEntry = Omit<AuditEntry, 'id'>;

export interface AuditPage {
  /** Newest first. */
  readonly entries: readonly AuditEntry[];
  /** Over all pages. */
  readonly total: number;
}

const MAX_NAME_CHARACTERS = 100;
const MAX_DETAIL_CHARACTERS = 1000;

/** Takes a JSON list of servers, in which null stands for none, or null for all. */
const OF_SERVERS =
  'WHERE ?1 IS NULL OR EXISTS (SELECT 1 FROM json_each(?1) WHERE value IS server_id)';

const row = v.object({
  id: wholeNumber,
  atMs: wholeNumber,
  serverId: v.nullable(v.string()),
  actorId: v.nullable(v.string()),
  actorName: v.string(),
  action: v.picklist(AUDIT_ACTIONS),
  subject: v.nullable(v.string()),
  detail: v.nullable(v.string()),
});
const addition = v.object({ path: v.string(), actorName: v.string() });

/** Who did what when. Entries are never changed nor removed; the database itself refuses it. */
export class AuditLog {
  readonly #database: StateDatabase;
  readonly #insert: SqliteStatement;
  readonly #select: SqliteStatement;
  readonly #count: SqliteStatement;
  readonly #selectAdditions: SqliteStatement;

  constructor(database: StateDatabase) {
    this.#database = database;
    this.#insert = database.prepare(
      'INSERT INTO audit_entries (at_ms, server_id, actor_id, actor_name, action, subject, detail) ' +
        'VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#select = database.prepare(
      'SELECT id, at_ms AS atMs, server_id AS serverId, actor_id AS actorId, ' +
        'actor_name AS actorName, action, subject, detail FROM audit_entries ' +
        `${OF_SERVERS} ORDER BY id DESC LIMIT ?2 OFFSET ?3`,
    );
    this.#count = database.prepare(`SELECT count(*) AS total FROM audit_entries ${OF_SERVERS}`);
    this.#selectAdditions = database.prepare(
      'SELECT subject AS path, actor_name AS actorName FROM audit_entries ' +
        "WHERE action = 'add' AND subject IN (SELECT value FROM json_each(?)) ORDER BY id",
    );
  }

  append(event: NewEntry): AuditEntry {
    const { atMs, serverId, actorId, action, subject } = event;
    const actorName = shortened(event.actorName, MAX_NAME_CHARACTERS);
    const detail = event.detail === null ? null : shortened(event.detail, MAX_DETAIL_CHARACTERS);
    const { lastInsertRowid } = this.#insert.run(
      atMs,
      serverId,
      actorId,
      actorName,
      action,
      subject,
      detail,
    );
    return { ...event, id: Number(lastInsertRowid), actorName, detail };
  }

  /**
   * Makes a change of the same database and writes it down: both, or neither where one of them throws.
   *
   * @param eventOf null for a change that is not to be written down.
   */
  appendWith<Changed>(
    change: () => Changed,
    eventOf: (changed: Changed) => NewEntry | null,
  ): { readonly changed: Changed; readonly entry: AuditEntry | null } {
    return inTransaction(this.#database, () => {
      const changed = change();
      const event = eventOf(changed);
      return { changed, entry: event === null ? null : this.append(event) };
    });
  }

  /**
   * @param options.serverIds whose entries; null stands for those that concern no server. All
   *   entries where it is left out.
   */
  page({
    offset,
    limit,
    serverIds,
  }: {
    readonly offset: number;
    readonly limit: number;
    readonly serverIds?: readonly (string | null)[];
  }): AuditPage {
    const servers = serverIds === undefined ? null : JSON.stringify(serverIds);
    // In an array, as the library takes a lone null for named parameters.
    const { total } = this.#count.get([servers]) as { total: number };
    return { entries: soundRows(row, this.#select.all(servers, limit, offset)), total };
  }

  /** Who added each path last, by name; without those that nobody added. */
  addedBy(paths: readonly string[]): ReadonlyMap<string, string> {
    const rows = this.#selectAdditions.all(JSON.stringify(paths));
    // Later rows take the place of earlier ones.
    return new Map(soundRows(addition, rows).map(({ path, actorName }) => [path, actorName]));
  }
}

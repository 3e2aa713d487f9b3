import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { SqliteStatement } from '../sqlite.ts';
import { shortened, soundRows, wholeNumber } from './columns.ts';
import type { StateDatabase } from './database.ts';

/** What a moderator was asked about, or does unasked. Paths are those within the corpus. */
export type PendingChange =
  | {
      readonly kind: 'add';
      /** `stagedFile` holds what becomes the file, and is to be removed when nobody confirms. */
      readonly payload: { readonly path: string; readonly stagedFile: string };
    }
  | { readonly kind: 'remove'; readonly payload: { readonly path: string } }
  | {
      readonly kind: 'withdraw';
      readonly payload: { readonly path: string; readonly correctionId: string };
    }
  | {
      readonly kind: 'correct';
      /** `stagedFile` as above; null where the file stays as it is. */
      readonly payload: {
        readonly path: string;
        readonly correctionId: string;
        readonly stagedFile: string | null;
      };
    }
  | {
      readonly kind: 'restore';
      readonly payload: { readonly path: string; readonly removedId: string };
    }
  | { readonly kind: 'reinstate'; readonly payload: { readonly path: string } };

/** What waits for the confirmation of a moderator. */
export type NewPendingAction = PendingChange & {
  readonly serverId: string;
  /** Who was asked. */
  readonly actorId: string;
  /** Milliseconds since 1970, from which on it is too late. */
  readonly expiresAtMs: number;
};

export type PendingAction = NewPendingAction & {
  /** Sixteen characters that stand in button ids as they are and cannot be guessed. */
  readonly id: string;
};

/** One that is being carried out, or was when the process that did it was killed. */
export type BegunAction = PendingAction & {
  /** Milliseconds since 1970. */
  readonly begunAtMs: number;
  /** The name of who was asked, as it was then: hostile text. */
  readonly begunByName: string;
};

const ID_BYTES = 12;
const MAX_NAME_CHARACTERS = 100;

const COLUMNS =
  'id, server_id AS serverId, actor_id AS actorId, kind, payload, expires_at_ms AS expiresAtMs';
const BEGUN_COLUMNS = `${COLUMNS}, begun_at_ms AS begunAtMs, begun_by AS begunByName`;
const IS_OPEN =
  'id = ? AND server_id = ? AND actor_id = ? AND expires_at_ms > ? AND begun_at_ms IS NULL';

const common = {
  id: v.string(),
  serverId: v.string(),
  actorId: v.string(),
  expiresAtMs: wholeNumber,
};
const row = v.variant('kind', [
  v.object({
    ...common,
    kind: v.literal('add'),
    payload: v.pipe(
      v.string(),
      v.parseJson(),
      v.object({ path: v.string(), stagedFile: v.string() }),
    ),
  }),
  v.object({
    ...common,
    kind: v.literal('remove'),
    payload: v.pipe(v.string(), v.parseJson(), v.object({ path: v.string() })),
  }),
  v.object({
    ...common,
    kind: v.literal('withdraw'),
    payload: v.pipe(
      v.string(),
      v.parseJson(),
      v.object({ path: v.string(), correctionId: v.string() }),
    ),
  }),
  v.object({
    ...common,
    kind: v.literal('correct'),
    payload: v.pipe(
      v.string(),
      v.parseJson(),
      v.object({
        path: v.string(),
        correctionId: v.string(),
        stagedFile: v.nullable(v.string()),
      }),
    ),
  }),
  v.object({
    ...common,
    kind: v.literal('restore'),
    payload: v.pipe(
      v.string(),
      v.parseJson(),
      v.object({ path: v.string(), removedId: v.string() }),
    ),
  }),
  v.object({
    ...common,
    kind: v.literal('reinstate'),
    payload: v.pipe(v.string(), v.parseJson(), v.object({ path: v.string() })),
  }),
]);
const begunRow = v.intersect([row, v.object({ begunAtMs: wholeNumber, begunByName: v.string() })]);

/** The uploaded file of an action, to be removed when nobody confirms; null where it has none. */
export function stagedFileOf(action: PendingChange): string | null {
  return action.kind === 'add' || action.kind === 'correct' ? action.payload.stagedFile : null;
}

/**
 * Questions to moderators that are open, and what is being done because of them, also over a restart of
 * the bot.
 */
export class PendingActions {
  readonly #insert: SqliteStatement;
  readonly #begin: SqliteStatement;
  readonly #selectBegun: SqliteStatement;
  readonly #putBack: SqliteStatement;
  readonly #finish: SqliteStatement;
  readonly #find: SqliteStatement;
  readonly #select: SqliteStatement;
  readonly #takeExpired: SqliteStatement;

  constructor(database: StateDatabase) {
    this.#insert = database.prepare(
      'INSERT INTO pending_actions (id, server_id, actor_id, kind, payload, expires_at_ms) ' +
        'VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#begin = database.prepare(
      'UPDATE pending_actions SET begun_by = ?, begun_at_ms = ? ' +
        `WHERE ${IS_OPEN} RETURNING ${BEGUN_COLUMNS}`,
    );
    this.#selectBegun = database.prepare(
      `SELECT ${BEGUN_COLUMNS} FROM pending_actions WHERE begun_at_ms <= ? ORDER BY begun_at_ms`,
    );
    this.#putBack = database.prepare(
      'UPDATE pending_actions SET begun_by = NULL, begun_at_ms = NULL WHERE id = ?',
    );
    this.#finish = database.prepare('DELETE FROM pending_actions WHERE id = ?');
    this.#find = database.prepare(`SELECT ${COLUMNS} FROM pending_actions WHERE ${IS_OPEN}`);
    this.#select = database.prepare(`SELECT ${COLUMNS} FROM pending_actions`);
    this.#takeExpired = database.prepare(
      'DELETE FROM pending_actions WHERE expires_at_ms <= ? AND begun_at_ms IS NULL ' +
        `RETURNING ${COLUMNS}`,
    );
  }

  create(action: NewPendingAction): PendingAction {
    const id = randomBytes(ID_BYTES).toString('base64url');
    const { serverId, actorId, kind, payload, expiresAtMs } = action;
    this.#insert.run(id, serverId, actorId, kind, JSON.stringify(payload), expiresAtMs);
    return { ...action, id };
  }

  /**
   * Gives an action to who was asked, once; it stays until it is finished, and is open to nobody
   * meanwhile. Null when it was begun or is unknown; also when somebody else was asked, and when it has
   * expired, and then it stays for `expired`.
   */
  begin(
    id: string,
    { serverId, actorId }: Pick<NewPendingAction, 'serverId' | 'actorId'>,
    actorName: string,
    nowMs: number,
  ): BegunAction | null {
    const name = shortened(actorName, MAX_NAME_CHARACTERS);
    return (
      soundRows(begunRow, this.#begin.all(name, nowMs, id, serverId, actorId, nowMs))[0] ?? null
    );
  }

  /** The actions that have been begun until a moment and not finished, in that order. */
  begun(untilMs: number): readonly BegunAction[] {
    return soundRows(begunRow, this.#selectBegun.all(untilMs));
  }

  /** An action that was begun has changed nothing, and is open as before. */
  putBack(id: string): void {
    this.#putBack.run(id);
  }

  /** @returns false where it has been finished before. */
  finish(id: string): boolean {
    return this.#finish.run(id).changes > 0;
  }

  /** An action that `begin` would give; null where that gives none. */
  find(
    id: string,
    { serverId, actorId }: Pick<NewPendingAction, 'serverId' | 'actorId'>,
    nowMs: number,
  ): PendingAction | null {
    return soundRows(row, [this.#find.get(id, serverId, actorId, nowMs)])[0] ?? null;
  }

  /** The uploaded files that wait for a confirmation, to be added, or for `expired`. */
  stagedFiles(): string[] {
    return soundRows(row, this.#select.all()).flatMap((action) => stagedFileOf(action) ?? []);
  }

  /** Removes the actions that nobody confirmed in time; what they have left on disk is to follow. */
  expired(nowMs: number): readonly PendingAction[] {
    return soundRows(row, this.#takeExpired.all(nowMs));
  }
}

import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { SqliteStatement } from '../sqlite.ts';
import { soundRows, wholeNumber } from './columns.ts';
import type { StateDatabase } from './database.ts';

/** What a moderator was asked about. Paths are those within the corpus. */
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
    };

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

const ID_BYTES = 12;

const COLUMNS =
  'id, server_id AS serverId, actor_id AS actorId, kind, payload, expires_at_ms AS expiresAtMs';

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
]);

/** The uploaded file of an action, to be removed when nobody confirms; null where it has none. */
export function stagedFileOf(action: PendingChange): string | null {
  return action.kind === 'add' || action.kind === 'correct' ? action.payload.stagedFile : null;
}

/** Questions to moderators that are open, also over a restart of the bot. */
export class PendingActions {
  readonly #insert: SqliteStatement;
  readonly #take: SqliteStatement;
  readonly #find: SqliteStatement;
  readonly #select: SqliteStatement;
  readonly #takeExpired: SqliteStatement;

  constructor(database: StateDatabase) {
    this.#insert = database.prepare(
      'INSERT INTO pending_actions (id, server_id, actor_id, kind, payload, expires_at_ms) ' +
        'VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#take = database.prepare(
      'DELETE FROM pending_actions WHERE id = ? AND server_id = ? AND actor_id = ? ' +
        `AND expires_at_ms > ? RETURNING ${COLUMNS}`,
    );
    this.#find = database.prepare(
      `SELECT ${COLUMNS} FROM pending_actions WHERE id = ? AND server_id = ? AND actor_id = ? ` +
        'AND expires_at_ms > ?',
    );
    this.#select = database.prepare(`SELECT ${COLUMNS} FROM pending_actions`);
    this.#takeExpired = database.prepare(
      `DELETE FROM pending_actions WHERE expires_at_ms <= ? RETURNING ${COLUMNS}`,
    );
  }

  create(action: NewPendingAction): PendingAction {
    const id = randomBytes(ID_BYTES).toString('base64url');
    const { serverId, actorId, kind, payload, expiresAtMs } = action;
    this.#insert.run(id, serverId, actorId, kind, JSON.stringify(payload), expiresAtMs);
    return { ...action, id };
  }

  /**
   * Gives an action to who was asked, once. Null when it was taken or is unknown; also when
   * somebody else was asked, and when it has expired, and then it stays for `expired`.
   */
  take(
    id: string,
    { serverId, actorId }: Pick<NewPendingAction, 'serverId' | 'actorId'>,
    nowMs: number,
  ): PendingAction | null {
    return soundRows(row, this.#take.all(id, serverId, actorId, nowMs))[0] ?? null;
  }

  /** An action as `take` gives it, which stays; null where that gives none. */
  find(
    id: string,
    { serverId, actorId }: Pick<NewPendingAction, 'serverId' | 'actorId'>,
    nowMs: number,
  ): PendingAction | null {
    return soundRows(row, [this.#find.get(id, serverId, actorId, nowMs)])[0] ?? null;
  }

  /** The uploaded files that wait for a confirmation, or for `expired`. */
  stagedFiles(): string[] {
    return soundRows(row, this.#select.all()).flatMap((action) => stagedFileOf(action) ?? []);
  }

  /** Removes the actions that nobody confirmed in time; what they have left on disk is to follow. */
  expired(nowMs: number): readonly PendingAction[] {
    return soundRows(row, this.#takeExpired.all(nowMs));
  }
}

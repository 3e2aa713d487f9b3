import { createHmac, randomBytes } from 'node:crypto';
import type { SqliteStatement } from '../sqlite.ts';
import type { StateDatabase } from './database.ts';

export interface Vote {
  readonly answerId: string;
  /** The member's id, which is not stored. */
  readonly voterId: string;
  readonly useful: boolean;
}

export interface VoteCount {
  readonly useful: number;
  readonly notUseful: number;
}

const KEY_BYTES = 32;

/**
 * Whether answers were useful. The voter is stored as a hash that differs from answer to answer, so
 * the votes of a member can be told apart from those of others but not put together.
 */
export class FeedbackStore {
  readonly #key: string;
  readonly #upsert: SqliteStatement;
  readonly #count: SqliteStatement;

  constructor(database: StateDatabase) {
    database
      .prepare("INSERT OR IGNORE INTO meta (key, value) VALUES ('voter key', ?)")
      .run(randomBytes(KEY_BYTES).toString('hex'));
    const { value } = database.prepare("SELECT value FROM meta WHERE key = 'voter key'").get() as {
      value: string;
    };
    this.#key = value;
    this.#upsert = database.prepare(
      'INSERT INTO votes (answer_id, voter, useful, article_id, article_sha256, quote_start, quote_end) ' +
        "SELECT id, ?, ?, quotes ->> '$[0].articleId', quotes ->> '$[0].sha256', " +
        "quotes ->> '$[0].start', quotes ->> '$[0].end' FROM answers WHERE id = ? AND json_valid(quotes) " +
        'ON CONFLICT (answer_id, voter) DO UPDATE SET useful = excluded.useful',
    );
    this.#count = database.prepare(
      'SELECT count(*) FILTER (WHERE useful = 1) AS useful, ' +
        'count(*) FILTER (WHERE useful = 0) AS notUseful FROM votes WHERE answer_id = ?',
    );
  }

  /** A member has one vote on an answer; a second takes the place of the first. */
  vote({ answerId, voterId, useful }: Vote): void {
    const voter = createHmac('sha256', this.#key).update(`${answerId} ${voterId}`).digest('hex');
    this.#upsert.run(voter, useful ? 1 : 0, answerId);
  }

  countFor(answerId: string): VoteCount {
    const { useful, notUseful } = this.#count.get(answerId) as VoteCount;
    return { useful, notUseful };
  }
}

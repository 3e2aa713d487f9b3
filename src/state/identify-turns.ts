import type { SqliteStatement } from '../sqlite.ts';
import type { StateDatabase } from './database.ts';

/** Discord takes one in five seconds; a little more, since what is sent may arrive late. */
const BETWEEN_MS = 6000;

/** Turns of the processes of a bot in opening a session with Discord, so that none is turned away. */
export class IdentifyTurns {
  readonly #take: SqliteStatement;

  constructor(database: StateDatabase) {
    // A time to come is one of a clock that was put back.
    this.#take = database.prepare(
      'INSERT INTO meta (key, value) VALUES (:key, :now) ON CONFLICT (key) DO UPDATE ' +
        'SET value = excluded.value WHERE CAST(value AS INTEGER) NOT BETWEEN :now - :between + 1 AND :now',
    );
  }

  /**
   * @param group the shards that have their turns one after another; others do not mind.
   * @param nowMs milliseconds since 1970.
   * @returns whether it is now somebody's turn, which is then taken.
   */
  take(group: number, nowMs: number): boolean {
    const { changes } = this.#take.run({
      key: `identified ${group}`,
      now: nowMs,
      between: BETWEEN_MS,
    });
    return changes > 0;
  }
}

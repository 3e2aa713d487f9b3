import * as v from 'valibot';
import type { SqliteStatement } from '../sqlite.ts';
import type { StateDatabase } from './database.ts';

const keys = v.pipe(v.string(), v.parseJson(), v.array(v.string()));

/** What a process that answers on a shard leaves to the one that goes on for it. */
export class Handovers {
  readonly #put: SqliteStatement;
  readonly #take: SqliteStatement;

  constructor(database: StateDatabase) {
    this.#put = database.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
    this.#take = database.prepare('DELETE FROM meta WHERE key = ? RETURNING value');
  }

  /** @param taken what has been taken on within the last seconds, in the names of `Intake`. */
  leave(shardId: number, taken: readonly string[]): void {
    this.#put.run(nameOf(shardId), JSON.stringify(taken));
  }

  /** Null where nothing was left, since the process before was killed. */
  take(shardId: number): ReadonlySet<string> | null {
    const [row] = this.#take.all(nameOf(shardId)) as { value: string }[];
    const taken = v.safeParse(keys, row?.value);
    return taken.success ? new Set(taken.output) : null;
  }
}

function nameOf(shardId: number): string {
  return `handover of shard ${shardId}`;
}

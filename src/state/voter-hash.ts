import { createHmac, randomBytes } from 'node:crypto';
import type { StateDatabase } from './database.ts';

/** What stands for a voter on an answer. */
export type VoterHash = (answerId: string, voterId: string) => string;

/** Begins what stands for a voter whom nobody, and no hash, can tell any more. */
export const UNKNOWN_VOTER = 'unknown ';

const KEY_BYTES = 32;

/**
 * A hash that differs from answer to answer and from state to state. Its key stands in the state, so
 * whoever holds that can find out whether a member voted on an answer, but not from the votes alone who
 * did.
 */
export function openVoterHash(database: StateDatabase): VoterHash {
  database
    .prepare("INSERT OR IGNORE INTO meta (key, value) VALUES ('voter key', ?)")
    .run(randomBytes(KEY_BYTES).toString('hex'));
  const { value: key } = database
    .prepare("SELECT value FROM meta WHERE key = 'voter key'")
    .get() as { value: string };
  return (answerId, voterId) =>
    createHmac('sha256', key).update(`${answerId} ${voterId}`).digest('hex');
}

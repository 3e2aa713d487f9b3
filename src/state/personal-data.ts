import * as v from 'valibot';
import type { SqliteStatement } from '../sqlite.ts';
import { flag, soundRows, wholeNumber } from './columns.ts';
import type { StateDatabase } from './database.ts';
import { inTransaction, overwriteRemoved } from './transaction.ts';
import { openVoterHash, UNKNOWN_VOTER, type VoterHash } from './voter-hash.ts';

/** A question that a member asked and that is kept, with the answer to it. */
export interface KeptQuestion {
  readonly question: string;
  /** Milliseconds since 1970. */
  readonly askedAtMs: number;
  /** Null in direct messages. */
  readonly serverId: string | null;
  readonly channelId: string;
  readonly isPrivate: boolean;
}

/** What is stored about a member on all servers. */
export interface StoredAboutMember {
  /** Newest first. */
  readonly questions: readonly KeptQuestion[];
  /** How many of the questions belong to a conversation that has not ended. */
  readonly turns: number;
  /** Votes on answers that are still kept; older ones cannot be told from those of others. */
  readonly votes: number;
  /** Servers on which the member does not want to be answered unasked. */
  readonly mutedOn: readonly string[];
  /** Entries of the log of what moderators do, which stay. */
  readonly deeds: number;
}

/** How much was removed. */
export interface Forgotten {
  readonly questions: number;
  readonly votes: number;
  readonly mutes: number;
}

const keptQuestion = v.object({
  question: v.string(),
  askedAtMs: wholeNumber,
  serverId: v.nullable(v.string()),
  channelId: v.string(),
  isPrivate: flag,
});

/** What members can learn about what is stored about them, and have removed. */
export class PersonalData {
  readonly #database: StateDatabase;
  readonly #voterOn: VoterHash;
  readonly #selectQuestions: SqliteStatement;
  readonly #countTurns: SqliteStatement;
  readonly #selectVotedAnswers: SqliteStatement;
  readonly #selectVote: SqliteStatement;
  readonly #selectMutes: SqliteStatement;
  readonly #countDeeds: SqliteStatement;
  readonly #deleteQuestions: SqliteStatement;
  readonly #deleteVote: SqliteStatement;
  readonly #deleteMutes: SqliteStatement;

  constructor(database: StateDatabase) {
    this.#database = database;
    this.#voterOn = openVoterHash(database);
    this.#selectQuestions = database.prepare(
      'SELECT question, asked_at_ms AS askedAtMs, server_id AS serverId, channel_id AS channelId, ' +
        'is_private AS isPrivate FROM answers WHERE asker_id = ? ORDER BY asked_at_ms DESC',
    );
    this.#countTurns = database.prepare(
      'SELECT count(*) AS count FROM answers JOIN turns ON turns.answer_id = id WHERE asker_id = ? ' +
        'AND (previous_answer_id IS NOT NULL ' +
        'OR id IN (SELECT later.previous_answer_id FROM turns AS later))',
    );
    this.#selectVotedAnswers = database.prepare(
      `SELECT DISTINCT answer_id AS answerId FROM votes WHERE voter NOT LIKE '${UNKNOWN_VOTER}%'`,
    );
    this.#selectVote = database.prepare('SELECT 1 FROM votes WHERE answer_id = ? AND voter = ?');
    this.#selectMutes = database.prepare(
      'SELECT server_id AS serverId FROM mutes WHERE member_id = ? ORDER BY server_id',
    );
    this.#countDeeds = database.prepare(
      'SELECT count(*) AS count FROM audit_entries WHERE actor_id = ?',
    );
    this.#deleteQuestions = database.prepare('DELETE FROM answers WHERE asker_id = ?');
    this.#deleteVote = database.prepare('DELETE FROM votes WHERE answer_id = ? AND voter = ?');
    this.#deleteMutes = database.prepare('DELETE FROM mutes WHERE member_id = ?');
  }

  of(memberId: string): StoredAboutMember {
    const mutes = this.#selectMutes.all(memberId) as { serverId: string }[];
    return {
      questions: soundRows(keptQuestion, this.#selectQuestions.all(memberId)),
      turns: countIn(this.#countTurns.get(memberId)),
      votes: this.#votesOf(memberId).length,
      mutedOn: mutes.map(({ serverId }) => serverId),
      deeds: countIn(this.#countDeeds.get(memberId)),
    };
  }

  /** Removes all of it but the log, which is there to be kept; on disk it is overwritten. */
  forget(memberId: string): Forgotten {
    const forgotten = inTransaction(this.#database, () => {
      // While the answers are there, or their votes would not be found.
      const votes = this.#votesOf(memberId);
      for (const { answerId, voter } of votes) this.#deleteVote.run(answerId, voter);
      return {
        votes: votes.length,
        // Turns go with their answers.
        questions: this.#deleteQuestions.run(memberId).changes,
        mutes: this.#deleteMutes.run(memberId).changes,
      };
    });
    overwriteRemoved(this.#database);
    return forgotten;
  }

  /** Tries the hash of the member on every answer that was voted on. */
  #votesOf(memberId: string): { answerId: string; voter: string }[] {
    const voted = this.#selectVotedAnswers.all() as { answerId: string }[];
    return voted
      .map(({ answerId }) => ({ answerId, voter: this.#voterOn(answerId, memberId) }))
      .filter(({ answerId, voter }) => this.#selectVote.get(answerId, voter) !== undefined);
  }
}

function countIn(row: unknown): number {
  return (row as { count: number }).count;
}

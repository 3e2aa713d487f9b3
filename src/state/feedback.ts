import * as v from 'valibot';
import type { ExcerptReference } from '../quotes/library.ts';
import type { SqliteStatement } from '../sqlite.ts';
import { soundRows, wholeNumber } from './columns.ts';
import type { StateDatabase } from './database.ts';
import { openVoterHash, UNKNOWN_VOTER, type VoterHash } from './voter-hash.ts';

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

/** Votes on answers that quoted a passage first. */
export type PassageVotes = VoteCount & ExcerptReference;

/** Votes on the answers to a question, as long as the question is kept. */
export interface QuestionVotes extends VoteCount {
  readonly question: string;
  /** When it was asked last, in milliseconds since 1970. */
  readonly askedAtMs: number;
}

/** Votes on a passage as the answer to a question. */
export type QuestionPassageVotes = PassageVotes & { readonly question: string };

const COUNTS =
  'count(*) FILTER (WHERE useful = 1) AS useful, count(*) FILTER (WHERE useful = 0) AS notUseful';
const PASSAGE =
  'article_id AS articleId, article_sha256 AS sha256, quote_start AS start, quote_end AS end';

const counts = { useful: wholeNumber, notUseful: wholeNumber };
const passage = {
  articleId: v.string(),
  sha256: v.string(),
  start: wholeNumber,
  end: wholeNumber,
};
const passageVotes = v.object({ ...counts, ...passage });
const questionVotes = v.object({ ...counts, question: v.string(), askedAtMs: wholeNumber });
const questionPassageVotes = v.object({ ...counts, ...passage, question: v.string() });

/**
 * Whether answers were useful. A question is not stored with its votes: it is that of the answer, and is
 * forgotten with it.
 */
export class FeedbackStore {
  readonly #voterOn: VoterHash;
  readonly #upsert: SqliteStatement;
  readonly #count: SqliteStatement;
  readonly #selectByPassage: SqliteStatement;
  readonly #selectByQuestion: SqliteStatement;
  readonly #selectByQuestionAndPassage: SqliteStatement;
  readonly #unlink: SqliteStatement;

  constructor(database: StateDatabase) {
    this.#voterOn = openVoterHash(database);
    this.#upsert = database.prepare(
      'INSERT INTO votes (answer_id, voter, useful, article_id, article_sha256, quote_start, quote_end) ' +
        "SELECT id, ?, ?, quotes ->> '$[0].articleId', quotes ->> '$[0].sha256', " +
        "quotes ->> '$[0].start', quotes ->> '$[0].end' FROM answers WHERE id = ? AND json_valid(quotes) " +
        'ON CONFLICT (answer_id, voter) DO UPDATE SET useful = excluded.useful',
    );
    this.#count = database.prepare(`SELECT ${COUNTS} FROM votes WHERE answer_id = ?`);
    this.#selectByPassage = database.prepare(
      `SELECT ${PASSAGE}, ${COUNTS} FROM votes WHERE article_id IS NOT NULL ` +
        'GROUP BY article_id, article_sha256, quote_start, quote_end ' +
        'ORDER BY count(*) DESC, article_id, quote_start LIMIT ?',
    );
    this.#selectByQuestion = database.prepare(
      `SELECT question, max(asked_at_ms) AS askedAtMs, ${COUNTS} FROM votes ` +
        'JOIN answers ON answers.id = answer_id WHERE server_id = ? AND is_private = 0 ' +
        'GROUP BY question ORDER BY askedAtMs DESC LIMIT ?',
    );
    // A question alone does not say what dates or outlet were asked for, nor what was asked before.
    this.#selectByQuestionAndPassage = database.prepare(
      `SELECT question, ${PASSAGE}, ${COUNTS} FROM votes JOIN answers ON answers.id = answer_id ` +
        'WHERE id NOT IN (SELECT answer_id FROM turns WHERE is_follow_up = 1) ' +
        "AND server_id IS NOT NULL AND is_private = 0 AND filters = '{}' " +
        'AND article_id IS NOT NULL ' +
        'GROUP BY question, article_id, article_sha256, quote_start, quote_end ' +
        'ORDER BY question, useful DESC, article_id, quote_start',
    );
    this.#unlink = database.prepare(
      `UPDATE votes SET voter = '${UNKNOWN_VOTER}' || hex(randomblob(16)) ` +
        `WHERE voter NOT LIKE '${UNKNOWN_VOTER}%' AND answer_id NOT IN (SELECT id FROM answers)`,
    );
  }

  /** A member has one vote on an answer; a second takes the place of the first. */
  vote({ answerId, voterId, useful }: Vote): void {
    this.#upsert.run(this.#voterOn(answerId, voterId), useful ? 1 : 0, answerId);
  }

  countFor(answerId: string): VoteCount {
    const { useful, notUseful } = this.#count.get(answerId) as VoteCount;
    return { useful, notUseful };
  }

  /** The passages that were voted on, those with the most votes first. */
  byPassage({ limit }: { readonly limit: number }): readonly PassageVotes[] {
    return soundRows(passageVotes, this.#selectByPassage.all(limit));
  }

  /**
   * The questions of a server that were voted on, the one asked last first, each wording for itself;
   * without those that were asked privately.
   */
  byQuestion(serverId: string, { limit }: { readonly limit: number }): readonly QuestionVotes[] {
    return soundRows(questionVotes, this.#selectByQuestion.all(serverId, limit));
  }

  /**
   * What was voted on which passage as the answer to which question, question by question; without
   * what was asked privately, in direct messages, with filters or as a follow-up.
   */
  byQuestionAndPassage(): readonly QuestionPassageVotes[] {
    return soundRows(questionPassageVotes, this.#selectByQuestionAndPassage.all());
  }

  /**
   * Makes it impossible to find out who voted on answers that are gone. Nobody can vote on them any
   * more, so the counts are all that is needed.
   */
  unlinkVoters(): void {
    this.#unlink.run();
  }
}

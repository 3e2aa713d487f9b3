import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { SqliteStatement } from '../sqlite.ts';
import { ANSWER_COLUMNS, answerRow, type StoredAnswer } from './answers.ts';
import { soundRows, wholeNumber } from './columns.ts';
import type { StateDatabase } from './database.ts';
import { inTransaction } from './transaction.ts';

/** What has happened to an article that answers have quoted. */
export interface NewCorrection {
  readonly kind: 'withdrawn' | 'corrected';
  /** Of the file in the corpus. */
  readonly path: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Why, or what has changed; null where nobody said. */
  readonly note: string | null;
  /** Where the moderator is who said so. */
  readonly serverId: string;
  /** Milliseconds since 1970. */
  readonly proposedAtMs: number;
}

export type StoredCorrection = NewCorrection & {
  /** Sixteen characters that stand in button ids as they are and cannot be guessed. */
  readonly id: string;
};

/** A quote of an answer, or what it has a figure from, that is no longer what the article says. */
export interface OutdatedPassage {
  readonly kind: NewCorrection['kind'];
  /** Of the article as it was quoted, with the range there. */
  readonly path: string;
  readonly start: number;
  readonly end: number;
  /** What was quoted, to the letter. */
  readonly before: string;
  /** What the article says in its place, to the letter; null where it says nothing of the kind. */
  readonly now: string | null;
  /**
   * Of a figure, its row in the answer's table, from 1 on; null for what a later article says, as the
   * answer notes above its quotes; undefined for a quote.
   */
  readonly row?: number | null | undefined;
}

/** An answer that all can see, and its message. */
export interface PublicAnswer {
  readonly answer: StoredAnswer;
  readonly serverId: string;
  readonly channelId: string;
  readonly messageId: string;
}

/** An answer, and what of it is outdated. */
export interface ConcernedAnswer {
  readonly answerId: string;
  readonly passages: readonly OutdatedPassage[];
}

/**
 * How far an answer is: part of a proposal, waiting for its turn, being replied to, or done with:
 * changed, replied to, gone from Discord, or out of the bot's reach there.
 */
const ANSWER_STATES = [
  'proposed',
  'waiting',
  'replying',
  'edited',
  'replied',
  'gone',
  'out_of_reach',
] as const;

export type AnswerState = (typeof ANSWER_STATES)[number];

/** An answer that a correction concerns. */
export interface CorrectedAnswer {
  readonly id: number;
  readonly state: AnswerState;
  /** Since when it is in that state; milliseconds since 1970. */
  readonly changedAtMs: number;
  readonly askedAtMs: number;
  readonly serverId: string;
  readonly channelId: string;
  readonly messageId: string;
  readonly passages: readonly OutdatedPassage[];
}

const ID_BYTES = 12;

const kinds = v.picklist(['withdrawn', 'corrected']);
const correctionRow = v.object({
  id: v.string(),
  kind: kinds,
  path: v.string(),
  day: v.string(),
  note: v.nullable(v.string()),
  serverId: v.string(),
  proposedAtMs: wholeNumber,
});
const passages = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(
    v.object({
      kind: kinds,
      path: v.string(),
      start: wholeNumber,
      end: wholeNumber,
      before: v.string(),
      now: v.nullable(v.string()),
      row: v.optional(v.nullable(wholeNumber)),
    }),
  ),
);
const answerOfCorrection = v.object({
  id: wholeNumber,
  state: v.picklist(ANSWER_STATES),
  changedAtMs: wholeNumber,
  askedAtMs: wholeNumber,
  serverId: v.string(),
  channelId: v.string(),
  messageId: v.string(),
  passages,
});

const CORRECTION =
  'id, kind, path, day, note, server_id AS serverId, proposed_at_ms AS proposedAtMs';
const ANSWER =
  'corrected_answers.id, corrected_answers.state, corrected_answers.changed_at_ms AS changedAtMs, ' +
  'answers.asked_at_ms AS askedAtMs, answers.server_id AS serverId, ' +
  'turns.channel_id AS channelId, turns.message_id AS messageId, passages';
const JOINED =
  'corrected_answers JOIN answers ON answers.id = corrected_answers.answer_id ' +
  'JOIN turns ON turns.answer_id = answers.id';

/**
 * Corrections of articles on their way to the answers that quoted them. What an answer needs is
 * forgotten with the answer.
 */
export class CorrectionStore {
  readonly #database: StateDatabase;
  readonly #selectQuoting: SqliteStatement;
  readonly #selectDone: SqliteStatement;
  readonly #insert: SqliteStatement;
  readonly #insertAnswer: SqliteStatement;
  readonly #deleteAnswers: SqliteStatement;
  readonly #callOff: SqliteStatement;
  readonly #select: SqliteStatement;
  readonly #selectAnswers: SqliteStatement;
  readonly #begin: SqliteStatement;
  readonly #beginAnswers: SqliteStatement;
  readonly #selectNext: SqliteStatement;
  readonly #settle: SqliteStatement;
  readonly #selectBegun: SqliteStatement;
  readonly #count: SqliteStatement;
  readonly #finish: SqliteStatement;
  readonly #deleteProposals: SqliteStatement;
  readonly #deleteOrphans: SqliteStatement;

  constructor(database: StateDatabase) {
    this.#database = database;
    this.#selectQuoting = database.prepare(
      `SELECT ${ANSWER_COLUMNS}, turns.channel_id AS placeId, turns.message_id AS messageId ` +
        'FROM answers JOIN turns ON turns.answer_id = answers.id WHERE is_private = 0 ' +
        'AND answers.server_id IS NOT NULL AND message_id IS NOT NULL AND asked_at_ms >= ?1 ' +
        'AND (instr(quotes || reports, ?2) > 0 OR instr(quotes || reports, ?3) > 0) ' +
        'ORDER BY asked_at_ms, answers.id',
    );
    this.#selectDone = database.prepare(
      'SELECT passages FROM corrected_answers WHERE answer_id = ? ' +
        "AND state IN ('waiting', 'replying', 'edited', 'replied') ORDER BY id",
    );
    this.#insert = database.prepare(
      'INSERT INTO corrections (id, kind, path, day, note, server_id, proposed_at_ms, state) ' +
        "VALUES (?, ?, ?, ?, ?, ?, ?, 'proposed')",
    );
    this.#insertAnswer = database.prepare(
      'INSERT INTO corrected_answers (correction_id, answer_id, passages, state, changed_at_ms) ' +
        "SELECT ?1, id, ?3, 'proposed', ?4 FROM answers WHERE id = ?2",
    );
    this.#deleteAnswers = database.prepare(
      "DELETE FROM corrected_answers WHERE correction_id = ? AND state = 'proposed'",
    );
    this.#callOff = database.prepare(
      "DELETE FROM corrected_answers WHERE state = 'waiting' AND correction_id IN " +
        "(SELECT id FROM corrections WHERE path = ? AND kind = 'withdrawn' AND state = 'begun')",
    );
    this.#select = database.prepare(`SELECT ${CORRECTION} FROM corrections WHERE id = ?`);
    this.#selectAnswers = database.prepare(
      `SELECT ${ANSWER} FROM ${JOINED} WHERE correction_id = ? ORDER BY corrected_answers.id`,
    );
    this.#begin = database.prepare(
      "UPDATE corrections SET state = 'begun' WHERE id = ? AND state = 'proposed'",
    );
    this.#beginAnswers = database.prepare(
      "UPDATE corrected_answers SET state = 'waiting', changed_at_ms = ? " +
        "WHERE correction_id = ? AND state = 'proposed'",
    );
    this.#selectNext = database.prepare(
      `SELECT ${ANSWER} FROM ${JOINED} WHERE correction_id = ? ` +
        "AND corrected_answers.state IN ('waiting', 'replying') " +
        'ORDER BY corrected_answers.id LIMIT 1',
    );
    this.#settle = database.prepare(
      'UPDATE corrected_answers SET state = ?, changed_at_ms = ? WHERE id = ?',
    );
    this.#selectBegun = database.prepare(
      `SELECT ${CORRECTION} FROM corrections WHERE state = 'begun' ORDER BY rowid`,
    );
    this.#count = database.prepare(
      'SELECT state, count(*) AS count FROM corrected_answers WHERE correction_id = ? GROUP BY state',
    );
    this.#finish = database.prepare('DELETE FROM corrections WHERE id = ?');
    this.#deleteProposals = database.prepare(
      "DELETE FROM corrections WHERE state = 'proposed' AND (id = ?1 OR proposed_at_ms < ?2 AND " +
        'NOT EXISTS (SELECT 1 FROM pending_actions WHERE begun_at_ms IS NOT NULL ' +
        "AND json_extract(payload, '$.correctionId') = corrections.id))",
    );
    this.#deleteOrphans = database.prepare(
      "DELETE FROM corrected_answers WHERE state = 'proposed' " +
        'AND correction_id NOT IN (SELECT id FROM corrections)',
    );
  }

  /**
   * The answers on servers, seen by all, that may have quoted a file or have figures from it, oldest
   * first. Some of them may have quoted others only.
   *
   * @param quoted.articleId the id that the file has where it holds one article.
   */
  answersQuoting(
    quoted: { readonly path: string; readonly articleId: string },
    sinceMs: number,
  ): readonly PublicAnswer[] {
    const inJson = JSON.stringify(quoted.path).slice(1, -1);
    const rows = this.#selectQuoting.all(sinceMs, inJson, quoted.articleId) as object[];
    return rows.flatMap((row) => {
      const [answer] = soundRows(answerRow, [row]);
      const { placeId, messageId } = row as { placeId: string; messageId: string };
      if (answer === undefined || answer.serverId === null) return [];
      return [{ answer, serverId: answer.serverId, channelId: placeId, messageId }];
    });
  }

  /** What the readers of an answer have been told already, or are about to be, the last thing last. */
  toldOf(answerId: string): readonly OutdatedPassage[] {
    return soundRows(v.object({ passages }), this.#selectDone.all(answerId)).flatMap(
      (row) => row.passages,
    );
  }

  /** Keeps a correction and the answers that it concerns until a moderator decides. */
  propose(correction: NewCorrection, concerned: readonly ConcernedAnswer[]): StoredCorrection {
    const id = randomBytes(ID_BYTES).toString('base64url');
    const { kind, path, day, note, serverId, proposedAtMs } = correction;
    inTransaction(this.#database, () => {
      this.#insert.run(id, kind, path, day, note, serverId, proposedAtMs);
      this.#insertAnswers(id, concerned, proposedAtMs);
    });
    return { ...correction, id };
  }

  /**
   * The answers that a proposal concerns by now, in the place of those that it concerned before. Takes
   * several statements: to be called within a transaction.
   */
  setAnswers(id: string, concerned: readonly ConcernedAnswer[], nowMs: number): void {
    this.#deleteAnswers.run(id);
    this.#insertAnswers(id, concerned, nowMs);
  }

  find(id: string): StoredCorrection | null {
    return soundRows(correctionRow, [this.#select.get(id)])[0] ?? null;
  }

  /** The answers of a correction in the order in which they are corrected; without those forgotten. */
  answersOf(id: string): readonly CorrectedAnswer[] {
    return soundRows(answerOfCorrection, this.#selectAnswers.all(id));
  }

  /**
   * A moderator has confirmed: from now on it goes on until it is done, over restarts too. Takes several
   * statements, as above.
   */
  begin(id: string, nowMs: number): void {
    this.#begin.run(id);
    this.#beginAnswers.run(nowMs, id);
  }

  /** The answer whose turn it is; null where a correction has none left. */
  next(id: string): CorrectedAnswer | null {
    return soundRows(answerOfCorrection, [this.#selectNext.get(id)])[0] ?? null;
  }

  /** Corrections that have been begun and not finished, in the order of their proposal. */
  begun(): readonly StoredCorrection[] {
    return soundRows(correctionRow, this.#selectBegun.all());
  }

  settle(answer: Pick<CorrectedAnswer, 'id'>, state: AnswerState, nowMs: number): void {
    this.#settle.run(state, nowMs, answer.id);
  }

  /** How many answers of a correction are in each state. */
  countOf(id: string): Readonly<Partial<Record<AnswerState, number>>> {
    const rows = this.#count.all(id) as { state: AnswerState; count: number }[];
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  }

  /** No answer is left to correct; what they have been told stays known. */
  finish(id: string): void {
    this.#finish.run(id);
  }

  /** The withdrawal of a file is taken back: answers that do not say it yet are not to say it. */
  callOff(path: string): void {
    this.#callOff.run(path);
  }

  /** Forgets a proposal that a moderator has decided against. */
  discard(id: string): void {
    this.#forget(id, 0);
  }

  /** Forgets proposals that nobody has decided about; not what a decision is being carried out on. */
  discardOlderThan(timeMs: number): void {
    this.#forget(null, timeMs);
  }

  #insertAnswers(id: string, concerned: readonly ConcernedAnswer[], nowMs: number): void {
    for (const { answerId, passages: outdated } of concerned) {
      this.#insertAnswer.run(id, answerId, JSON.stringify(outdated), nowMs);
    }
  }

  #forget(id: string | null, timeMs: number): void {
    this.#deleteProposals.run(id, timeMs);
    this.#deleteOrphans.run();
  }
}

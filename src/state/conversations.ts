import * as v from 'valibot';
import type { SqliteStatement } from '../sqlite.ts';
import { ANSWER_COLUMNS, answerRow, type StoredAnswer } from './answers.ts';
import { soundRows, wholeNumber } from './columns.ts';
import type { StateDatabase } from './database.ts';
import { inTransaction, overwriteRemoved } from './transaction.ts';

/** An answer that was given, as a turn of a conversation. */
export interface Turn {
  readonly answerId: string;
  /** The conversation that the answer continues; null for one that it begins. */
  readonly conversationId: string | null;
  /** The channel or thread that the answer stands in. */
  readonly channelId: string;
  /** The bot's message with the answer; null where only the asker sees it. */
  readonly messageId: string | null;
  /** The member's message that asked; null for commands, forms and buttons. */
  readonly questionMessageId: string | null;
  /** The message that the words of the question were taken from, where it is another one. */
  readonly sourceMessageId?: string | null;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

/** The answer to a message of a member, and where it stands. */
export type AnswerToQuestion = Pick<Turn, 'answerId' | 'conversationId' | 'channelId' | 'atMs'> & {
  readonly messageId: string;
};

/** Where an answer stands. */
export type AnswerPlace = Pick<AnswerToQuestion, 'channelId' | 'messageId'>;

/** The last answer of a channel that all can see. */
export interface LatestAnswer {
  readonly answer: StoredAnswer;
  readonly messageId: string;
  readonly atMs: number;
}

const conversation = v.object({ conversationId: v.string() });
const answerToQuestion = v.object({
  answerId: v.string(),
  conversationId: v.nullable(v.string()),
  channelId: v.string(),
  messageId: v.string(),
  atMs: wholeNumber,
});
const answerPlace = v.object({ channelId: v.string(), messageId: v.string() });
const latestAnswer = v.object({ messageId: v.string(), atMs: wholeNumber });

/**
 * Answers as turns of conversations. A conversation is known by the id of its last answer: it is that
 * answer with those that it followed, so replies to one and the same answer part ways there and do not
 * mix. Every answer has its turn here, or it could not be forgotten with its message.
 */
export class ConversationStore {
  readonly #database: StateDatabase;
  readonly #insert: SqliteStatement;
  readonly #relinkTurns: SqliteStatement;
  readonly #relinkThreads: SqliteStatement;
  readonly #deleteReplaced: SqliteStatement;
  readonly #selectByMessage: SqliteStatement;
  readonly #selectByThread: SqliteStatement;
  readonly #upsertThread: SqliteStatement;
  readonly #selectThread: SqliteStatement;
  readonly #selectTurns: SqliteStatement;
  readonly #selectByQuestion: SqliteStatement;
  readonly #selectPlaces: SqliteStatement;
  readonly #selectLatest: SqliteStatement;
  readonly #unlinkOlder: SqliteStatement;

  constructor(database: StateDatabase) {
    this.#database = database;
    // Without a turn where the answer was removed in the meantime, and without a link to one that was.
    this.#insert = database.prepare(
      'INSERT INTO turns (answer_id, previous_answer_id, is_follow_up, channel_id, message_id, ' +
        'question_message_id, source_message_id, at_ms) ' +
        'SELECT id, (SELECT answer_id FROM turns WHERE answer_id = ?2), ?2 IS NOT NULL, ' +
        '?3, ?4, ?5, ?6, ?7 FROM answers WHERE id = ?1',
    );
    const replaced = '(SELECT answer_id FROM turns WHERE message_id = ?2 AND answer_id <> ?1)';
    this.#relinkTurns = database.prepare(
      `UPDATE turns SET previous_answer_id = ?1 WHERE previous_answer_id IN ${replaced}`,
    );
    this.#relinkThreads = database.prepare(
      `UPDATE own_threads SET answer_id = ?1 WHERE answer_id IN ${replaced}`,
    );
    this.#deleteReplaced = database.prepare(`DELETE FROM answers WHERE id IN ${replaced}`);
    this.#selectByMessage = database.prepare(
      'SELECT answer_id AS conversationId FROM turns WHERE message_id = ?',
    );
    this.#selectByThread = database.prepare(
      'SELECT answer_id AS conversationId FROM turns WHERE channel_id = ?1 OR answer_id = ' +
        '(SELECT answer_id FROM own_threads WHERE thread_id = ?1) ' +
        'ORDER BY channel_id = ?1 DESC, at_ms DESC LIMIT 1',
    );
    this.#upsertThread = database.prepare(
      'INSERT INTO own_threads (thread_id, answer_id) VALUES (?, ?) ' +
        'ON CONFLICT (thread_id) DO UPDATE SET answer_id = excluded.answer_id',
    );
    this.#selectThread = database.prepare('SELECT 1 FROM own_threads WHERE thread_id = ?');
    this.#selectTurns = database.prepare(
      'WITH RECURSIVE chain (answer_id, previous_answer_id, depth) AS (' +
        'SELECT answer_id, previous_answer_id, 1 FROM turns WHERE answer_id = ?1 AND at_ms >= ?2 ' +
        'UNION ALL SELECT turns.answer_id, turns.previous_answer_id, depth + 1 FROM chain ' +
        'JOIN turns ON turns.answer_id = chain.previous_answer_id WHERE at_ms >= ?2 AND depth < ?3) ' +
        `SELECT ${ANSWER_COLUMNS} FROM chain JOIN answers ON id = answer_id ORDER BY depth DESC`,
    );
    this.#selectByQuestion = database.prepare(
      'SELECT answer_id AS answerId, previous_answer_id AS conversationId, channel_id AS channelId, ' +
        'message_id AS messageId, at_ms AS atMs FROM turns WHERE question_message_id = ? ' +
        'AND message_id IS NOT NULL ORDER BY at_ms DESC LIMIT 1',
    );
    this.#selectPlaces = database.prepare(
      'WITH RECURSIVE asked (id) AS (' +
        'SELECT answer_id FROM turns WHERE question_message_id = ?1 OR source_message_id = ?1 ' +
        'UNION SELECT answers.id FROM answers JOIN asked ON answers.origin_id = asked.id) ' +
        'SELECT channel_id AS channelId, message_id AS messageId FROM turns ' +
        'JOIN asked ON answer_id = asked.id WHERE message_id IS NOT NULL',
    );
    this.#selectLatest = database.prepare(
      `SELECT ${ANSWER_COLUMNS}, turns.message_id AS messageId, turns.at_ms AS atMs FROM turns ` +
        'JOIN answers ON id = answer_id WHERE turns.channel_id = ? AND message_id IS NOT NULL ' +
        'AND is_private = 0 ORDER BY at_ms DESC LIMIT 1',
    );
    this.#unlinkOlder = database.prepare(
      'UPDATE turns SET previous_answer_id = NULL ' +
        'WHERE at_ms < ? AND previous_answer_id IS NOT NULL',
    );
  }

  /**
   * Adds an answer that was given. One that stood in the same message before, as when the question was
   * edited, is forgotten, and this one takes its place in the conversation.
   *
   * @returns the conversation that now ends with the answer.
   */
  record(turn: Turn): string {
    const { answerId, conversationId, channelId, messageId, questionMessageId, atMs } = turn;
    const { sourceMessageId = null } = turn;
    const replaced = inTransaction(this.#database, () => {
      this.#insert.run(
        answerId,
        conversationId,
        channelId,
        messageId,
        questionMessageId,
        sourceMessageId,
        atMs,
      );
      this.#relinkTurns.run(answerId, messageId);
      this.#relinkThreads.run(answerId, messageId);
      return this.#deleteReplaced.run(answerId, messageId).changes;
    });
    if (replaced > 0) overwriteRemoved(this.#database);
    return answerId;
  }

  /** The conversation up to the answer that a message of the bot holds; null for other messages. */
  ofMessage(messageId: string): string | null {
    return this.#conversation(this.#selectByMessage.get(messageId));
  }

  /**
   * The conversation up to the last answer in a thread; where there is none yet, up to the answer that
   * the thread was opened from.
   */
  ofThread(threadId: string): string | null {
    return this.#conversation(this.#selectByThread.get(threadId));
  }

  /** Notes that the bot has opened a thread to continue a conversation. */
  openThread(conversationId: string, threadId: string): void {
    this.#upsertThread.run(threadId, conversationId);
  }

  /** Whether the bot has opened the thread. */
  isOwnThread(threadId: string): boolean {
    return this.#selectThread.get(threadId) !== undefined;
  }

  /**
   * The last turns of a conversation, oldest first.
   *
   * @param options.limit at least 1.
   * @param options.sinceMs what was answered before is over, and so is what came before that.
   */
  turns(
    conversationId: string,
    { limit, sinceMs }: { readonly limit: number; readonly sinceMs: number },
  ): readonly StoredAnswer[] {
    return soundRows(answerRow, this.#selectTurns.all(conversationId, sinceMs, limit));
  }

  /** The answer that a message of a member was given, for when it is edited. */
  answerToQuestion(questionMessageId: string): AnswerToQuestion | null {
    const rows = this.#selectByQuestion.all(questionMessageId);
    return soundRows(answerToQuestion, rows)[0] ?? null;
  }

  /** Where the answers stand that a message asked for or gave the words for, for when it is deleted. */
  placesOfAnswersTo(messageId: string): readonly AnswerPlace[] {
    return soundRows(answerPlace, this.#selectPlaces.all(messageId));
  }

  /** The last answer in a channel that all see, so that the same is not answered twice in a row. */
  latestIn(channelId: string): LatestAnswer | null {
    const rows = this.#selectLatest.all(channelId);
    const [answer] = soundRows(answerRow, rows);
    const [place] = soundRows(latestAnswer, rows);
    return answer === undefined || place === undefined ? null : { answer, ...place };
  }

  /** Forgets which turns belonged together where they are older than a time; answers stay. */
  endBefore(timeMs: number): void {
    if (this.#unlinkOlder.run(timeMs).changes > 0) overwriteRemoved(this.#database);
  }

  #conversation(row: unknown): string | null {
    const found = v.safeParse(conversation, row);
    return found.success ? found.output.conversationId : null;
  }
}

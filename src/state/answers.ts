import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { TextRange } from '../corpus/article.ts';
import { isCalendarDate } from '../corpus/calendar-date.ts';
import type { Filters } from '../retrieval/filters.ts';
import type { SqliteStatement } from '../sqlite.ts';
import { flag, wholeNumber } from './columns.ts';
import type { StateDatabase } from './database.ts';
import { overwriteRemoved } from './transaction.ts';

/**
 * Where a quote of an answer stands, in which version of the article, and what it said. What is shown
 * again as a quote is taken from the index; the words here tell what was quoted when that is gone.
 */
export interface StoredQuote extends TextRange {
  readonly articleId: string;
  /** Of the article's text, which may have changed since. */
  readonly sha256: string;
  readonly score: number;
  readonly highlights: readonly TextRange[];
  /** The quote to the letter; not known of answers of older versions of Verbatim. */
  readonly text?: string | undefined;
  /** Of the article at the time; not known where the text is not. */
  readonly path?: string | undefined;
}

/** Where a figure of an answer's table stands, or what a later article says. */
export interface StoredReport extends Omit<StoredQuote, 'score'> {
  /** The figure itself, as a range of the article within the quote. */
  readonly figure: TextRange;
  /** Whether it is from after the day that the answer was limited to, and so no row of the table. */
  readonly isLater: boolean;
}

/** What the buttons under an answer need to know. */
export interface StoredAnswer {
  /** Twelve characters that stand in addresses and button ids as they are and cannot be guessed. */
  readonly id: string;
  readonly askerId: string;
  /** Null in direct messages. */
  readonly serverId: string | null;
  readonly channelId: string;
  readonly question: string;
  readonly filters: Filters;
  readonly quotes: readonly StoredQuote[];
  /** In the order of their buttons; none in most answers. */
  readonly reports: readonly StoredReport[];
  readonly isPrivate: boolean;
  /** Milliseconds since 1970. */
  readonly askedAtMs: number;
}

const ID_BYTES = 9;

const day = v.optional(v.pipe(v.string(), v.check(isCalendarDate)));
const range = v.object({ start: wholeNumber, end: wholeNumber });
const reference = {
  articleId: v.string(),
  sha256: v.string(),
  start: wholeNumber,
  end: wholeNumber,
  highlights: v.array(range),
  text: v.optional(v.string()),
  path: v.optional(v.string()),
};
const storedQuotes = v.array(v.object({ ...reference, score: v.number() }));
const storedReports = v.array(v.object({ ...reference, figure: range, isLater: v.boolean() }));

/** What `answerRow` reads, of a statement that may name other tables too. */
export const ANSWER_COLUMNS =
  'answers.id, answers.asker_id AS askerId, answers.server_id AS serverId, ' +
  'answers.channel_id AS channelId, answers.question, answers.filters, answers.quotes, ' +
  'answers.reports, answers.is_private AS isPrivate, answers.asked_at_ms AS askedAtMs';

export const answerRow = v.object({
  id: v.string(),
  askerId: v.string(),
  serverId: v.nullable(v.string()),
  channelId: v.string(),
  question: v.string(),
  filters: v.pipe(
    v.string(),
    v.parseJson(),
    // Names every filter, or it would be lost here.
    v.object({
      from: day,
      to: day,
      asOf: day,
      outlet: v.optional(v.string()),
      sampleCorpus: v.optional(v.boolean()),
    } satisfies Record<keyof Filters, v.GenericSchema>),
  ),
  quotes: v.pipe(v.string(), v.parseJson(), storedQuotes),
  reports: v.pipe(v.string(), v.parseJson(), storedReports),
  isPrivate: flag,
  askedAtMs: wholeNumber,
});

/** The answers that were given, until their time is over. */
export class AnswerStore {
  readonly #database: StateDatabase;
  readonly #insert: SqliteStatement;
  readonly #select: SqliteStatement;
  readonly #delete: SqliteStatement;
  readonly #deleteOlder: SqliteStatement;

  constructor(database: StateDatabase) {
    this.#database = database;
    this.#insert = database.prepare(
      'INSERT INTO answers (id, asker_id, server_id, channel_id, question, filters, quotes, reports, ' +
        'is_private, asked_at_ms, origin_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ' +
        '(SELECT id FROM answers WHERE id = ?))',
    );
    this.#select = database.prepare(`SELECT ${ANSWER_COLUMNS} FROM answers WHERE id = ?`);
    this.#delete = database.prepare('DELETE FROM answers WHERE id = ?');
    this.#deleteOlder = database.prepare('DELETE FROM answers WHERE asked_at_ms < ?');
  }

  /**
   * @param options.originId the answer whose question this one repeats, as when somebody asks for more
   *   quotes; what is forgotten with that one is forgotten with this one too.
   */
  save(
    answer: Omit<StoredAnswer, 'id'>,
    { originId = null }: { readonly originId?: string | null } = {},
  ): StoredAnswer {
    const stored = { ...answer, id: randomBytes(ID_BYTES).toString('base64url') };
    this.#insert.run(
      stored.id,
      stored.askerId,
      stored.serverId,
      stored.channelId,
      stored.question,
      JSON.stringify(stored.filters),
      JSON.stringify(stored.quotes),
      JSON.stringify(stored.reports),
      stored.isPrivate ? 1 : 0,
      stored.askedAtMs,
      originId,
    );
    return stored;
  }

  /** Null when the answer is unknown or was removed, and also when its row is damaged. */
  find(id: string): StoredAnswer | null {
    const found = v.safeParse(answerRow, this.#select.get(id));
    return found.success ? found.output : null;
  }

  remove(id: string): void {
    if (this.#delete.run(id).changes > 0) overwriteRemoved(this.#database);
  }

  /** Removes what was asked before a time in milliseconds since 1970. */
  removeOlderThan(timeMs: number): void {
    if (this.#deleteOlder.run(timeMs).changes > 0) overwriteRemoved(this.#database);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../src/errors.ts';
import type { BotProcess, LogLine } from '../support/bot-process.ts';
import { PUT_OFF } from '../support/crowd.ts';
import { randomNumbers } from '../support/fake-embedder.ts';
import { SAMPLE_FILES } from '../support/library.ts';
import { Newsroom } from '../support/newsroom.ts';
import { Curation } from './bad-days-curation.ts';
import { isAnswered, isSettled, type Question, Questioners } from './bad-days-questions.ts';
import { TROUBLES } from './bad-days-troubles.ts';
import type { Effort, Outcome, Trial } from './trial.ts';

const FORMS = { short: { troubles: 40 }, long: { troubles: 500 } };
/** Questions come at such distances, in milliseconds, or up to twice as far. */
const ASK_EVERY_MS = 150;
const PAUSE_MS = 800;
/** The share of troubles that begin before the bot has got over the one before. */
const ON_TOP = 0.25;
const CONNECTED_WITHIN = { timeoutMs: 90_000 };
const SETTLED_WITHIN_MS = 60_000;
const FIRST_WORD_WITHIN_MS = 3000;
/** So many failing tries take longer than Discord waits for the first word. */
const TOO_MANY_FAILURES = 7;
/** The bot has given the first word on an interaction up by then. */
const GIVEN_UP_MS = 6000;
const LATE_MS = 2000;
const LOOK_EVERY_MS = 20;
const AT_ONCE = { timeoutMs: 20_000 };
const APOLOGY = 'Something went wrong on my side';
const CALLBACK = /^\/interactions\/(\d+)\/[^/]+\/callback$/;

/** A trouble that was played. */
interface Played {
  readonly name: string;
  readonly fromMs: number;
  untilMs: number;
}

/**
 * Discord fails in one way after another while members ask and a moderator keeps the corpus: what could
 * be delivered is answered once, what a moderator was promised is done once, and the bot is well after it.
 */
export const badDaysTrial: Trial = {
  name: 'bad-days',
  what: 'Discord fails, drops connections, limits and deletes at random moments',
  async run(effort) {
    const newsroom = await Newsroom.open({ articles: SAMPLE_FILES });
    const day = new BadDay(newsroom, effort);
    const failures: string[] = [];
    try {
      await day.pass();
      failures.push(...(await day.failures()));
    } catch (error) {
      failures.push(`broke off: ${messageOf(error)}`);
    }
    // Fails where the bot has ended, pinged somebody, or did what Discord does not take.
    await newsroom.close().catch((error: unknown) => failures.push(messageOf(error)));
    return { tried: day.tried, failures, notes: day.notes() } satisfies Outcome;
  },
};

class BadDay {
  readonly #newsroom: Newsroom;
  readonly #next: () => number;
  readonly #nextPause: () => number;
  readonly #questioners: Questioners;
  readonly #curation: Curation;
  readonly #troubles: number;
  readonly #played: Played[] = [];
  /** When the bot was not connected, by the clock of `performance`. */
  readonly #cutOffMs: number[] = [];
  readonly #bot: BotProcess;
  /** How much the bot printed at its start, which people read. */
  readonly #logBegins: number;
  #isOver = false;

  constructor(newsroom: Newsroom, { isLong, runs, seed }: Effort) {
    this.#newsroom = newsroom;
    this.#bot = newsroom.bot;
    this.#logBegins = this.#bot.log.length;
    this.#next = randomNumbers(`${seed} troubles`);
    this.#nextPause = randomNumbers(`${seed} pauses`);
    this.#questioners = new Questioners(newsroom, randomNumbers(`${seed} questions`));
    this.#curation = new Curation(newsroom, this.#questioners, randomNumbers(`${seed} curation`));
    this.#troubles = runs ?? (isLong ? FORMS.long : FORMS.short).troubles;
  }

  get tried(): number {
    return this.#played.length;
  }

  /** Plays all troubles, and waits until everything has settled that goes on meanwhile. */
  async pass(): Promise<void> {
    const look = setInterval(() => {
      if (!this.#newsroom.standIn.isBotConnected) this.#cutOffMs.push(performance.now());
    }, LOOK_EVERY_MS);
    try {
      const asking = this.#keepAsking();
      const curating = this.#curation.goOn(() => this.#isOver);
      await Promise.all([this.#play().finally(() => (this.#isOver = true)), asking, curating]);
      await this.#newsroom.standIn.botConnected(CONNECTED_WITHIN);
      await this.#settle();
    } finally {
      clearInterval(look);
    }
  }

  async failures(): Promise<string[]> {
    const failures = [...(await this.#freshQuestions())];
    const { asked } = this.#questioners;
    const failedTries = this.#failedTries();
    for (const question of asked) {
      const problem = this.#problemWith(question, failedTries);
      if (problem !== null)
        failures.push(
          `${this.#whenOf(question)}: ${question.name}: ${problem} (${this.#trailOf(question)})`,
        );
    }
    failures.push(...(await this.#curation.check()), ...this.#logProblems());
    return failures;
  }

  notes(): string[] {
    const { asked } = this.#questioners;
    const open = asked.filter((question) => !isAnswered(question));
    const unheard = open.filter(({ excuse }) => excuse === null).length;
    const warnings = this.#bot.logLines.filter(({ level }) => level === 'warn');
    return [
      `troubles: ${tally(this.#played.map(({ name }) => name))}`,
      `${asked.length} asked, ${asked.length - open.length} answered, ${unheard} that Discord could not deliver in time`,
      `excused: ${tally(open.flatMap(({ excuse }) => excuse ?? []))}`,
      `moderators’ actions: ${tally(this.#curation.deeds.map(({ action }) => action))}; ${this.#curation.unheard} × what they did without the first word of the bot`,
      `warnings of the bot: ${tally(warnings.map(({ msg }) => msg))}`,
    ];
  }

  async #play(): Promise<void> {
    const { standIn } = this.#newsroom;
    const stage = {
      newsroom: this.#newsroom,
      questioners: this.#questioners,
      next: this.#next,
    };
    const order = shuffledRounds(TROUBLES, this.#troubles, this.#next);
    for (const kind of order) {
      await sleep(this.#nextPause() * PAUSE_MS);
      const played: Played = { name: kind.name, fromMs: performance.now(), untilMs: Infinity };
      this.#played.push(played);
      await kind.play(stage);
      if (this.#nextPause() >= ON_TOP) await standIn.botConnected(CONNECTED_WITHIN);
      played.untilMs = performance.now();
    }
  }

  async #keepAsking(): Promise<void> {
    while (!this.#isOver) {
      await this.#questioners.askAnything();
      await sleep(ASK_EVERY_MS * (1 + this.#nextPause()));
    }
  }

  async #settle(): Promise<void> {
    const untilMs = performance.now() + SETTLED_WITHIN_MS;
    while (performance.now() < untilMs && !this.#questioners.asked.every(isSettled)) {
      await sleep(100);
    }
    // What is said twice may come a little later.
    await sleep(LATE_MS);
  }

  /** After the last trouble everything is as it was before the first. */
  async #freshQuestions(): Promise<string[]> {
    const { server, standIn } = this.#newsroom;
    const channel = server.addChannel('fresh');
    const article = await this.#curation.lastArticle();
    const [command, mention] = [
      await this.#questioners.command(channel),
      await this.#questioners.mention(channel),
    ];
    const failures: string[] = [];
    for (const { question } of [command, mention]) {
      await standIn
        .until(question.name, () => isAnswered(question), AT_ONCE)
        .catch(() => failures.push(`after all: ${question.name}: no answer`));
    }
    if (article !== null) {
      const asker = server.addMember('Eve');
      const exchange = await asker.runs('ask', { question: article.question }, { in: channel });
      const reply = await exchange.reply(AT_ONCE).catch(() => null);
      if (reply?.text.includes(article.path) !== true) {
        failures.push(`after all: “${article.question}” is told ${reply?.text ?? 'nothing'}`);
      }
    }
    if (failures.length > 0) failures.push(`the log ends with ${this.#bot.log.slice(-2000)}`);
    return failures;
  }

  #problemWith(question: Question, failedTries: ReadonlyMap<string, number>): string | null {
    const { id, expected, excuse, isInteraction } = question;
    const answers = question.answers();
    const isUndeliverable =
      isInteraction &&
      (this.#wasCutOff(question.askedMs, question.askedMs + FIRST_WORD_WITHIN_MS) ||
        (failedTries.get(id ?? '') ?? 0) >= TOO_MANY_FAILURES);
    if (answers.length > 1) return `answered ${answers.length} times: ${answers.join(' | ')}`;
    const [answer] = answers;
    if (answer === undefined) {
      if (excuse !== null || (isUndeliverable && !question.isAcknowledged())) return null;
      return question.isAcknowledged() && isInteraction
        ? 'heard, and not answered'
        : 'not answered';
    }
    if (excuse !== null || answer.startsWith(PUT_OFF) || expected.test(answer)) return null;
    if (answer.startsWith(APOLOGY) && isUndeliverable) return null;
    return `told “${answer.slice(0, 300)}”`;
  }

  /** How often Discord failed to take the first word on an interaction, by its id. */
  #failedTries(): Map<string, number> {
    const tries = new Map<string, number>();
    for (const { path, status } of this.#newsroom.standIn.requests) {
      const id = CALLBACK.exec(path)?.[1];
      const hasFailed = status === 0 || status === 429 || status >= 500;
      if (id !== undefined && hasFailed) tries.set(id, (tries.get(id) ?? 0) + 1);
    }
    return tries;
  }

  #wasCutOff(fromMs: number, untilMs: number): boolean {
    return this.#cutOffMs.some((atMs) => atMs >= fromMs - LOOK_EVERY_MS && atMs <= untilMs);
  }

  /** Lines of the log that tell of a fault of the bot. */
  #logProblems(): string[] {
    const { log, logLines } = this.#bot;
    const foreign = log
      .slice(this.#logBegins)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('{'));
    const errors = logLines.filter(
      (line) => ['error', 'fatal'].includes(line.level) && !this.#isDiscordsFault(line),
    );
    return [...foreign, ...errors.map((line) => JSON.stringify(line))].map(
      (line) => `the bot logged ${line.slice(0, 1000)}`,
    );
  }

  /** Whether a line at level error tells of what no bot could have done better. */
  #isDiscordsFault({ level, msg, time, error, interaction, message }: LogLine): boolean {
    if (level !== 'error' || msg !== 'could not answer') return false;
    const { status, code } = (error ?? {}) as { status?: number; code?: unknown };
    const id = interaction ?? message;
    if (status === 403) {
      return this.#questioners.asked.some((one) => one.id === id && one.excuse !== null);
    }
    const isTransient = status === undefined ? typeof code === 'string' : status >= 500;
    const atMs = Date.parse(String(time)) - performance.timeOrigin;
    const isUnheard = (this.#failedTries().get(String(id)) ?? 0) >= TOO_MANY_FAILURES;
    return (
      interaction !== undefined &&
      isTransient &&
      (isUnheard || this.#wasCutOff(atMs - GIVEN_UP_MS, atMs))
    );
  }

  /** What the bot logged about a question, and the requests that name it. */
  #trailOf({ id }: Question): string {
    if (id === null) return 'of which nothing else is known';
    const lines = this.#bot.logLines
      .filter(({ interaction, message }) => interaction === id || message === id)
      .map(({ level, msg, error }) => `${level}: ${msg} ${messageOf(error ?? '')}`.trim());
    const token = Buffer.from(`interaction:${id}:`).toString('base64url').slice(0, -2);
    const requests = this.#newsroom.standIn.requests
      .filter(({ path, body }) => {
        return [id, token].some((name) => `${path} ${JSON.stringify(body)}`.includes(name));
      })
      .map(({ method, path, status }) => `${method} …${path.slice(-20)} ${status}`);
    return [...lines, ...requests].join('; ') || 'which left no trace';
  }

  /** Which troubles a question met. */
  #whenOf({ askedMs }: Question): string {
    const met = this.#played.filter(({ fromMs, untilMs }) => {
      return fromMs <= askedMs + FIRST_WORD_WITHIN_MS && untilMs >= askedMs;
    });
    const before = this.#played.findLast(({ fromMs }) => fromMs <= askedMs);
    const names = (met.length > 0 ? met : [before]).map((played) => played?.name ?? 'nothing');
    return `during ${names.join(', ')}`;
  }
}

/** Every kind once, in an order of chance, and then again until there are as many as wanted. */
function shuffledRounds<T>(all: readonly T[], count: number, next: () => number): T[] {
  const order: T[] = [];
  while (order.length < count) {
    const round = [...all];
    while (round.length > 0) order.push(...round.splice(Math.floor(next() * round.length), 1));
  }
  return order.slice(0, count);
}

function tally(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${count} × ${name}`).join(', ') || 'none';
}

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AuditLog, type AuditEntry } from '../../src/state/audit-log.ts';
import type { Channel } from '../support/discord-stand-in/channel.ts';
import type { Exchange } from '../support/discord-stand-in/exchange.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import type { OptionValues } from '../support/discord-stand-in/slash-options.ts';
import { Moderator, untilIndexed } from '../support/moderator.ts';
import type { Newsroom } from '../support/newsroom.ts';
import type { Questioners } from './bad-days-questions.ts';

/** What a moderator did, which the log of what moderators did is to say once. */
interface Deed {
  readonly action: AuditEntry['action'];
  /** Words that its entry alone holds. */
  readonly words: string;
  isAcknowledged: boolean;
}

const FOLDER = 'added';
/** Discord has told the member by then that the bot did not respond. */
const HEARD_WITHIN = { timeoutMs: 4000 };
const INDEXED_WITHIN = { timeoutMs: 60_000 };
const CONNECTED_WITHIN = { timeoutMs: 60_000 };
/** The share of what a moderator asks for to which the bot cannot say a first word. */
const UNHEARD = 0.2;
const MOST_TRIES = 20;
const DECIDED = /^That has been decided already/;
/** Limits that keep nobody from asking. */
const LOWEST_LIMIT = 100;
const LIMITS = 900;

/** A moderator who adds, removes and restores articles and changes settings, and notes what was promised. */
export class Curation {
  readonly failures: string[] = [];
  readonly deeds: Deed[] = [];
  /** How often the bot was kept from saying that it heard. */
  unheard = 0;
  readonly #newsroom: Newsroom;
  readonly #questioners: Questioners;
  readonly #office: Channel;
  readonly #moderator: Moderator;
  readonly #next: () => number;

  /** @param next numbers from 0 up to 1 that say what is not heard. */
  constructor(newsroom: Newsroom, questioners: Questioners, next: () => number) {
    this.#newsroom = newsroom;
    this.#next = next;
    this.#questioners = questioners;
    this.#office = newsroom.server.addChannel('office');
    this.#moderator = Moderator.join(newsroom.server, 'Ada', this.#office);
  }

  /** One article after another is added; some are removed again, and some of those restored. */
  async goOn(isOver: () => boolean): Promise<void> {
    for (let round = 0; !isOver(); round++) {
      const name = fileName(round);
      const file = { name, content: textOf(round) };
      await this.#decide('corpus add', { file }, { action: 'add', button: 'Add', name });
      await this.#set(round);
      if (round % 3 === 0 || isOver()) continue;
      const article = `${FOLDER}/${name}`;
      await this.#decide(
        'corpus remove',
        { article },
        { action: 'remove', button: 'Remove', name },
      );
      const { isAcknowledged } = this.deeds.at(-1)!;
      if (isAcknowledged && round % 3 === 2 && !isOver()) await this.#restore(name);
    }
  }

  /** The last article that is in the corpus, with a question that it answers; null where there is none. */
  async lastArticle(): Promise<{ question: string; path: string } | null> {
    const files = await this.#files();
    const rounds = files.map((name) => Number(/\d+/.exec(name)?.[0]));
    if (rounds.length === 0) return null;
    const round = Math.max(...rounds);
    return { question: `Who steers ferry ${nameOf(round)}?`, path: `${FOLDER}/${fileName(round)}` };
  }

  /** What was lost or done twice, by folder and log. */
  async check(): Promise<string[]> {
    const { entries } = await this.#newsroom.readState((state) =>
      new AuditLog(state).page({ offset: 0, limit: 100_000 }),
    );
    const failures = [...this.failures];
    for (const { action, words, isAcknowledged } of this.deeds) {
      const times = countOf(entries, action, words);
      const name = `${action} ${words}`;
      if (times > 1) failures.push(`${name}: done ${times} times`);
      if (times === 0 && isAcknowledged) failures.push(`${name}: acknowledged and not done`);
    }
    const files = await this.#files();
    const added = entries.filter(({ action }) => action === 'add').map(({ subject }) => subject!);
    for (const subject of added) {
      const removed = countOf(entries, 'remove', subject) - countOf(entries, 'restore', subject);
      const isThere = files.includes(path.basename(subject));
      if (isThere !== (removed === 0)) {
        failures.push(`${subject}: is ${isThere ? '' : 'not '}there, against what the log says`);
      }
    }
    for (const file of files) {
      if (!added.includes(`${FOLDER}/${file}`)) failures.push(`${file}: added without a log`);
      const content = await readFile(path.join(this.#newsroom.corpusDir, FOLDER, file), 'utf8');
      if (content !== textOf(Number(/\d+/.exec(file)?.[0])))
        failures.push(`${file}: is not as sent`);
    }
    return failures;
  }

  /** Has something proposed, and says yes to it until that was heard. */
  async #decide(
    command: string,
    options: OptionValues,
    { action, button, name }: { action: Deed['action']; button: string; name: string },
  ): Promise<void> {
    const deed = this.#note(action, `${FOLDER}/${name}`);
    const proposal = await this.#ask(command, options, /./);
    if (proposal === null) return;
    if (proposal.buttons.length === 0) {
      this.failures.push(`/${command} ${name}: told “${proposal.content}”`);
      return;
    }
    let wasPressed = false;
    for (let tried = 0; tried < MOST_TRIES; tried++) {
      await this.#connected();
      const pressed = await this.#moderator.member.presses(proposal, button);
      const what = `the button “${button}” of /${command} ${name}`;
      const expected = wasPressed ? /./ : END_OF_CHANGE;
      this.#questioners.follow(pressed, what, expected);
      if (!(await this.#isHeard(pressed))) {
        wasPressed = true;
        continue;
      }
      if (wasPressed) {
        const { content } = await pressed.reply(INDEXED_WITHIN);
        if (DECIDED.test(content)) {
          if (await this.#isUndone(deed)) {
            this.failures.push(
              `${what}: had gone unheard, and then “${content}”, but was not done`,
            );
          }
          return;
        }
      }
      deed.isAcknowledged = true;
      await untilIndexed(proposal, INDEXED_WITHIN).catch(() =>
        this.failures.push(`${what}: nobody was told how it ended`),
      );
      return;
    }
    this.failures.push(`/${command} ${name}: not heard in ${MOST_TRIES} tries`);
  }

  async #restore(name: string): Promise<void> {
    const article = `${FOLDER}/${name}`;
    const deed = this.#note('restore', article);
    const reply = await this.#ask('corpus restore', { article }, END_OF_CHANGE, deed);
    if (reply === null) return;
    await untilIndexed(reply, INDEXED_WITHIN).catch(() =>
      this.failures.push(`/corpus restore ${name}: told “${reply.now().content}”`),
    );
  }

  async #set(round: number): Promise<void> {
    const limit = LOWEST_LIMIT + (round % LIMITS);
    const deed = this.#note('setting', `→ ${limit}`);
    await this.#ask('settings member-limit', { 'per-minute': limit }, /./, deed);
  }

  /** Sends a command until it is heard, and waits for what comes of it; null where nothing does. */
  async #ask(
    command: string,
    options: OptionValues,
    expected: RegExp,
    deed?: Deed,
  ): Promise<SeenMessage | null> {
    for (let tried = 0; tried < MOST_TRIES; tried++) {
      await this.#connected();
      const exchange = await this.#moderator.sends(command, options);
      this.#questioners.follow(exchange, `/${command}`, expected);
      if (!(await this.#isHeard(exchange))) {
        // It may have been done all the same, so that the next try would be another deed.
        if (deed !== undefined && !(await this.#isUndone(deed))) return null;
        continue;
      }
      if (deed !== undefined) deed.isAcknowledged = true;
      return exchange.reply(INDEXED_WITHIN).catch(() => null);
    }
    this.failures.push(`/${command}: not heard in ${MOST_TRIES} tries`);
    return null;
  }

  /** Waits for the first word, which at times does not get through while Discord still takes it. */
  async #isHeard(exchange: Exchange): Promise<boolean> {
    if (this.#next() < UNHEARD) {
      this.unheard += 1;
      const callback = new RegExp(`^/interactions/${exchange.interaction.id}/`);
      const failure = { path: callback, status: 503, times: Infinity };
      this.#newsroom.standIn.trouble.failNext(failure);
    }
    return exchange.acknowledged(HEARD_WITHIN).then(
      () => true,
      () => false,
    );
  }

  #note(action: Deed['action'], words: string): Deed {
    const deed: Deed = { action, words, isAcknowledged: false };
    this.deeds.push(deed);
    return deed;
  }

  async #isUndone({ action, words }: Deed): Promise<boolean> {
    // Whoever is at it is done by then.
    await sleep(1000);
    const { entries } = await this.#newsroom.readState((state) =>
      new AuditLog(state).page({ offset: 0, limit: 1000 }),
    );
    return countOf(entries, action, words) === 0;
  }

  async #connected(): Promise<void> {
    await this.#newsroom.standIn.botConnected(CONNECTED_WITHIN);
  }

  async #files(): Promise<string[]> {
    return readdir(path.join(this.#newsroom.corpusDir, FOLDER)).catch(() => []);
  }
}

const END_OF_CHANGE = /^(?:Added|Removed|Restored|Indexed|Waiting|Indexing)/m;

function countOf(entries: readonly AuditEntry[], action: string, words: string): number {
  return entries.filter(
    (entry) =>
      entry.action === action &&
      (entry.subject === words || entry.detail?.endsWith(words) === true),
  ).length;
}

function fileName(round: number): string {
  return `ferry-${round}.md`;
}

function nameOf(round: number): string {
  return `Number ${round}`;
}

function textOf(round: number): string {
  return `# Ferry ${nameOf(round)}\n\nFerry ${nameOf(round)} of Harlow is steered by Captain Vadas the ${round}th.\n`;
}

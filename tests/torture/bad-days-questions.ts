import type { Channel } from '../support/discord-stand-in/channel.ts';
import type { Exchange } from '../support/discord-stand-in/exchange.ts';
import type { Message } from '../support/discord-stand-in/message.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import type { Newsroom } from '../support/newsroom.ts';

/** Something that the bot was asked, and what has become of it. */
export interface Question {
  /** As the log of the bot names it; null where nobody knows. */
  readonly id: string | null;
  readonly name: string;
  readonly channel: Channel;
  readonly askedMs: number;
  /** What an answer to it says. */
  expected: RegExp;
  /** Whether Discord gives the bot three seconds for a first word, and nothing afterwards. */
  readonly isInteraction: boolean;
  /** Whether all can read the answer. */
  readonly isPublic: boolean;
  /** Why it may be left without an answer, if there is a reason. */
  excuse: string | null;
  /** Whether the bot has said that it heard. */
  isAcknowledged(): boolean;
  /** What the bot ever said to it, also what is gone by now. */
  answers: () => string[];
}

/** What the sample articles answer. */
const ANSWERED = [
  { text: 'Who opened the new bridge over the Lenne?', expected: /Ingrid Tarn opened/ },
  { text: 'How high is the lighthouse of Harlow?', expected: /41 metres high/ },
  { text: 'How many dockers walked out of the port of Harlow?', expected: /400 dockers/ },
  { text: 'How much did the new bridge of Osterby cost?', expected: /23\.5 million crowns/ },
];
const ALREADY_ANSWERED = /I have just answered that/;
const NO_LONGER_MS = 4000;
const TYPING = { timeoutMs: NO_LONGER_MS };
const DESKS = 4;

/** Members of a newsroom who keep asking the bot, and what becomes of each of their questions. */
export class Questioners {
  readonly asked: Question[] = [];
  /** Channels that nothing but purges happens to. */
  readonly desks: readonly Channel[];
  readonly #newsroom: Newsroom;
  readonly #next: () => number;
  /** Public answers of which a button can be pressed. */
  readonly #answers: Exchange[] = [];

  /** @param next numbers from 0 up to 1 that say who asks what where. */
  constructor(newsroom: Newsroom, next: () => number) {
    this.#newsroom = newsroom;
    this.#next = next;
    this.desks = Array.from({ length: DESKS }, (_, at) => newsroom.server.addChannel(`desk-${at}`));
  }

  /** Somebody asks something in one way or another. */
  async askAnything(): Promise<void> {
    const channel = this.#one(this.desks);
    const ways = [
      () => this.command(channel),
      () => this.command(channel),
      () => this.mention(channel),
      () => this.mention(channel),
      () => this.#check(channel),
      () => this.#press(),
      () => this.#type(channel),
    ];
    await this.#one(ways)();
  }

  /** Asks with `/ask`. */
  async command(channel: Channel): Promise<{ exchange: Exchange; question: Question }> {
    const { text, expected } = this.#one(ANSWERED);
    const asker = this.#newsroom.server.addMember(`Member ${this.asked.length}`);
    const exchange = await asker.runs('ask', { question: text }, { in: channel });
    this.#answers.push(exchange);
    return { exchange, question: this.follow(exchange, `/ask “${text}”`, expected) };
  }

  /** Asks by a message that mentions the bot. */
  async mention(channel: Channel): Promise<{ said: SeenMessage; question: Question }> {
    const { text, expected } = this.#one(ANSWERED);
    // Of their own, so that what the bot writes to them directly is about this.
    const asker = this.#newsroom.server.addMember(`Member ${this.asked.length}`);
    const askedMs = performance.now();
    const said = await asker.writes(this.#newsroom.mentionWith(text), { in: channel });
    const botId = this.#newsroom.standIn.bot.user.id;
    const answers = (): string[] => [
      ...channel.log
        .filter(({ author, repliesTo }) => author.id === botId && repliesTo?.id === said.id)
        .map(textOf),
      ...asker.dm.log.map(textOf),
    ];
    const question: Question = {
      id: said.id,
      name: `a mention with “${text}”`,
      channel,
      askedMs,
      expected: new RegExp(`${expected.source}|${ALREADY_ANSWERED.source}`),
      isInteraction: false,
      isPublic: true,
      excuse: null,
      isAcknowledged: () => true,
      answers,
    };
    this.asked.push(question);
    return { said, question };
  }

  /** Notes an interaction as something that wants an answer. */
  follow({ interaction }: Exchange, name: string, expected: RegExp): Question {
    const { channel } = interaction;
    const question: Question = {
      id: interaction.id,
      name,
      channel,
      askedMs: performance.now(),
      expected,
      isInteraction: true,
      isPublic: name.startsWith('/ask'),
      excuse: null,
      isAcknowledged: () => interaction.acknowledgement !== null,
      answers: () => [
        ...(interaction.isOriginalAnswered && interaction.original !== null
          ? [textOf(interaction.original)]
          : []),
        ...interaction.followUps.map(textOf),
      ],
    };
    this.asked.push(question);
    return question;
  }

  /** Takes it that what is being answered in a channel cannot be answered any more. */
  excuse(
    channel: Channel,
    reason: string,
    mayExcuse: (question: Question) => boolean = () => true,
  ): void {
    for (const question of this.asked) {
      const isConcerned = question.channel === channel && mayExcuse(question);
      if (isConcerned && !isSettled(question)) question.excuse = reason;
    }
  }

  async #check(channel: Channel): Promise<void> {
    const asker = this.#newsroom.server.addMember(`Member ${this.asked.length}`);
    const text = 'We shall miss it 🚢';
    this.follow(await asker.runs('check', { text }, { in: channel }), '/check', /exact/i);
  }

  /** Somebody presses a button of an answer that still stands. */
  async #press(): Promise<void> {
    const standing = this.#answers.filter(({ interaction: { original, isOriginalAnswered } }) => {
      return isOriginalAnswered && original?.isDeleted === false && original.onlyFor === null;
    });
    if (standing.length === 0) return;
    const { interaction } = this.#one(standing.slice(-10));
    const answer = interaction.channel.messages.find(({ id }) => id === interaction.original?.id);
    if (answer === undefined) return;
    const presser = this.#newsroom.server.addMember(`Member ${this.asked.length}`);
    this.follow(await presser.presses(answer, 'Useful'), 'the button “Useful”', /^Noted/);
  }

  /** Somebody begins to type the name of an outlet. */
  async #type(channel: Channel): Promise<void> {
    const asker = this.#newsroom.server.addMember(`Member ${this.asked.length}`);
    const offered: string[] = [];
    const values = { question: 'Who?', outlet: 'Morn' };
    asker.types('ask', values, { focused: 'outlet', in: channel, ...TYPING }).then(
      (choices) => offered.push(choices.map(({ name }) => name).join(', ')),
      () => {},
    );
    this.asked.push({
      id: null,
      name: 'typing an outlet',
      channel,
      askedMs: performance.now(),
      expected: /The Morning Post/,
      isInteraction: true,
      isPublic: false,
      excuse: null,
      isAcknowledged: () => offered.length > 0,
      answers: () => offered,
    });
  }

  #one<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.#next() * choices.length)]!;
  }
}

export function isAnswered(question: Question): boolean {
  return question.answers().length > 0;
}

/** Whether nothing more is to be waited for. */
export function isSettled(question: Question): boolean {
  if (question.excuse !== null || isAnswered(question)) return true;
  const ageMs = performance.now() - question.askedMs;
  return question.isInteraction && !question.isAcknowledged() && ageMs > NO_LONGER_MS;
}

/** Everything there is to read in a message. */
export function textOf({ content, embeds }: Pick<Message, 'content' | 'embeds'>): string {
  return `${content}\n${embeds.map((embed) => JSON.stringify(embed)).join('\n')}`.trim();
}

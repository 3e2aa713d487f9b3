import { setTimeout as sleep } from 'node:timers/promises';
import { PUT_OFF } from './crowd.ts';
import type { Channel } from './discord-stand-in/channel.ts';
import type { Exchange } from './discord-stand-in/exchange.ts';
import type { Member } from './discord-stand-in/member.ts';
import type { SeenMessage } from './discord-stand-in/seen-message.ts';
import type { Fleet } from './fleet.ts';
import { asksAbout, type Lighthouse } from './lighthouses.ts';

/** Members who ask at the same time on each server, and those of them who use the command. */
const LANES = 5;
const LANES_OF_COMMANDS = 2;
/** Questions are to go on while processes die and come back. */
const EVERY_MS = 3000;
/** Whoever has heard nothing by then, of a bot that is there, will not. */
const PATIENCE_MS = 120_000;
/** Discord tells a member after three seconds that the bot did not respond. */
const NO_RESPONSE_MS = 4000;
const LOOK_AGAIN_MS = 1000;
const BEING_RESTARTED = 'I am just being restarted. Please ask again in a minute.';
const PUT_OFF_NOTES: ReadonlySet<string | undefined> = new Set([PUT_OFF, BEING_RESTARTED]);

/** A question that has been answered, or given up. */
export interface Asked {
  readonly by: 'mention' | 'command';
  readonly about: Lighthouse;
  /** What the member was told; null for nothing. */
  readonly answer: string | null;
  /** How often it was answered up to now. */
  readonly answers: number;
  /** How often it was asked. */
  readonly tries: number;
}

/** Members on the servers of a fleet who ask about lighthouses for a while, all of them at once. */
export class Questioners {
  readonly #asked: Asked[] = [];
  readonly #fleet: Fleet;
  readonly #lighthouses: readonly Lighthouse[];
  readonly #count: number;

  /** @param count how many questions they ask in all. */
  constructor(fleet: Fleet, lighthouses: readonly Lighthouse[], count: number) {
    this.#fleet = fleet;
    this.#lighthouses = lighthouses;
    this.#count = count;
  }

  /** Asks everything, and resolves when nothing more is to be expected. */
  async askAll(): Promise<readonly Asked[]> {
    const { berths } = this.#fleet;
    const perLane = this.#count / (berths.length * LANES);
    await Promise.all(
      berths.flatMap((_, shard) =>
        Array.from({ length: LANES }, (__, lane) => this.#askInLane(shard, lane, perLane)),
      ),
    );
    return this.#asked;
  }

  /** Waits until so many questions have been answered. */
  async answered(count: number): Promise<void> {
    while (this.#asked.length < count) await sleep(LOOK_AGAIN_MS);
  }

  async #askInLane(shard: number, lane: number, count: number): Promise<void> {
    const { server } = this.#fleet.berths[shard]!;
    const place: Place = {
      member: server.addMember(`Member ${lane}`),
      channel: server.addChannel(`lane-${lane}`),
    };
    const asking: Promise<unknown>[] = [];
    for (let turn = 0; turn < count; turn++) {
      await sleep(turn === 0 ? Math.random() * EVERY_MS : EVERY_MS);
      const about = this.#lighthouses[(turn + lane) % this.#lighthouses.length]!;
      asking.push(
        (lane < LANES_OF_COMMANDS
          ? this.#command(about, place, shard)
          : this.#mention(about, place)
        ).then((asked) => this.#asked.push(asked)),
      );
    }
    await Promise.all(asking);
  }

  /** Writes to the bot, and again only where it asks for that. */
  async #mention(about: Lighthouse, { member, channel }: Place): Promise<Asked> {
    const content = `${this.#fleet.standIn.bot.mention} ${asksAbout(about)}`;
    const questionIds: string[] = [];
    let answer: SeenMessage | null = null;
    do {
      const question = await member.writes(content, { in: channel });
      questionIds.push(question.id);
      answer = await question.botReply({ timeoutMs: PATIENCE_MS }).catch(() => null);
    } while (answer !== null && (await this.#isPutOff(answer)));
    return {
      by: 'mention',
      about,
      answer: answer?.text ?? null,
      get answers() {
        return channel.log.filter(
          ({ repliesTo, content: reply }) =>
            questionIds.includes(repliesTo?.id ?? '') && !PUT_OFF_NOTES.has(reply),
        ).length;
      },
      tries: questionIds.length,
    };
  }

  /** Sends a command, and again where the process that Discord told of it can answer no more. */
  async #command(about: Lighthouse, { member, channel }: Place, shard: number): Promise<Asked> {
    const exchanges: Exchange[] = [];
    const untilMs = performance.now() + PATIENCE_MS;
    let answer: SeenMessage | null = null;
    while (answer === null && performance.now() < untilMs) {
      const exchange = await member.runs('ask', { question: asksAbout(about) }, { in: channel });
      exchanges.push(exchange);
      answer = await this.#answerTo(exchange, shard, untilMs);
      if (answer !== null && (await this.#isPutOff(answer))) answer = null;
    }
    return {
      by: 'command',
      about,
      answer: answer?.text ?? null,
      get answers() {
        return exchanges.filter(
          ({ interaction: { isOriginalAnswered, original } }) =>
            isOriginalAnswered && !PUT_OFF_NOTES.has(original?.content),
        ).length;
      },
      tries: exchanges.length,
    };
  }

  /** Whether a member was asked to come again, who then waits a little. */
  async #isPutOff({ content }: SeenMessage): Promise<boolean> {
    const isPutOff = PUT_OFF_NOTES.has(content);
    if (isPutOff) await sleep(EVERY_MS);
    return isPutOff;
  }

  /** Null where there will be none. */
  async #answerTo(exchange: Exchange, shard: number, untilMs: number): Promise<SeenMessage | null> {
    const pid = this.#fleet.pidOf(shard);
    const sentMs = performance.now();
    while (performance.now() < untilMs) {
      const answer = await exchange.reply({ timeoutMs: LOOK_AGAIN_MS }).catch(() => null);
      if (answer !== null) return answer;
      const isUnheard = exchange.interaction.acknowledgement === null;
      if (isUnheard && performance.now() - sentMs > NO_RESPONSE_MS) return null;
      if (this.#fleet.pidOf(shard) !== pid) return null;
    }
    return null;
  }
}

interface Place {
  readonly member: Member;
  readonly channel: Channel;
}

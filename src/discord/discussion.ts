import { CoolDown } from '../discussion/cool-down.ts';
import type { Candidate } from '../discussion/ends-wait.ts';
import { findQuestion } from '../discussion/find-question.ts';
import { isSureEnough } from '../discussion/is-sure-enough.ts';
import { QuietWait } from '../discussion/quiet-wait.ts';
import { BusyError } from '../quotes/library.ts';
import { answerReply } from './answer-reply.ts';
import type { BotParts } from './bot-parts.ts';
import type { DiscussionTimes } from './discussion-times.ts';
import { missingPermissions } from './permissions.ts';
import type { OverheardRequest } from './request.ts';

/** After a complaint the bot stays out so many times longer than after joining in. */
const COMPLAINT_FACTOR = 12;

/**
 * Joins in unasked where a channel has discussion mode: when a message asks what the articles answer
 * with high confidence, nobody else answers in time, and the bot has not just joined in there.
 */
export class Discussion {
  readonly #parts: BotParts;
  readonly #wait: QuietWait;
  readonly #coolDown: CoolDown;
  /** What was overheard and may be answered when its time has come. */
  readonly #requests = new Map<string, OverheardRequest>();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: BotParts, { waitMs, coolDownMs }: DiscussionTimes) {
    this.#parts = parts;
    this.#wait = new QuietWait(waitMs);
    this.#coolDown = new CoolDown({
      afterJoiningMs: coolDownMs,
      afterComplaintMs: coolDownMs * COMPLAINT_FACTOR,
    });
  }

  /** A message was written that was not addressed to the bot. */
  async overhear(request: OverheardRequest): Promise<void> {
    const { settings, mutes, library, now } = this.#parts;
    const { place, member } = request;
    if (place.serverId === null || settings.modeOf(place) !== 'discussion') return;
    const message = {
      id: request.id,
      channelId: place.channelId,
      authorId: member.id,
      isByBot: request.isByBot,
      text: request.text,
      repliesToId: request.repliesTo?.id ?? null,
    };
    this.#wait.saw(message);
    const question = findQuestion(message);
    if (question === null || !this.#coolDown.isOver(place.channelId, now())) return;
    if (mutes.isMuted(place.serverId, member.id) || missingPermissions(place).length > 0) return;
    try {
      const sampleCorpus = settings.get(place.serverId).sampleCorpus ?? undefined;
      const answer = await library.answer(question, { limit: 1, filters: { sampleCorpus } });
      if (!isSureEnough(answer, question)) return;
    } catch (error) {
      // Those who asked it themselves come first.
      if (error instanceof BusyError) return;
      throw error;
    }
    this.#requests.set(request.id, request);
    this.#wait.put({ message, question }, now());
    this.#schedule();
  }

  /** The message was edited or deleted, or the bot has answered it on request. */
  drop(messageId: string): void {
    this.#wait.drop(messageId);
    this.#requests.delete(messageId);
  }

  /** A member did not want to be joined in on. */
  complained(channelId: string): void {
    this.#coolDown.complained(channelId, this.#parts.now());
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const { nextDueMs } = this.#wait;
    if (nextDueMs === null) {
      this.#requests.clear();
      return;
    }
    const { now, logger } = this.#parts;
    this.#timer = setTimeout(
      () => {
        this.#joinIn(this.#wait.due(now()))
          .catch((error: unknown) => logger.error({ error }, 'could not join in'))
          .finally(() => this.#schedule());
      },
      Math.max(0, nextDueMs - now()),
    );
  }

  async #joinIn(due: readonly Candidate[]): Promise<void> {
    const { link, now } = this.#parts;
    for (const { message, question } of due) {
      const request = this.#requests.get(message.id);
      this.#requests.delete(message.id);
      // Of several that are due in a channel only the first is answered.
      if (request === undefined || !this.#coolDown.isOver(message.channelId, now())) continue;
      const { body, outcome, sent } = await answerReply({
        request,
        question,
        filters: {},
        isPrivate: false,
        notice: null,
        isUnasked: true,
        parts: this.#parts,
      });
      if (outcome !== 'answered') continue;
      this.#coolDown.joinedIn(message.channelId, now());
      const place = await link.post(message.channelId, body, message.id);
      sent?.(place);
    }
  }
}

import type { ChatMessage } from '../discussion/chat-message.ts';
import { CoolDown } from '../discussion/cool-down.ts';
import type { Candidate } from '../discussion/ends-wait.ts';
import { findQuestion } from '../discussion/find-question.ts';
import { QuietWait } from '../discussion/quiet-wait.ts';
import { answerReply } from './answer-reply.ts';
import type { BotParts } from './bot-parts.ts';
import type { DiscussionTimes } from './discussion-times.ts';
import { missingPermissions } from './permissions.ts';
import { linkToSameAnswer } from './repeated-question.ts';
import type { MentionRequest, OverheardRequest } from './request.ts';

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
  /** How the messages that wait came to the bot. */
  readonly #requests = new WeakMap<ChatMessage, OverheardRequest>();
  /** Ids of the messages that have waited and are still to be answered. */
  readonly #due = new Set<string>();
  /** The answers that are being given, by the id of the message. */
  readonly #answers = new Map<string, Promise<void>>();
  /** The last of them: one is given after the other, so that a channel gets no two at once. */
  #lastAnswer: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(parts: BotParts, { waitMs, coolDownMs }: DiscussionTimes) {
    this.#parts = parts;
    this.#wait = new QuietWait(waitMs);
    this.#coolDown = new CoolDown({
      afterJoiningMs: coolDownMs,
      afterComplaintMs: coolDownMs * COMPLAINT_FACTOR,
    });
  }

  /** A message was written, to the bot or not. */
  hear(request: MentionRequest | OverheardRequest): void {
    const message = chatMessageOf(request);
    this.#wait.saw(message);
    if (request.kind === 'mention' || !this.#mayJoinIn(request)) return;
    const question = findQuestion(message);
    if (question === null) return;
    this.#requests.set(message, request);
    this.#wait.put({ message, question }, this.#parts.now());
    this.#schedule();
  }

  /** A message was edited or deleted. Resolves when it has been answered, if it was about to be. */
  async drop(messageId: string): Promise<void> {
    this.#wait.drop(messageId);
    this.#due.delete(messageId);
    await this.#answers.get(messageId);
  }

  /** A member did not want to be joined in on. */
  complained(channelId: string): void {
    this.#coolDown.complained(channelId, this.#parts.now());
  }

  /** Says nothing more, once what is being said has been said. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#lastAnswer;
  }

  /** Asked again when the wait is over: settings, permissions and wishes may have changed. */
  #mayJoinIn({ place, member }: OverheardRequest): boolean {
    const { settings, mutes, now } = this.#parts;
    return (
      !this.#isClosed &&
      place.serverId !== null &&
      settings.modeOf(place) === 'discussion' &&
      !mutes.isMuted(place.serverId, member.id) &&
      missingPermissions(place).length === 0 &&
      this.#coolDown.isOver(place.channelId, now())
    );
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const { nextDueMs } = this.#wait;
    if (nextDueMs === null || this.#isClosed) return;
    const { now, logger } = this.#parts;
    this.#timer = setTimeout(
      () => {
        for (const candidate of this.#wait.due(now())) {
          const { id } = candidate.message;
          this.#due.add(id);
          this.#lastAnswer = this.#lastAnswer
            .then(() => this.#joinIn(candidate))
            .catch((error: unknown) => logger.error({ error, message: id }, 'could not join in'))
            .finally(() => this.#answers.delete(id));
          this.#answers.set(id, this.#lastAnswer);
        }
        this.#schedule();
      },
      Math.max(0, nextDueMs - now()),
    );
  }

  async #joinIn({ message, question }: Candidate): Promise<void> {
    const parts = this.#parts;
    const request = this.#requests.get(message);
    if (request === undefined || !this.#due.delete(message.id)) return;
    const { place } = request;
    if (!this.#mayJoinIn(request) || linkToSameAnswer(question, {}, place, parts) !== null) return;
    const { body, outcome, sent } = await answerReply({
      request,
      question,
      filters: {},
      isPrivate: false,
      notice: null,
      isUnasked: true,
      parts,
    });
    if (outcome !== 'answered') return;
    this.#coolDown.joinedIn(place.channelId, parts.now());
    const posted = await parts.link.post(place.channelId, body, message.id);
    sent?.(posted);
  }
}

/** A message as far as staying out of a discussion or joining in takes it. */
export function chatMessageOf(request: MentionRequest | OverheardRequest): ChatMessage {
  return {
    id: request.id,
    channelId: request.place.channelId,
    authorId: request.member.id,
    isByBot: request.kind === 'overheard' && request.isByBot,
    text: request.text,
    repliesToId: request.repliesTo?.id ?? null,
  };
}

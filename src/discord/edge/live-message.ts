import { setTimeout as sleep } from 'node:timers/promises';
import { DiscordAPIError } from 'discord.js';
import { RESTJSONErrorCodes } from 'discord-api-types/v10';
import type { MessageBody, MessagePlace } from '../reply.ts';
import type { InteractionTicket, Sender } from './sender.ts';

/** Where an interaction came from. */
export interface Occasion extends InteractionTicket {
  readonly channelId: string | null;
  readonly user: { readonly id: string };
}

/** Discord limits how often a message is changed, and nobody reads faster. */
const EDIT_EVERY_MS = 3000;
/** The right to answer an interaction ends after 15 minutes; the last one is for sending. */
const TICKET_LIFE_MS = 14 * 60 * 1000;
const GOES_ON_BELOW = { content: 'This took long, and goes on in a message of its own below.' };
const GOES_ON_DIRECTLY = { content: 'This took long, and goes on in a direct message to you.' };

/**
 * The reply to an interaction while its work goes on: changed at most every few seconds, and when
 * the interaction can no longer be answered, continued in a message of its own.
 */
export class LiveMessage {
  readonly #sender: Sender;
  readonly #occasion: Occasion;
  readonly #isPrivate: boolean;
  readonly #now: () => number;
  readonly #beganMs: number;
  #lastSentMs = -Infinity;
  /** Where the reply stands, once it does. */
  #reply: MessagePlace | null = null;
  /** The message that takes the place of the reply once that cannot be changed any more. */
  #successor: MessagePlace | null = null;
  /** What is to be shown, and the promise of it; null where nothing waits. */
  #next: MessageBody = {};
  #showing: Promise<MessagePlace | null> | null = null;
  /** What was sent last; never rejects. */
  #sending: Promise<MessagePlace | null> = Promise.resolve(null);
  readonly #finished = new AbortController();

  /** @param now milliseconds of a clock that never goes back. */
  constructor(
    sender: Sender,
    occasion: Occasion,
    { isPrivate, now }: { readonly isPrivate: boolean; readonly now: () => number },
  ) {
    this.#sender = sender;
    this.#occasion = occasion;
    this.#isPrivate = isPrivate;
    this.#now = now;
    this.#beganMs = now();
  }

  /** Shows a state of the work, soon; of several in a row only the last. Never rejects. */
  show(body: MessageBody): Promise<MessagePlace | null> {
    this.#next = body;
    this.#showing ??= this.#showNext();
    return this.#showing;
  }

  /** Shows the outcome, now. */
  async finish(body: MessageBody): Promise<MessagePlace> {
    this.#finished.abort();
    await this.#showing;
    await this.#sending;
    return this.#send(body);
  }

  async #showNext(): Promise<MessagePlace | null> {
    const { signal } = this.#finished;
    await this.#sending;
    const waitMs = Math.max(0, this.#lastSentMs + EDIT_EVERY_MS - this.#now());
    // The outcome does not wait.
    await sleep(waitMs, undefined, { signal }).catch(() => {});
    this.#showing = null;
    if (signal.aborted) return null;
    // A state that could not be shown is of no importance: the next one may be, or the outcome.
    this.#sending = this.#send(this.#next).catch(() => null);
    return this.#sending;
  }

  async #send(body: MessageBody): Promise<MessagePlace> {
    this.#lastSentMs = this.#now();
    if (this.#successor !== null) {
      await this.#sender.edit(this.#successor, body);
      return this.#successor;
    }
    if (this.#now() - this.#beganMs < TICKET_LIFE_MS) {
      try {
        this.#reply = await this.#sender.editOriginal(this.#occasion, body);
        return this.#reply;
      } catch (error) {
        if (!isTicketExpired(error)) throw error;
      }
    }
    return this.#moveOn(body);
  }

  /** Goes on in another message, and says so in the place of the reply. */
  async #moveOn(body: MessageBody): Promise<MessagePlace> {
    const { channelId, user } = this.#occasion;
    if (this.#isPrivate || channelId === null) {
      this.#successor = await this.#sender.postDirectly(user.id, body);
      // Only the right that is about to end can change a private reply.
      await this.#sender.editOriginal(this.#occasion, GOES_ON_DIRECTLY).catch(() => {});
    } else {
      this.#successor = await this.#sender.post(channelId, body);
      if (this.#reply !== null) {
        await this.#sender.edit(this.#reply, GOES_ON_BELOW).catch(() => {});
      }
    }
    return this.#successor;
  }
}

function isTicketExpired(error: unknown): boolean {
  return (
    error instanceof DiscordAPIError &&
    (error.code === RESTJSONErrorCodes.InvalidWebhookToken ||
      error.code === RESTJSONErrorCodes.UnknownWebhook)
  );
}

import type { MessagePlace } from '../reply.ts';
import type { Sender } from './sender.ts';

/** Messages that are taken away after a while. */
export class ShortLivedMessages {
  readonly #sender: Pick<Sender, 'remove'>;
  readonly #timers = new Map<MessagePlace, NodeJS.Timeout>();
  readonly #onError: (error: unknown) => void;

  constructor(sender: Pick<Sender, 'remove'>, onError: (error: unknown) => void) {
    this.#sender = sender;
    this.#onError = onError;
  }

  add(message: MessagePlace, lifeMs: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(message);
      this.#sender.remove(message).catch(this.#onError);
    }, lifeMs);
    this.#timers.set(message, timer);
  }

  /** Takes them all away now: nobody would do it after the program has ended. */
  async removeAll(): Promise<void> {
    const messages = [...this.#timers.keys()];
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    await Promise.all(messages.map((message) => this.#sender.remove(message).catch(this.#onError)));
  }
}

import type { Logger } from '../../logger.ts';
import type { SettledMessages } from '../../state/settled-messages.ts';

/**
 * Sees to it that a message to the bot is answered once: what is written while the connection is being
 * made is heard of in two ways, and what was answered before a restart is found again.
 */
export class AnsweredOnce {
  /** Where it is noted what needs no answer any more; null for nowhere. */
  readonly #settled: SettledMessages | null;
  readonly #logger: Logger;
  /** Ids of the messages that are being answered. */
  readonly #underWay = new Set<string>();

  constructor(settled: SettledMessages | null, logger: Logger) {
    this.#settled = settled;
    this.#logger = logger;
  }

  /**
   * Answers a message, and notes that it needs no answer any more, whatever has come of it.
   *
   * @returns null where it is being answered already, or was.
   */
  begin<Result>(messageId: string, answer: () => Promise<Result>): Promise<Result> | null {
    if (this.#underWay.has(messageId) || this.#isSettled(messageId)) return null;
    this.#underWay.add(messageId);
    return answer().finally(() => {
      this.#settle(messageId);
      this.#underWay.delete(messageId);
    });
  }

  #isSettled(messageId: string): boolean {
    try {
      return this.#settled?.has(messageId) ?? false;
    } catch (error) {
      this.#logger.warn({ error }, 'could not look up whether a message has been answered');
      return false;
    }
  }

  #settle(messageId: string): void {
    try {
      this.#settled?.add(messageId, Date.now());
    } catch (error) {
      this.#logger.warn({ error }, 'could not note that a message has been answered');
    }
  }
}

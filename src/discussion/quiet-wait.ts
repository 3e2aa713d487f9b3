import type { ChatMessage } from './chat-message.ts';
import { type Candidate, endsWait } from './ends-wait.ts';

/** How long members have to answer for themselves. */
export const WAIT_MS = 60_000;
/** More than can be waiting unless something is amiss; then the oldest go. */
const MAX_WAITING = 500;

interface Waiting {
  readonly candidate: Candidate;
  readonly dueMs: number;
}

/** Questions that are put aside until it is plain that nobody answers them. */
export class QuietWait {
  readonly #waitMs: number;
  /** By the id of the message. All wait equally long, so the first put aside is the first due. */
  readonly #waiting = new Map<string, Waiting>();

  constructor(waitMs: number = WAIT_MS) {
    this.#waitMs = waitMs;
  }

  /** When there will be something due; null when nothing waits. */
  get nextDueMs(): number | null {
    const [first] = this.#waiting.values();
    return first?.dueMs ?? null;
  }

  /** @param nowMs of a clock that never goes back. */
  put(candidate: Candidate, nowMs: number): void {
    const { id } = candidate.message;
    this.#waiting.delete(id);
    this.#waiting.set(id, { candidate, dueMs: nowMs + this.#waitMs });
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > MAX_WAITING && oldest !== undefined) this.#waiting.delete(oldest);
  }

  /** Drops the questions that a new message answers. */
  saw(message: ChatMessage): void {
    for (const [id, { candidate }] of this.#waiting) {
      if (endsWait(candidate, message)) this.#waiting.delete(id);
    }
  }

  /** Drops a question: its message was edited or deleted, or the bot answered it on request. */
  drop(messageId: string): void {
    this.#waiting.delete(messageId);
  }

  /** Takes out the questions that nobody has answered in time, oldest first. */
  due(nowMs: number): Candidate[] {
    const due = [...this.#waiting.values()].filter(({ dueMs }) => dueMs <= nowMs);
    for (const { candidate } of due) this.#waiting.delete(candidate.message.id);
    return due.map(({ candidate }) => candidate);
  }
}

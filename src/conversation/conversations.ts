import type { Turn } from './turn.ts';

/** Conversations side by side, told apart by their names. Of each the last turn is kept. */
export class Conversations {
  readonly #lastTurns = new Map<string, Turn>();

  /** What a question is asked after; empty for the first of a conversation, and for one in none. */
  historyOf(conversation: string | undefined): readonly Turn[] {
    const last = conversation === undefined ? undefined : this.#lastTurns.get(conversation);
    return last === undefined ? [] : [last];
  }

  add(conversation: string | undefined, turn: Turn): void {
    if (conversation !== undefined) this.#lastTurns.set(conversation, turn);
  }
}

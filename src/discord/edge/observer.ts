import type { Outcome } from '../reply.ts';

/** The ways in which a member can turn to the bot. */
export const REQUEST_KINDS = [
  'command',
  'message_command',
  'mention',
  'button',
  'form',
  'autocomplete',
] as const;

export type RequestKind = (typeof REQUEST_KINDS)[number];

/** A request that has been dealt with. */
export interface Served {
  readonly kind: RequestKind;
  /**
   * What became of the question, where one was asked; `too_late` where Discord no longer took the
   * reply, `failed` where the bot could not give one.
   */
  readonly outcome: Outcome | 'too_late' | 'failed' | null;
  /** From its arrival until Discord had the reply. */
  readonly ms: number;
}

/** Whoever keeps count of what passes between the bot and Discord. */
export interface Observer {
  served(request: Served): void;
  /** The bot hears from Discord on every shard, for the first time or again. */
  connected(): void;
  /** The bot no longer hears from Discord, and connects again by itself. */
  interrupted(): void;
}

const MINUTE_MS = 60_000;

export interface CoolDownTimes {
  /** After the bot has joined in. */
  readonly afterJoiningMs: number;
  /** After a member found that not useful, or muted the bot. */
  readonly afterComplaintMs: number;
}

export const COOL_DOWN: CoolDownTimes = {
  afterJoiningMs: 10 * MINUTE_MS,
  afterComplaintMs: 120 * MINUTE_MS,
};

/**
 * For how long the bot stays out of each channel. It is forgotten with the process: what is to last is
 * a setting.
 */
export class CoolDown {
  readonly #times: CoolDownTimes;
  /** When each channel's ends. */
  readonly #endsMs = new Map<string, number>();

  constructor(times: CoolDownTimes = COOL_DOWN) {
    this.#times = times;
  }

  isOver(channelId: string, nowMs: number): boolean {
    return nowMs >= (this.#endsMs.get(channelId) ?? nowMs);
  }

  /** The bot has said something unasked. */
  joinedIn(channelId: string, nowMs: number): void {
    this.#extend(channelId, nowMs, this.#times.afterJoiningMs);
  }

  /** It should not have. */
  complained(channelId: string, nowMs: number): void {
    this.#extend(channelId, nowMs, this.#times.afterComplaintMs);
  }

  /** The longer of two goes. Those that are over go first, so that the map stays small. */
  #extend(channelId: string, nowMs: number, durationMs: number): void {
    for (const [channel, endsMs] of this.#endsMs) {
      if (endsMs <= nowMs) this.#endsMs.delete(channel);
    }
    this.#endsMs.set(channelId, Math.max(this.#endsMs.get(channelId) ?? 0, nowMs + durationMs));
  }
}

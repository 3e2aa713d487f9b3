import type { Clock } from './clock.ts';

const DISCORD_EPOCH_MS = 1_420_070_400_000;
const BITS_BELOW_TIME = 22n;

/** Ids as Discord makes them: they hold their time, and each is larger than the one before. */
export class Snowflakes {
  readonly #clock: Clock;
  #last = 0n;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(): string {
    const ofThisMoment = BigInt(this.#clock.now() - DISCORD_EPOCH_MS) << BITS_BELOW_TIME;
    this.#last = ofThisMoment > this.#last ? ofThisMoment : this.#last + 1n;
    return String(this.#last);
  }
}

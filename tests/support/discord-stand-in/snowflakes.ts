import type { Clock } from './clock.ts';

const DISCORD_EPOCH_MS = 1_420_070_400_000;
const BITS_BELOW_TIME = 22n;
/** Longer than it takes to make the next id. */
export const SOON_MS = 1000;

/** Ids as Discord makes them: they hold their time, and each is larger than the one before. */
export class Snowflakes {
  readonly #clock: Clock;
  #last = 0n;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Makes the next id of a moment soon to come for which something holds, in ms since Discord's epoch. */
  skipTo(holds: (time: number) => boolean): void {
    let time = this.#clock.now() - DISCORD_EPOCH_MS + SOON_MS;
    while (!holds(time)) time += 1;
    this.#last = (BigInt(time) << BITS_BELOW_TIME) - 1n;
  }

  next(): string {
    const ofThisMoment = BigInt(this.#clock.now() - DISCORD_EPOCH_MS) << BITS_BELOW_TIME;
    this.#last = ofThisMoment > this.#last ? ofThisMoment : this.#last + 1n;
    return String(this.#last);
  }
}

const DISCORD_EPOCH_MS = 1_420_070_400_000;
const BITS_BELOW_TIME = 22n;

/** Ids as Discord makes them: they hold their time, and each is larger than the one before. */
export class Snowflakes {
  readonly #now: () => number;
  #last = 0n;

  /** @param now milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  next(): string {
    const ofThisMoment = BigInt(this.#now() - DISCORD_EPOCH_MS) << BITS_BELOW_TIME;
    this.#last = ofThisMoment > this.#last ? ofThisMoment : this.#last + 1n;
    return String(this.#last);
  }
}

/** How reserved the bot is where it may join in unasked. */
export interface DiscussionTimes {
  /** How long members have to answer for themselves. */
  readonly waitMs: number;
  /** For how long the bot stays out of a channel after it has joined in. */
  readonly coolDownMs: number;
}

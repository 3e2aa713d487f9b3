const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/**
 * The time before which questions are to be forgotten, in milliseconds since 1970. Those that are not
 * kept at all stay in memory for an hour, for the sake of the buttons under their answers.
 */
export function keptSinceMs(nowMs: number, keepQuestionsDays: number): number {
  return nowMs - (keepQuestionsDays === 0 ? HOUR_MS : keepQuestionsDays * DAY_MS);
}

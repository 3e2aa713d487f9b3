const MONTHS_AND_DAYS = new Set(
  `january february march april may june july august september october november december
  jan feb mar apr jun jul aug sep sept oct nov dec
  monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow`.split(/\s+/),
);

/** Whether a word is, or may be, part of a date: a month, a day of the week, `15`, `15th`. */
export function isCalendarWord(word: string): boolean {
  return /^\p{N}/u.test(word) || MONTHS_AND_DAYS.has(word.toLowerCase());
}

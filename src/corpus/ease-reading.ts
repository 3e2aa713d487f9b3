import { MONTH } from './month-parts.ts';

const DAY = '\\d{1,2}(?:st|nd|rd|th)?';
const BETWEEN = new RegExp(
  `\\bbetween\\s+(?:the\\s+)?(?:${MONTH}\\s+)?${DAY}\\s+and(?=\\s+${DAY}\\b)`,
  'gi',
);
/** "November 14–16": chrono knows no dash there but a hyphen. */
const DASH_BEHIND_DAY = new RegExp(`\\b(${MONTH}\\s+${DAY}\\s?)[–—](?=\\s?\\d{1,2}\\b)`, 'gi');
/** "In November, 15 boats sailed": chrono takes the number for a day. */
const COUNT_BEHIND_MONTH = new RegExp(
  `\\b(?:in\\s+${MONTH}|${MONTH},)\\s` +
    '(?=\\s*\\d{1,2}\\s+(?!(?:and|or|to|until|at|in|of|on|near|when|where|with)\\b)\\p{L})',
  'giu',
);
/** Chrono takes these words together with a date for a time of the day of writing. */
const PART_OF_DAY = /\b(?:early |late )?(?:morning|afternoon|evening|night)\s+(?:of|to)\s/gi;

/**
 * The text with the same length, written so that chrono understands it: "between 3 and 10 October"
 * as "3 to  10", "the evening of 3 October" without the evening.
 */
export function easeReading(text: string): string {
  return text
    .replace(PART_OF_DAY, (words) => ';'.repeat(words.length))
    .replace(BETWEEN, (words) => `${words.slice(0, -'and'.length)}to `)
    .replace(DASH_BEHIND_DAY, '$1-')
    .replace(COUNT_BEHIND_MONTH, (words) => `${words.slice(0, -1)};`);
}

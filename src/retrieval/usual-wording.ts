const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
/** `Nov 15`, `Nov. 15th`, `15 nov`: short for a month only where a number stands beside it. */
const SHORT = '(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)';
const SHORT_MONTH = new RegExp(
  String.raw`\b(${SHORT})\b\.?(?=\s?\d)|(?<=\d(?:st|nd|rd|th)?\s)(${SHORT})\b\.?`,
  'giu',
);
/** Asks for a name, as "who" does. */
const NAME_OF = /^(?:what|which)(?:['’]?s| is| was| are| were) the (?:full )?names? of\b/iu;

/** A question in the words that articles and other questions use for the same. */
export function usualWording(question: string): string {
  return question.replace(NAME_OF, 'who is').replace(SHORT_MONTH, spellOut);
}

function spellOut(short: string): string {
  const beginning = short.slice(0, 3).toLowerCase();
  return MONTHS.find((month) => month.toLowerCase().startsWith(beginning)) ?? short;
}

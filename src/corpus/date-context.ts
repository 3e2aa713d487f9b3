import type { TextRange } from './article.ts';
import type { Bound, DateMention, DatedDay } from './date-mention.ts';

/** How far before a date the words are looked for that bear on it. */
const MAX_LEAD_CHARS = 40;
const BOUND =
  /\b(since|after|until|till|up to|before|prior to|by)\s+(?:(?:at least|about|around|on|the)\s+)*$/i;
const BOUNDS: Readonly<Record<string, Bound>> = {
  since: 'since',
  after: 'after',
  until: 'until',
  till: 'until',
  'up to': 'until',
  before: 'before',
  'prior to': 'before',
  by: 'by',
};
/** A date that begins with a time of its day. */
const TIME = /^(?:noon|midnight|\d{1,2}[:.]\d\d\b(?![./-])|\d{1,2}\s?[ap]\.?m\b)/i;
const NUMBERS = [
  'a',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
];
const DISTANCE =
  /\b(the(?=\s+day\b)|an?|one|two|three|four|five|six|seven|eight|nine|ten|[1-9]\d?)\s+(day|week)s?\s+(after|following|before|prior to)\s+(?:the\s+)?/gi;

/** "Two days after": words that count from a date that follows, or from something else. */
export interface Distance extends TextRange {
  readonly days: number;
}

/** The distances in a text, in order of appearance. */
export function findDistances(text: string): Distance[] {
  return [...text.matchAll(DISTANCE)].map((match) => {
    const [, count = '', unit = '', direction = ''] = match;
    const units = Math.max(
      1,
      NUMBERS.indexOf(count.toLowerCase()),
      Number.parseInt(count, 10) || 0,
    );
    const days = units * (unit.toLowerCase() === 'week' ? 7 : 1);
    return {
      start: match.index,
      end: match.index + match[0].length,
      days: /^(?:after|following)$/i.test(direction) ? days : -days,
    };
  });
}

/**
 * What the words before a date make of it. "Since Tuesday's vote" is about the vote, and so about
 * Tuesday; "before midnight on Tuesday" is about Tuesday too.
 */
export function boundOf(text: string, { start, end }: TextRange): Bound | null {
  if (/^['’]s\b/.test(text.slice(end, end + 3)) || TIME.test(text.slice(start, end))) return null;
  const [, word] = BOUND.exec(text.slice(Math.max(0, start - MAX_LEAD_CHARS), start)) ?? [];
  return word === undefined ? null : BOUNDS[word.toLowerCase()]!;
}

/** Makes one span of "between A and B". The mentions are in order of appearance. */
export function joinBetween(text: string, mentions: readonly DateMention[]): DateMention[] {
  const joined: DateMention[] = [];
  for (const mention of mentions) {
    const last = joined.at(-1);
    if (
      last?.date.kind === 'dated' &&
      mention.date.kind === 'dated' &&
      /^\s{1,3}and\s{1,3}(?:the\s)?$/i.test(text.slice(last.end, mention.start)) &&
      /\bbetween\s+(?:the\s+)?$/i.test(text.slice(Math.max(0, last.start - 20), last.start))
    ) {
      const date = spanBetween(last.date, mention.date);
      joined[joined.length - 1] = { ...last, end: mention.end, date };
    } else {
      joined.push(mention);
    }
  }
  return joined;
}

function spanBetween(first: DatedDay, last: DatedDay): DatedDay {
  return {
    kind: 'dated',
    year: first.year ?? last.year,
    weekday: null,
    isMonth: false,
    inYear: (year) => {
      const from = first.inYear(year)?.from;
      const to = last.inYear(last.year ?? year)?.to;
      if (from === undefined || to === undefined) return null;
      if (from <= to) return { from, to };
      // From December to January.
      if (last.year === null) return spanOrNull(from, last.inYear(year + 1)?.to);
      return first.year === null ? spanOrNull(first.inYear(year - 1)?.from, to) : null;
    },
  };
}

function spanOrNull(from: string | undefined, to: string | undefined) {
  return from === undefined || to === undefined ? null : { from, to };
}

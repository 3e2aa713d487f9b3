import type { TextRange } from '../corpus/article.ts';

/** A word or a number of a sentence, where it stands. */
export interface Token extends TextRange {
  readonly text: string;
}

/** What a number says: one value, or everything between two. */
export interface ReadNumber {
  /** Null where it names no single one: "dozens". */
  readonly value: number | null;
  readonly least: number;
  readonly most: number;
  /** Position of the first token behind it. */
  readonly next: number;
}

const TOKEN =
  /[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+(?![0-9])|[0-9]+(?:[.,][0-9]+)*\p{No}?|\p{L}[\p{L}\p{N}]*(?:['’-][\p{L}\p{N}]+)*/gu;
/** How numbers are written in digits; others are versions and the like. */
const FORMS = [
  // Groups of three with the same mark between them.
  /^(?<whole>[1-9][0-9]{0,2}([^0-9])[0-9]{3}(?:\2[0-9]{3})*)(?:(?!\2)[.,](?<fraction>[0-9]+))?$/,
  // `10,00,000`: a million in India.
  /^(?<whole>[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3})$/,
  /^(?<whole>[0-9]+)(?:[.,](?<fraction>[0-9]+))?$/,
];
/** Longer numbers are identifiers, and would lose digits. */
const MAX_DIGITS = 15;

const SMALL = new Map<string, number>([
  ...named(1, 1, 'one two three four five six seven eight nine ten eleven twelve thirteen'),
  ...named(14, 1, 'fourteen fifteen sixteen seventeen eighteen nineteen'),
  ...named(20, 10, 'twenty thirty forty fifty sixty seventy eighty ninety'),
]);
const SCALES = new Map([
  ['hundred', 100],
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9],
  ['trillion', 1e12],
  ['dozen', 12],
]);
/** From how many on, and up to how many at the utmost. */
const VAGUE: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['dozens', [20, 150]],
  ['scores', [30, 200]],
  ['hundreds', [100, 2000]],
  ['thousands', [1000, 20_000]],
  ['millions', [1e6, 2e7]],
]);

/** The words and numbers of a text, in order. */
export function tokensOf(text: string): Token[] {
  return Array.from(text.matchAll(TOKEN), ({ 0: match, index }) => ({
    text: match,
    start: index,
    end: index + match.length,
  }));
}

/**
 * Reads the number that begins at a token, in digits, in words or in both: `1,000`, `23.5 million`,
 * "two hundred and five", "a dozen", "tens of thousands". Null where none begins.
 */
export function readNumber(tokens: readonly Token[], position: number): ReadNumber | null {
  const word = tokens[position]?.text.toLowerCase();
  if (word === undefined) return null;
  return readVague(tokens, position, word) ?? readExact(tokens, position, word);
}

function readVague(tokens: readonly Token[], position: number, word: string): ReadNumber | null {
  const [second, third] = [wordAt(tokens, position + 1), wordAt(tokens, position + 2)];
  const scale = VAGUE.get(third);
  if (second === 'of' && scale !== undefined && (word === 'tens' || VAGUE.has(word))) {
    const factor = word === 'tens' ? 10 : VAGUE.get(word)![0];
    return { value: null, least: factor * scale[0], most: factor * scale[1], next: position + 3 };
  }
  const span = VAGUE.get(word);
  if (span === undefined) return null;
  return { value: null, least: span[0], most: span[1], next: position + 1 };
}

function readExact(tokens: readonly Token[], position: number, word: string): ReadNumber | null {
  let next = position;
  let total = 0;
  /** What has been read since the last thousand or million; null for nothing. */
  let current: number | null = null;
  if (/^[0-9]/.test(word)) {
    current = readDigits(word);
    if (current === null) return null;
    next += 1;
  } else if (word === 'half' && wordAt(tokens, position + 1) === 'a') {
    if (!SCALES.has(wordAt(tokens, position + 2))) return null;
    current = 0.5;
    next += 2;
  } else if (word === 'a' || word === 'an') {
    if (!SCALES.has(wordAt(tokens, position + 1))) return null;
    next += 1;
  }
  for (; next < tokens.length; next++) {
    const here = wordAt(tokens, next);
    const scale = SCALES.get(here);
    if (scale !== undefined) {
      if (next === position) break;
      if (scale <= 100) current = (current ?? 1) * scale;
      else {
        total += (current ?? 1) * scale;
        current = null;
      }
      continue;
    }
    const isJoined = here === 'and' && (total > 0 || (current ?? 0) >= 100);
    const value = inWords(isJoined ? wordAt(tokens, next + 1) : here);
    if (value === null || !continues(current, value)) break;
    current = (current ?? 0) + value;
    if (isJoined) next += 1;
  }
  if (next === position) return null;
  const value = total + (current ?? 0);
  return { value, least: value, most: value, next };
}

/** Whether a number in words may stand behind another one: "twenty three", "two hundred five". */
function continues(current: number | null, value: number): boolean {
  if (current === null) return true;
  if (!Number.isInteger(current)) return false;
  return current % 100 === 0
    ? value < 100
    : current % 100 >= 20 && current % 10 === 0 && value < 10;
}

/** "Twenty", "twenty-three". */
function inWords(word: string): number | null {
  const [first, second, ...rest] = word.split('-').map((part) => SMALL.get(part));
  if (first === undefined || rest.length > 0) return null;
  if (second === undefined) return word.includes('-') ? null : first;
  return first >= 20 && second < 10 ? first + second : null;
}

/** `1,000`, `1.000` and `1 000` are a thousand, `5.5`, `5,5` and `0.125` no whole numbers. */
function readDigits(digits: string): number | null {
  if (digits.length > MAX_DIGITS) return null;
  const { whole, fraction = '' } =
    FORMS.map((form) => form.exec(digits)).find(Boolean)?.groups ?? {};
  return whole === undefined ? null : Number(`${whole.replace(/[^0-9]/g, '')}.${fraction}`);
}

function wordAt(tokens: readonly Token[], position: number): string {
  return tokens[position]?.text.toLowerCase() ?? '';
}

function named(first: number, step: number, words: string): [string, number][] {
  return words.split(' ').map((word, position) => [word, first + step * position]);
}

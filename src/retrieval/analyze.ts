import { stemmer } from 'stemmer';
import { STOP_WORDS } from './stop-words.ts';

/** A word of a text as the lexical search knows it. */
export interface Token {
  readonly term: string;
  /** What it was stemmed from: in lower case, without accents. Missing where that is not known. */
  readonly word?: string;
  /** Written with a capital, where that means something: names are, and words that open a sentence. */
  readonly isCapitalised: boolean;
}

/**
 * A dotted acronym (`U.K.`, `U.K.’s`), a number with separators (`1,000`), or a word with its
 * apostrophes and hyphens (`country’s`, `anti-aircraft`).
 */
const WORD =
  /(?:\p{L}\.){2,}(?:['’ʼ][sS]\b)?|\p{N}+(?:[.,]\p{N}+)+|[\p{L}\p{N}]+(?:['’ʼ-][\p{L}\p{N}]+)*/gu;
/** Letters that do not come apart into a Latin one and an accent: Łódź, Øresund, Straße. */
const FOLDED_LETTERS: Readonly<Record<string, string>> = {
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ø: 'o',
  Ø: 'O',
  ı: 'i',
  ß: 'ss',
  æ: 'ae',
  Æ: 'Ae',
  œ: 'oe',
  Œ: 'Oe',
};
/** `1st`, `265th`. */
const ORDINAL = /^(\p{N}+)(?:st|nd|rd|th)$/u;
/** Numbers that are written out as often as in digits; `one` is a stop word. */
const NUMBERS: ReadonlyMap<string, string> = new Map([
  ...numbered(2, 1, 'two three four five six seven eight nine ten eleven twelve thirteen fourteen'),
  ...numbered(15, 1, 'fifteen sixteen seventeen eighteen nineteen twenty'),
  ...numbered(30, 10, 'thirty forty fifty sixty seventy eighty ninety'),
]);
/** Longer runs are not words; a term never needs more. */
const MAX_TERM_CHARS = 40;
/** What an apostrophe adds to a word: a genitive, or the rest of `she’ll`, `they’d`, `couldn’t`. */
const AFTER_APOSTROPHE = /['’ʼ](?:s|t|ll|re|ve|d|m)?$/iu;

/**
 * The terms of a text in order: accents dropped, lower case, English stems (Porter 1980), without
 * stop words, small numbers and ordinals in digits. A hyphenated word gives its parts and the whole,
 * so that `sz300`, `SZ-300` and `anti aircraft` meet.
 */
export function analyze(text: string): Token[] {
  const tokens: Token[] = [];
  for (const word of wordsOf(text)) for (const token of word) tokens.push(token);
  return tokens;
}

/** The terms of a text alone. */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  for (const word of wordsOf(text)) for (const { term } of word) terms.push(term);
  return terms;
}

/** The words of a text in order, each with its tokens. */
function wordsOf(text: string): (readonly Token[])[] {
  const plain = PLAIN.test(text) ? text : foldLetters(text);
  // In a shouted text capitals say nothing.
  const isShouted = !/[a-z]/.test(plain) && plain === plain.toUpperCase();
  const known = isShouted ? ofShoutedWords : ofWords;
  return (plain.match(WORD) ?? []).map((word) => {
    let tokens = known.get(word);
    if (tokens === undefined) {
      tokens = tokensOf(word, known === ofWords);
      if (known.size >= REMEMBERED_WORDS) known.clear();
      known.set(word, tokens);
    }
    return tokens;
  });
}

/** A text in which there is nothing to fold. */
const PLAIN = /^[\p{ASCII}‘’“”–—]*$/u;

function foldLetters(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[łŁđĐøØıßæÆœŒ]/g, (letter) => FOLDED_LETTERS[letter]!);
}

/** Nearly all words of a text are among the commonest, and stemming them takes most of the time. */
const REMEMBERED_WORDS = 50_000;
const ofWords = new Map<string, readonly Token[]>();
const ofShoutedWords = new Map<string, readonly Token[]>();

function tokensOf(word: string, capitalsMean: boolean): Token[] {
  if (/[.,]/.test(word)) {
    return [{ term: joinDotted(word), isCapitalised: capitalsMean && /\p{Lu}/u.test(word) }];
  }
  const tokens: Token[] = [];
  const parts = word.split('-');
  for (const part of parts) {
    const bare = part.replace(AFTER_APOSTROPHE, '').replace(/['’ʼ]/gu, '');
    // "US" and "WHO" are not the pronouns.
    const isAcronym = capitalsMean && bare.length > 1 && bare === bare.toUpperCase();
    const lower = bare.toLowerCase();
    if (lower === '' || (!isAcronym && STOP_WORDS.has(lower))) continue;
    const isCapitalised = capitalsMean && /^\p{Lu}/u.test(bare);
    tokens.push({ term: toTerm(lower), word: lower, isCapitalised });
  }
  if (parts.length > 1) {
    const whole = parts.join('').toLowerCase();
    tokens.push({ term: toTerm(whole), word: whole, isCapitalised: false });
  }
  return tokens;
}

/** `U.K.` as `UK` would be, `1,000` as `1000`, `5.5` as it is. */
function joinDotted(word: string): string {
  return /\p{L}/u.test(word)
    ? toTerm(word.replace(AFTER_APOSTROPHE, '').replaceAll('.', '').toLowerCase())
    : word.replace(/[.,](?=\p{N}{3}(?!\p{N}))/gu, '');
}

function toTerm(word: string): string {
  const cut = word.slice(0, MAX_TERM_CHARS);
  if (!/^[a-z]+$/.test(cut)) return cut.replace(ORDINAL, '$1');
  return NUMBERS.get(cut) ?? stemmer(cut);
}

/** Number words, the first of which is `first`, each `step` more than the one before. */
function numbered(first: number, step: number, words: string): [string, string][] {
  return words.split(' ').map((word, position) => [word, String(first + step * position)]);
}

import type { TextRange } from '../corpus/article.ts';
import { foldLetters } from './fold-typography.ts';

/** A word of a text. */
export interface Word extends TextRange {
  /** The same for words that differ in nothing but capitals and typography; never 0. */
  readonly key: number;
}

// What a UTF-16 unit can be within a word.
const SEPARATOR = 0;
const LETTER = 1;
const DIGIT = 2;
/** A word by itself: a sign such as `%`, or a character of a script that is written without blanks. */
const SINGLE = 3;
/** Part of a word that says nothing, such as a soft hyphen. */
const INVISIBLE = 4;
const APOSTROPHE = 5;
const UNKNOWN = 255;

const FULL_STOP = 0x2e;
const COMMA = 0x2c;
const STRAIGHT_APOSTROPHE = 0x27;
const GRAVE = 0x60;
/** Hashing by Fowler, Noll and Vo (FNV-1a, 32 bits). */
const HASH_START = 0x811c9dc5;
const HASH_FACTOR = 0x01000193;

const SINGLE_CHARACTER =
  /[%‰°±+\p{Sc}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const kinds = new Uint8Array(0x10000).fill(UNKNOWN);

/**
 * Visits the words of a part of a text in order. Hyphens and dashes stand between words, apostrophes
 * within them, as do the separators of numbers (`1,000`, `23.5`) and the stops of acronyms (`U.K`).
 */
export function scanWords(
  text: string,
  range: TextRange,
  visit: (key: number, start: number, end: number) => void,
): void {
  const kindAt = (position: number): number =>
    position < range.end ? kindOf(text.charCodeAt(position)) : SEPARATOR;
  let position = range.start;
  while (position < range.end) {
    const kind = kindAt(position);
    if (kind === SINGLE) {
      visit(keyOf(text, position, position + 1), position, position + 1);
      position += 1;
    } else if (kind === LETTER || kind === DIGIT) {
      const start = position;
      position += 1;
      while (position < range.end && goesOn(text, start, position, kindAt)) position += 1;
      visit(keyOf(text, start, position), start, position);
    } else {
      position += 1;
    }
  }
}

/** The words of a text, or of a part of it, in order. */
export function wordsOf(text: string, range: TextRange = { start: 0, end: text.length }): Word[] {
  const words: Word[] = [];
  scanWords(text, range, (key, start, end) => words.push({ key, start, end }));
  return words;
}

/** Whether the unit at a position belongs to the word that began before it. */
function goesOn(
  text: string,
  start: number,
  position: number,
  kindAt: (position: number) => number,
): boolean {
  const kind = kindAt(position);
  if (kind === LETTER || kind === DIGIT || kind === INVISIBLE) return true;
  const before = kindAt(position - 1);
  const after = kindAt(position + 1);
  if (kind === APOSTROPHE) return before === LETTER && after === LETTER;
  const code = text.charCodeAt(position);
  if (code !== FULL_STOP && code !== COMMA) return false;
  if (before === DIGIT && after === DIGIT) return true;
  // `U.K`, and not a full stop without a blank behind it.
  const isInitial = position - 1 === start || text.charCodeAt(position - 2) === FULL_STOP;
  return (
    code === FULL_STOP &&
    isInitial &&
    before === LETTER &&
    after === LETTER &&
    kindAt(position + 2) !== LETTER
  );
}

function keyOf(text: string, start: number, end: number): number {
  let hash = HASH_START;
  for (let position = start; position < end; position++) {
    const code = text.charCodeAt(position);
    if (code >= 0x80) return keyOfFolded(text.slice(start, end));
    hash = Math.imul(hash ^ foldAscii(code), HASH_FACTOR);
  }
  return hash >>> 0 || 1;
}

/** Small letters for capitals, and one apostrophe for two. */
function foldAscii(code: number): number {
  if (code === GRAVE) return STRAIGHT_APOSTROPHE;
  return code >= 0x41 && code <= 0x5a ? code | 0x20 : code;
}

/** For words with characters that can be written in more than one way. */
function keyOfFolded(word: string): number {
  const folded = foldLetters(word).toLowerCase();
  let hash = HASH_START;
  for (let position = 0; position < folded.length; position++) {
    const code = folded.charCodeAt(position);
    const kind = kindOf(code);
    if (kind === INVISIBLE) continue;
    hash = Math.imul(hash ^ (kind === APOSTROPHE ? STRAIGHT_APOSTROPHE : code), HASH_FACTOR);
  }
  return hash >>> 0 || 1;
}

/** What a unit is; each is found out once. */
function kindOf(code: number): number {
  const known = kinds[code]!;
  if (known !== UNKNOWN) return known;
  const kind = findKind(String.fromCharCode(code));
  kinds[code] = kind;
  return kind;
}

function findKind(character: string): number {
  if (/['’‘ʼ`´′＇]/.test(character)) return APOSTROPHE;
  if (/[\u00ad\u200b-\u200f\u2060\ufeff]/.test(character)) return INVISIBLE;
  if (/\p{Nd}/u.test(character)) return DIGIT;
  if (SINGLE_CHARACTER.test(character) && !/\p{M}/u.test(character)) return SINGLE;
  // Halves of pairs too: characters beyond the first plane hold together.
  return /[\p{L}\p{N}\p{M}\p{Cs}]/u.test(character) ? LETTER : SEPARATOR;
}

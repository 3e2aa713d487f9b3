import type { TextRange } from '../corpus/article.ts';
import { type Word, wordsOf } from './words.ts';

/** The longest text that is checked, in UTF-16 units. */
export const MAX_CLAIM_CHARS = 4000;

/** A text that is said to be quoted. */
export interface Claim {
  /** As it was given, but for letters in brackets. */
  readonly text: string;
  readonly words: readonly Word[];
}

/** `[T]he`, `[A] ship`: the usual sign that a quote began with the other letter. */
const LETTER_IN_BRACKETS = /\[(\p{L})\](?=[\p{L}\s])/gu;
const LETTER = /[\p{L}\p{N}]/u;

/** Whether there is anything to check in a text. */
export function isCheckable(text: string): boolean {
  return text.length <= MAX_CLAIM_CHARS && LETTER.test(text) && wordsOf(text).length > 0;
}

/** @param given is checkable. */
export function readClaim(given: string): Claim {
  const text = given.replace(LETTER_IN_BRACKETS, '$1').trim();
  return { text, words: wordsOf(text) };
}

/** From the first to the last of some words. */
export function spanOf(words: readonly Word[], from: number, to: number): TextRange {
  return { start: words[from]!.start, end: words[to - 1]!.end };
}

import { escapeMarkdown } from '../markdown.ts';

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Blanks, control characters, and marks that turn the direction of writing. */
const UNPRINTABLE = /[\s\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu;
const LONE_SURROGATE = /\p{Cs}/gu;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
/** An odd number of backslashes at the end: the last one has lost the character that it escapes. */
const TORN_ESCAPE = /(?<!\\)((?:\\\\)*)\\$/;

/** A title or name on one line, with nothing in it that could disturb its neighbours; null if blank. */
export function labelOf(text: string | null): string | null {
  if (text === null || !VISIBLE.test(text)) return null;
  return text.replace(UNPRINTABLE, ' ').replace(LONE_SURROGATE, '\ufffd').trim();
}

/** The text if it is no longer than that, else its beginning and an ellipsis. In UTF-16 units. */
export function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return `${wholeCharacters(text, maxLength - 1).trimEnd()}…`;
}

/** Escapes a text, and shortens what comes out. */
export function shortenMarkdown(text: string, maxLength: number): string {
  const escaped = escapeMarkdown(text);
  if (escaped.length <= maxLength) return escaped;
  const beginning = wholeCharacters(escaped, maxLength - 1).replace(TORN_ESCAPE, '$1');
  return `${beginning.trimEnd()}…`;
}

/** The longest beginning that tears no character. */
function wholeCharacters(text: string, maxLength: number): string {
  const start = characters.segment(text.slice(0, maxLength + 1)).containing(maxLength)?.index ?? 0;
  if (start > 0) return text.slice(0, start);
  // One character with no end of marks on it.
  return text.slice(0, maxLength).replace(/[\ud800-\udbff]$/, '');
}

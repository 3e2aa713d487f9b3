import { sha256 } from '../corpus/article.ts';
import { SUPPORTED_EXTENSIONS } from '../corpus/read-articles.ts';
import type { FileKind } from './file-kind.ts';

/** The ending included. File systems take 255 bytes; people read less. */
const MAX_NAME_CHARS = 80;
/** What is looked at of a name or title. */
const MAX_SOURCE_CHARS = 1000;
const HASH_CHARS = 8;

/** Names of devices on Windows, whatever ending follows, and the one file that is no article. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d|conin|conout|readme)$/;

/**
 * A name that is safe on every system for a file that was called `source`, or whose title that is:
 * words in lower case with dashes between them, at most 80 characters long. Letters that have no
 * Latin base are left out, and a checksum of the source stands in for them. A name that this function
 * has made stays as it is.
 */
export function safeFileName(source: string, kind: FileKind): string {
  const beginning = withoutEnding(source.slice(0, MAX_SOURCE_CHARS).trim());
  const plain = beginning
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    // Upper case knows more pairs: ß has become SS.
    .toUpperCase()
    .toLowerCase()
    .replace(/['’ʼ]/g, '');
  const words = plain.match(/[a-z\d]+/g) ?? [];
  const isComplete = words.length > 0 && !/[^\P{L}a-z]/u.test(plain);
  const ending = isComplete ? kind : `-${sha256(beginning).slice(0, HASH_CHARS)}${kind}`;
  const stem = words.join('-');
  const named = stem === '' || RESERVED.test(stem) ? `article-${stem}` : stem;
  return shorten(named, MAX_NAME_CHARS - ending.length).replace(/-$/, '') + ending;
}

/** The same name with a number behind it, for when there is such a file already. */
export function numberedFileName(name: string, number: number): string {
  const [, stem = '', kind = ''] = /^(.*)(\.\w+)$/.exec(name) ?? [];
  const ending = `-${number}${kind}`;
  return shorten(stem, MAX_NAME_CHARS - ending.length) + ending;
}

function withoutEnding(name: string): string {
  const lower = name.toLowerCase();
  const ending = SUPPORTED_EXTENSIONS.find((known) => lower.endsWith(known)) ?? '';
  return name.slice(0, name.length - ending.length);
}

/** Cuts between words where a word ends in the second half. */
function shorten(words: string, maxChars: number): string {
  if (words.length <= maxChars) return words;
  const lastDash = words.lastIndexOf('-', maxChars);
  return words.slice(0, lastDash > maxChars / 2 ? lastDash : maxChars);
}

/** A word with what stands behind an apostrophe or a hyphen. */
const WORD = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;

/** What contractions end with: `who’s`, `they’re`, `I’ve`, `we’d`, `you’ll`, `I’m`. */
const CONTRACTION = /'(?:s|re|ve|d|ll|m)$/;

/** The country, which is not the pronoun, and of which the letters are no words. */
const UNITED_STATES = /\bUS\b|(?<=\b[Tt]he )us\b|\b[Uu]\.[Ss]\.(?:[Aa]\.)?/g;

/** The words of a chat message in lower case, `who’s` as `who` and `didn’t` as `didn't`. */
export function chatWords(text: string): string[] {
  const plain = text.replace(UNITED_STATES, 'USA');
  return Array.from(plain.matchAll(WORD), ([word]) =>
    word.toLowerCase().replaceAll('’', "'").replace(CONTRACTION, ''),
  );
}

/** A class of words, written with blanks between them. */
export function wordClass(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/));
}

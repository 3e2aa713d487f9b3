/** Longer quotations are no phrases that somebody looks for. */
const MAX_PHRASE_CHARS = 300;

const DOUBLE_MARK = /["“”„‟«»]|''|``/u;
const BLANK_OR_BRACKET = /[\s([{—–-]/u;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const MARKS_AT_ENDS = /^[\s.,;:!?…]+|[\s.,;:!?…]+$/gu;

/**
 * What a question has between quotation marks of any kind, folded as `hasPhrase` compares it, each
 * once. A mark that is not closed opens nothing, and one word in marks is often no quotation.
 */
export function exactPhrases(question: string): string[] {
  const parts = question.split(DOUBLE_MARK);
  const phrases = parts.flatMap((part, position) => {
    // Every second part stands between two marks; the last one only where its mark is closed.
    const isQuoted = position % 2 === 1 && position + 1 < parts.length;
    return isQuoted ? [part] : singleQuoted(part);
  });
  const folded = phrases
    .filter(({ length }) => length <= MAX_PHRASE_CHARS)
    .map((phrase) => fold(phrase).replace(MARKS_AT_ENDS, ''));
  return [...new Set(folded)].filter((phrase) => phrase.includes(' '));
}

/** What stands between single marks: `'red line'`, and nothing in `don't` or `the pilots' plan`. */
function singleQuoted(text: string): string[] {
  const phrases: string[] = [];
  let start: number | null = null;
  for (const { 0: mark, index } of text.matchAll(/['‘’‚]/gu)) {
    const before = text.charAt(index - 1);
    const after = text.charAt(index + 1);
    if ((before === '' || BLANK_OR_BRACKET.test(before)) && /\S/u.test(after)) {
      start = index + mark.length;
    } else if (start !== null && /\S/u.test(before) && !LETTER_OR_DIGIT.test(after)) {
      phrases.push(text.slice(start, index));
      start = null;
    }
  }
  return phrases;
}

/**
 * Whether a text has a phrase of `exactPhrases` in whole words, whatever its quotation marks, dashes,
 * blanks and capitals.
 */
export function hasPhrase(text: string, phrase: string): boolean {
  const folded = fold(text);
  for (let at = folded.indexOf(phrase); at >= 0; at = folded.indexOf(phrase, at + 1)) {
    const isWholeWords =
      !LETTER_OR_DIGIT.test(folded.charAt(at - 1)) &&
      !LETTER_OR_DIGIT.test(folded.charAt(at + phrase.length));
    if (isWholeWords) return true;
  }
  return false;
}

/** In lower case, without double quotation marks, with one kind of apostrophe, dash and blank. */
function fold(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/["“”„‟«»]|''|’’|``/gu, '')
    .replace(/[‘’‚ʼ`]/gu, "'")
    .replace(/[\u2010-\u2015\u2212]/gu, '-')
    .replace(/\s+/gu, ' ')
    .trim();
}

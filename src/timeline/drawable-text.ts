/** Longer texts are cut before they are looked at closely. */
const MAX_CHARS = 400;
/** Blanks, control characters, and marks that are not seen, or turn the direction of writing. */
const UNPRINTABLE = /[\s\p{Cc}\p{Cf}\p{Cs}]+/gu;
/** More marks than that on one letter are no language. */
const PILED_MARKS = /(\p{M}{3})\p{M}+/gu;
const WRITTEN = /[\p{L}\p{N}]/u;

/**
 * A text on one line as a font can draw it; null where a letter of it, or all of it, is missing there.
 * Signs, marks and emoji that the font has not are left out.
 *
 * @param hasCharacter matches one character that the font has.
 */
export function drawableText(text: string, hasCharacter: RegExp): string | null {
  const line = text.slice(0, MAX_CHARS).normalize('NFC').replace(UNPRINTABLE, ' ');
  let drawn = '';
  for (const character of line.replace(PILED_MARKS, '$1')) {
    if (hasCharacter.test(character)) drawn += character;
    else if (WRITTEN.test(character)) return null;
  }
  const trimmed = drawn.replace(/ {2,}/g, ' ').trim();
  return WRITTEN.test(trimmed) ? trimmed : null;
}

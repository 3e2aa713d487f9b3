import type { Style } from './read-markdown.ts';

/** Characters by their advance in Helvetica and Arial, in thousandths of the font size. */
const ADVANCES: readonly (readonly [advance: number, characters: string])[] = [
  [191, "'"],
  [222, 'ijl‘’'],
  [260, '|'],
  [278, ' !,./:;I[\\]ft'],
  [333, '()-`r“”·'],
  [355, '"•'],
  [389, '*'],
  [469, '^'],
  [500, 'Jckvxyz'],
  [556, '#$0123456789?L_abdeghnopqu–€'],
  [584, '+<=>~'],
  [611, 'FTZ'],
  [667, '&ABEKPSVXY'],
  [722, 'CDHNRUw'],
  [778, 'GOQ'],
  [833, 'Mm'],
  [889, '%'],
  [944, 'W'],
  [1000, '—…'],
  [1015, '@'],
];
const ADVANCE_OF = new Map(
  ADVANCES.flatMap(([advance, characters]) =>
    Array.from(characters, (character) => [character, advance] as const),
  ),
);
const OTHER_LETTER = 650;
/** Ideographs, emoji and whatever else is about as wide as it is high. */
const WIDE =
  /[\p{Extended_Pictographic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const WIDE_ADVANCE = 1000;
const MARK = /\p{M}/u;

const BOLD_FACTOR = 1.08;
const CODE_ADVANCE = 602;
/** Verdana and DejaVu Sans, which stand in where Helvetica and Arial are missing, are wider. */
const RESERVE = 1.12;

/** The width that a text may take in pixels, with some reserve for other fonts. */
export function widthOf(text: string, size: number, style: Style = 'plain'): number {
  // Letters with accents are as wide as those without.
  const characters = Array.from(text.normalize('NFD')).filter((character) => !MARK.test(character));
  const advances = characters.map((character) =>
    style === 'code' ? CODE_ADVANCE : advanceOf(character),
  );
  const total = advances.reduce((sum, advance) => sum + advance, 0);
  return (total / 1000) * size * RESERVE * (style === 'bold' ? BOLD_FACTOR : 1);
}

function advanceOf(character: string): number {
  return ADVANCE_OF.get(character) ?? (WIDE.test(character) ? WIDE_ADVANCE : OTHER_LETTER);
}

/** Pairs of single marks that stand for a double one. */
const PAIRS_OF_MARKS = /''|’’|‘‘|``|´´|′′/g;
/** Marks of quotation and apostrophes, of every language and keyboard. */
const MARKS = /["'`´′″ʼ‚„＂＇「」『』〝〞〟\p{Pi}\p{Pf}]/gu;
const DASHES = / ?[\p{Pd}\u2212]+ ?/gu;
/** Three dots in a row, wherever blanks are. */
const ELLIPSES = / ?(?:…|\. ?\. ?\.) ?/g;
/** Letters that typesetters join: ﬁ, ﬂ. */
const LIGATURES = /[\ufb00-\ufb06]/g;
/** Soft hyphens, blanks without width and marks of direction: nobody sees them. */
const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u2060\ufeff]/g;

/**
 * The text with one form for what typesetters and keyboards write in several: quotation marks and
 * apostrophes, dashes of any length, blanks, joined letters, the three dots of an ellipsis. Two texts
 * that are folded to the same have the same words, capitals and stops. A blank beside a dash, an
 * ellipsis or a quotation mark is dropped, since languages and house styles differ in it.
 */
export function foldTypography(text: string): string {
  return foldLetters(text)
    .replace(INVISIBLE, '')
    .replace(PAIRS_OF_MARKS, '"')
    .replace(MARKS, "'")
    .replace(/\s+/g, ' ')
    .replace(ELLIPSES, '...')
    .replace(DASHES, '-')
    .replace(/ ?' ?/g, "'")
    .trim();
}

/** The text with one form for letters that can be written with several characters. */
export function foldLetters(text: string): string {
  return text.normalize('NFC').replace(LIGATURES, (letters) => letters.normalize('NFKC'));
}

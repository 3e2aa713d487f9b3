const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Breaks a text into lines no wider than `maxWidth`, at blanks where there are any. What goes beyond
 * `maxLines` is left out, with an ellipsis in its place.
 */
export function wrapText(
  text: string,
  measure: (text: string) => number,
  { maxWidth, maxLines }: { readonly maxWidth: number; readonly maxLines: number },
): string[] {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const isLast = lines.length === maxLines - 1;
    if (measure(rest) <= maxWidth) return [...lines, rest];
    const line = beginning(rest, (part) => measure(isLast ? `${part}…` : part) <= maxWidth);
    if (isLast) return [...lines, `${line}…`];
    lines.push(line);
    rest = rest.slice(line.length).trimStart();
  }
  return lines;
}

/** The longest beginning of whole words that fits, or of whole characters where no word does. */
function beginning(text: string, fits: (part: string) => boolean): string {
  const ends = Array.from(characters.segment(text), ({ index, segment }) => index + segment.length);
  // Of the ends the last that fits; at least one character, so that it goes on.
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(text.slice(0, ends[middle]))) low = middle;
    else high = middle - 1;
  }
  const part = text.slice(0, ends[low]);
  const isWhole = /^\s/.test(text.slice(part.length));
  const lastBlank = Array.from(part.matchAll(/\s/g)).at(-1)?.index;
  const words = isWhole ? part : part.slice(0, lastBlank);
  return words.trimEnd() || part;
}

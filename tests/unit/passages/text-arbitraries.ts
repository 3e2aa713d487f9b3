import * as fc from 'fast-check';
import type { TextRange } from '../../../src/corpus/article.ts';

const BLANKS = [' ', ' ', ' ', '  ', '\t', '\u00a0', '\u202f', '\u2003', '\u3000', '\ufeff'];
const BREAKS = ['\n', '\n', '\r\n', '\n\n', '\n\n', '\r\n\r\n', '\r', '\u2028', '\n \n', '\u0085'];
const WORDS = [
  'The', 'river', 'rose', 'said', 'Tarn', 'Mr.', 'Capt.', 'U.K.', 'J.', 'a.m.', 'Dec.', '29', '3.5',
  '2022', 'Tuesday', 'November', 'end.', 'End.', 'what?', 'stop!', 'wait…', '...', '.', '—', '–', '»',
  '“There', 'water.”', '’’', '”', '“', '"', "'", '(', ')', '-', '*', '#', '##', '>', '|', ':', '1)',
  '23.47 – Warden speaks', '---', 'pic.example.com/bW9', '#crews', '@watch', '😀', '🇺🇦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👨‍👩‍👧', '👍🏽',
  'e\u0301', '\u0301', '\u200d', '\u200b', '\ud83d', '\ude00', '\u{e0100}', 'היום', 'पानी', '水が来た。', '\0',
]; // prettier-ignore
const STARTS = ['# ', '## ', '23.47 – ', '4:05 pm - ', '> ', '- ', 'date 2022-11-14 ', '---', ''];

const piece = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }) },
);

/** Words without a blank: the longest are longer than a passage may be. */
const longWord = fc
  .tuple(fc.array(piece, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 400 }))
  .map(([pieces, times]) => pieces.join('').replace(/\s/g, '').repeat(times).slice(0, 3000));

const sentence = fc
  .array(
    fc.tuple(
      fc.oneof({ weight: 30, arbitrary: piece }, { weight: 1, arbitrary: longWord }),
      fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(...BLANKS) },
        { weight: 1, arbitrary: fc.constantFrom('', ...BREAKS) },
      ),
    ),
    { maxLength: 60, size: 'max' },
  )
  .map((words) => words.flat().join(''));

/** Texts with everything in them that has ever upset a splitter. */
export const arbitraryText: fc.Arbitrary<string> = fc
  .array(fc.tuple(fc.constantFrom(...STARTS), sentence, fc.constantFrom(...BREAKS)), {
    maxLength: 12,
    size: 'max',
  })
  .map((paragraphs) => paragraphs.flat().join(''));

/** A text and ranges of it: in order, not overlapping, tearing no surrogate pair. */
export const arbitraryExcluded: fc.Arbitrary<{
  readonly text: string;
  readonly excluded: readonly TextRange[];
}> = fc
  .tuple(arbitraryText, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }))
  .map(([text, fractions]) => {
    const cuts = fractions
      .map((fraction) => pairStart(text, Math.round(fraction * text.length)))
      .sort((a, b) => a - b);
    const excluded: TextRange[] = [];
    for (let index = 0; index + 1 < cuts.length; index += 2) {
      excluded.push({ start: cuts[index] ?? 0, end: cuts[index + 1] ?? 0 });
    }
    return { text, excluded };
  });

/** Whether a position lies within a surrogate pair. */
export function tearsPair(text: string, position: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(position - 1, position + 1));
}

function pairStart(text: string, position: number): number {
  return tearsPair(text, position) ? position - 1 : position;
}

/**
 * What is wrong with ranges that should be in order, trimmed, not overlapping, outside of `excluded`,
 * tear no surrogate pair and cover every other character that is not blank. Empty when all is well.
 */
export function findFaults(
  text: string,
  ranges: readonly TextRange[],
  excluded: readonly TextRange[],
): string[] {
  const faults: string[] = [];
  const covered = new Uint8Array(text.length);
  let position = 0;
  for (const { start, end } of ranges) {
    const fault = (what: string): number => faults.push(`[${start}, ${end}) ${what}`);
    if (start < position) fault(`begins before ${position}`);
    if (end <= start || end > text.length) fault('is empty or out of bounds');
    if (text.slice(start, end).trim().length !== end - start) fault('is not trimmed');
    if (tearsPair(text, start) || tearsPair(text, end)) fault('tears a pair');
    covered.fill(1, start, end);
    position = end;
  }
  const open = new Uint8Array(text.length).fill(1);
  for (const { start, end } of excluded) open.fill(0, start, end);
  for (let index = 0; index < text.length; index++) {
    if (open[index] === 0 && covered[index] === 1) faults.push(`${index} is excluded but covered`);
    if (open[index] === 1 && covered[index] === 0 && /\S/.test(text.charAt(index))) {
      faults.push(`${index} is not covered`);
    }
  }
  return faults.slice(0, 5);
}

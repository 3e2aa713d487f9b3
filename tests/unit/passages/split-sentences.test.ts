import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSentences } from '../../../src/passages/split-sentences.ts';
import { arbitraryText, findFaults } from './text-arbitraries.ts';

function sentencesOf(text: string): string[] {
  return splitSentences(text, { start: 0, end: text.length }).map(({ start, end }) =>
    text.slice(start, end),
  );
}

/** Where a sentence ends without what may be counted to it or to the next. */
function endOf(start: number, sentence: string): number {
  return start + sentence.replace(/[\s“‘«([]+$/, '').length;
}

describe('sentences', () => {
  it.each([
    { sentences: ['The river rose.', 'It fell again.'] },
    { sentences: ['Really?', 'Really!', 'Yes.'] },
    { sentences: ['What?!', 'He left.'] },
    { sentences: ['It rained. !!!', 'He left.'] },
    { sentences: ['Wait... what?', 'He left.'] },
    { sentences: ['Wait… he said.', 'He left.'] },
    { sentences: ['“Stop!” he said.', '“Go on.”', 'She went.'] },
    { sentences: ['He said: “Stop.', 'Go on.”', 'Then he left.'] },
    { sentences: ['He said “no.”', 'She left.'] },
    { sentences: ['“We stay until all is dry.’’', 'She left.'] },
    { sentences: ['It is already short ».', 'The call was long.'] },
    { sentences: ['(He left at noon.)', 'She stayed.'] },
    { sentences: ['He left (at 5 p.m.).', 'She stayed.'] },
    { sentences: ['今日は雨。', '明日は晴れ。'] },
    { sentences: ['A line without an end'] },
  ])('end where a reader sees them end: $sentences', ({ sentences }) => {
    expect(sentencesOf(sentences.join(' '))).toEqual(sentences);
  });

  it.each([
    { text: 'The U.K. Defense Ministry spoke.' },
    { text: 'A U.S. Army unit left the U.N. Security Council.' },
    { text: 'At 10 a.m. local time it rained.' },
    { text: 'At 5 p.m. Kyiv fell silent.' },
    { text: 'Mr. Burns met Mrs. Vadas, Dr. Kiss and Gen. Deák.' },
    { text: '“Mr. Vadas will come,” she said.' },
    { text: 'Lt. Col. Juhász went to St. Petersburg.' },
    { text: 'J. R. R. Tolkien and John F. Kennedy wrote.' },
    { text: 'It cost 3.5 million, or 1.000.000 crowns.' },
    { text: 'See No. 5 and fig. 3 of vol. 2.' },
    { text: 'On Dec. 29, Russia launched it.' },
    { text: 'On Nov. 16 it rained.' },
    { text: 'He has an offer, e.g. Tarn, i.e. the port, vs. Harlow.' },
    { text: 'iPhone sales rose. iPad too.' },
    { text: 'He left the army.before the winter.' },
    { text: 'Visit lantern.example.com and 1.2.3.' },
    { text: 'He stopped. and went on.' },
    { text: '“No water. “ said Deák.' },
    { text: 'He left . . . and stayed.' },
    { text: 'Stand by the crews. 👇👇' },
    { text: 'The first line\ngoes on in\r\nthe second.' },
    { text: 'At the lock he met Ilse\nBrandt and Imre\r\nVadas.' },
    { text: 'He asked Mr.\nBurns about it.' },
  ])('do not end within: $text', ({ text }) => {
    expect(sentencesOf(text)).toEqual([text]);
  });

  it.each([
    { sentences: ['He lives in the U.K.', 'The minister agreed.'] },
    { sentences: ['The curfew began at 5 p.m.', 'On Friday it ended.'] },
    { sentences: ['Is there hope?', 'No.', 'There is none.'] },
    { sentences: ['He is fond of art.', 'She is not.'] },
    { sentences: ['The rain came in Dec.', 'It stayed.'] },
    { sentences: ['Take plan B.', 'The other failed.'] },
  ])('end after an abbreviation where a new one begins: $sentences', ({ sentences }) => {
    expect(sentencesOf(sentences.join(' '))).toEqual(sentences);
  });

  it.each([{ gap: '\n\n' }, { gap: '\r\n\r\n' }, { gap: '\r\r' }, { gap: '\n \t\n\n' }])(
    'end at a blank line, full stop or not: $gap',
    ({ gap }) => {
      expect(sentencesOf(`A heading${gap}The river\r\nrose.`)).toEqual([
        'A heading',
        'The river\r\nrose.',
      ]);
    },
  );

  it('begin with their quotation mark even where the blank before it is missing', () => {
    expect(sentencesOf('“It is late,” he said.“We go.” They went.')).toEqual([
      '“It is late,” he said.',
      '“We go.”',
      'They went.',
    ]);
  });

  it('are looked for in the range alone, with offsets in the whole text', () => {
    const text = 'Before it. One here. Two there. After it.';
    const range = { start: 10, end: 31 };
    expect(splitSentences(text, range)).toEqual([
      { start: 11, end: 20 },
      { start: 21, end: 31 },
    ]);
  });

  it.each([{ text: '' }, { text: ' \n\u00a0\r\n' }])('are none in blanks', ({ text }) => {
    expect(sentencesOf(text)).toEqual([]);
  });

  it('cover every character that is not blank, in order', () => {
    fc.assert(
      fc.property(arbitraryText, fc.double({ min: 0, max: 1, noNaN: true }), (text, fraction) => {
        const end = Math.round(text.length * fraction);
        const excluded = [{ start: end, end: text.length }];
        const sentences = splitSentences(text.slice(0, end), { start: 0, end });
        expect(findFaults(text.slice(0, end), sentences, excluded)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('end at the same places in a long text as in a short one', () => {
    fc.assert(
      fc.property(fc.tuple(arbitraryText, arbitraryText), (texts) => {
        const text = texts.join(' ').replace(/[\r\n\u0085\u2028\u2029]/g, ' ');
        const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
        const ends = new Set(
          Array.from(segmenter.segment(text), ({ index, segment }) => endOf(index, segment)),
        );
        const others = splitSentences(text, { start: 0, end: text.length }).filter(
          ({ start, end }) => !ends.has(endOf(start, text.slice(start, end))),
        );
        expect(others).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    { name: 'sentences', unit: 'This is it. ' },
    { name: 'initials', unit: 'A. ' },
    { name: 'lower-case words with dots', unit: 'a. ' },
    { name: 'dots', unit: '.' },
    { name: 'dots and blanks', unit: '. ' },
    { name: 'quotation marks', unit: '“' },
    { name: 'letters', unit: 'a' },
    { name: 'blanks', unit: ' ' },
    { name: 'line ends', unit: '\r\n' },
    { name: 'lines of blanks', unit: `${' '.repeat(99)}\n` },
    { name: 'paragraphs', unit: 'a\n\n' },
  ])('are found in a megabyte of $name without long thinking', ({ unit }) => {
    const text = unit.repeat(1_000_000 / unit.length);
    const sentences = splitSentences(text, { start: 0, end: text.length });
    expect(findFaults(text, sentences, [])).toEqual([]);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBlocks } from '../../../src/passages/find-blocks.ts';
import { arbitraryExcluded, findFaults } from './text-arbitraries.ts';

function blocksOf(text: string): string[] {
  return findBlocks(text, []).map(({ start, end }) => text.slice(start, end));
}

function headingsOf(text: string): string[] {
  return findBlocks(text, [])
    .filter(({ isHeading }) => isHeading)
    .map(({ start, end }) => text.slice(start, end));
}

const PARAGRAPH = 'The river rose by two metres overnight, officials in the town said.';

describe('blocks', () => {
  it.each([
    { text: 'One.\n\nTwo.', blocks: ['One.', 'Two.'] },
    { text: 'One.\r\n\r\nTwo.', blocks: ['One.', 'Two.'] },
    { text: 'One.\r\rTwo.', blocks: ['One.', 'Two.'] },
    { text: 'One.\n \t\u00a0\nTwo.', blocks: ['One.', 'Two.'] },
    { text: '\n\n\nOne.\n\n\n\nTwo.\n\n', blocks: ['One.', 'Two.'] },
    { text: 'One\ntwo.\nThree.', blocks: ['One\ntwo.\nThree.'] },
    { text: 'One\r\ntwo.', blocks: ['One\r\ntwo.'] },
    { text: '  One. \n\n\u00a0 Two.', blocks: ['One.', 'Two.'] },
    { text: '# A\nOne.\n## B\nTwo.', blocks: ['# A', 'One.', '## B', 'Two.'] },
    { text: 'One.\n#crews two.', blocks: ['One.\n#crews two.'] },
    { text: '', blocks: [] },
    { text: ' \n\n ', blocks: [] },
  ])('stand between blank lines: $text', ({ text, blocks }) => {
    expect(blocksOf(text)).toEqual(blocks);
  });

  it.each([
    { line: 'The biggest walkout in the history' },
    { line: '23.47 – Dyke warden: “not one more sluice”' },
    { line: '23.47 – Is it over?' },
    { line: '9:05 pm - Warden speaks.' },
    { line: '23.47 –Warden speaks.' },
    { line: '# What now?' },
    { line: '###### Deep.' },
  ])('are headings when they are short and a paragraph follows: $line', ({ line }) => {
    expect(headingsOf(`${line}\n\n${PARAGRAPH}`)).toEqual([line]);
  });

  it.each([
    { text: `It rained.\n\n${PARAGRAPH}`, why: 'it ends like a sentence' },
    { text: `“It rained.”\n\n${PARAGRAPH}`, why: 'it ends like a sentence' },
    { text: `He said:\n\n${PARAGRAPH}`, why: 'it introduces what follows' },
    { text: `At last\nit rained\n\n${PARAGRAPH}`, why: 'it has two lines' },
    { text: `${'word '.repeat(40)}\n\n${PARAGRAPH.repeat(5)}`, why: 'it is long' },
    { text: 'At the very last\n\nIt rained.', why: 'what follows is shorter' },
    { text: `${PARAGRAPH}\n\nAt last`, why: 'nothing follows' },
    { text: '10.30–12.00.\n\nTalks were held.', why: 'it is a span of time' },
    { text: `#crews unite.\n\n${PARAGRAPH}`, why: 'it is a hashtag' },
  ])('are no headings when $why', ({ text }) => {
    expect(headingsOf(text)).toEqual([]);
  });

  it('follow a gap where an excluded range stands in between', () => {
    const text = 'One.\n\nAD\n\nTwo.\n\nThree.';
    const excluded = [{ start: 6, end: 8 }];
    expect(findBlocks(text, excluded).map(({ followsGap }) => followsGap)).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('follow no gap below a masthead, since nothing stands above it', () => {
    expect(findBlocks('AD\n\nOne.', [{ start: 0, end: 2 }])).toMatchObject([{ followsGap: false }]);
  });

  it('are no headings of what stands behind an excluded range', () => {
    const text = `At last\n\nAD\n\n${PARAGRAPH}`;
    expect(findBlocks(text, [{ start: 9, end: 11 }])[0]).toMatchObject({ isHeading: false });
  });

  it('are cut at an excluded range within a line', () => {
    const text = 'One AD two.';
    const blocks = findBlocks(text, [{ start: 4, end: 6 }]);
    expect(blocks.map(({ start, end }) => text.slice(start, end))).toEqual(['One', 'two.']);
  });

  it('cover every character that is neither blank nor excluded, in order', () => {
    fc.assert(
      fc.property(arbitraryExcluded, ({ text, excluded }) => {
        expect(findFaults(text, findBlocks(text, excluded), excluded)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    { name: 'newlines', unit: '\n' },
    { name: 'lines of one letter', unit: 'a\n' },
    { name: 'paragraphs of one letter', unit: 'a\n\n' },
    { name: 'headings', unit: '# a\n' },
    { name: 'lines of #', unit: '#\n' },
    { name: '# signs', unit: '#' },
    { name: 'dots', unit: '.' },
    { name: 'dots and quotation marks', unit: '."' },
    { name: 'blanks', unit: ' ' },
  ])('are found in a megabyte of $name without long thinking', ({ unit }) => {
    const text = unit.repeat(1_000_000 / unit.length);
    expect(findFaults(text, findBlocks(text, []), [])).toEqual([]);
  });
});

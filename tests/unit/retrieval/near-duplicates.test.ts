import { describe, expect, it } from 'vitest';
import { withoutNearDuplicates } from '../../../src/retrieval/near-duplicates.ts';

const REPORT = [
  'river',
  'rose',
  'two',
  'metre',
  'overnight',
  'offici',
  'town',
  'said',
  'fri',
  'flood',
];

describe('near duplicates', () => {
  it.each([
    { name: 'the same text', texts: [REPORT, REPORT], kept: [0] },
    { name: 'the same words in another order', texts: [REPORT, REPORT.toReversed()], kept: [0] },
    { name: 'a text within a longer one', texts: [REPORT, REPORT.slice(0, 4)], kept: [0] },
    { name: 'a longer text around one', texts: [REPORT.slice(0, 4), REPORT], kept: [0] },
    { name: 'eight of ten words', texts: [REPORT, [...REPORT.slice(0, 8), 'x', 'y']], kept: [0] },
  ])('that share $name are dropped after the first', ({ texts, kept }) => {
    expect(withoutNearDuplicates(texts)).toEqual(kept);
  });

  it.each([
    { name: 'seven of ten words', texts: [REPORT, [...REPORT.slice(0, 7), 'x', 'y', 'z']] },
    { name: 'nothing', texts: [REPORT, ['council', 'vote']] },
    { name: 'their lack of words', texts: [[], []] },
  ])('are not texts that share $name', ({ texts }) => {
    expect(withoutNearDuplicates(texts)).toEqual([0, 1]);
  });

  it('are judged by different words, however often each stands there', () => {
    const repeated = [
      'said',
      'said',
      'said',
      'said',
      'said',
      'said',
      'said',
      'said',
      'council',
      'vote',
    ];
    expect(withoutNearDuplicates([REPORT, repeated])).toEqual([0, 1]);
  });

  it('leave the order of the others as it is', () => {
    const other = ['council', 'vote', 'bridg'];
    expect(withoutNearDuplicates([other, REPORT, other, REPORT, ['sun']])).toEqual([0, 1, 4]);
  });

  it('are looked for until as many texts stay as are wanted', () => {
    const read: number[] = [];
    function* texts(): Generator<string[]> {
      for (const [position, text] of [REPORT, REPORT, ['sun'], ['rain']].entries()) {
        read.push(position);
        yield text;
      }
    }
    expect(withoutNearDuplicates(texts(), 2)).toEqual([0, 2]);
    expect(read).toEqual([0, 1, 2]);
  });

  it('are none among no texts', () => {
    expect(withoutNearDuplicates([])).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { takeHalf } from '../../../src/eval/half.ts';

const LETTERS = ['a', 'b', 'c', 'd', 'e'];

describe('a half', () => {
  it.each([
    { half: 'even', taken: ['a', 'c', 'e'] },
    { half: 'odd', taken: ['b', 'd'] },
  ] as const)('that is $half has every second item', ({ half, taken }) => {
    expect(takeHalf(LETTERS, half)).toEqual(taken);
  });

  it('has whole groups, also where others stand between', () => {
    const turns = [
      { id: 'a', talk: 'x' },
      { id: 'b', talk: undefined },
      { id: 'c', talk: 'x' },
      { id: 'd', talk: 'y' },
      { id: 'e', talk: 'y' },
      { id: 'f', talk: undefined },
    ];
    const idsOf = (half: 'even' | 'odd'): string[] =>
      takeHalf(turns, half, ({ talk }) => talk).map(({ id }) => id);
    expect(idsOf('even')).toEqual(['a', 'c', 'd', 'e']);
    expect(idsOf('odd')).toEqual(['b', 'f']);
  });
});

import { describe, expect, it } from 'vitest';
import { agree, amountOf, type Hedge } from '../../../src/figures/agree.ts';

type Report = readonly [number, Hedge];

function doAgree(a: Report, b: Report): boolean {
  return agree(amountOf(...a), amountOf(...b));
}

describe('two reported numbers', () => {
  it.each<[string, Report, Report]>([
    ['that are the same', [85, 'exactly'], [85, 'exactly']],
    ['of which one is a lower limit', [85, 'at-least'], [85, 'exactly']],
    ['of which both are rounded', [90, 'about'], [90, 'more-than']],
    ['of which one is a rounded one', [90, 'more-than'], [96, 'exactly']],
    ['that round to the same thousand', [2000, 'exactly'], [2040, 'exactly']],
    ['of which one is an upper limit', [100, 'at-most'], [69, 'exactly']],
    ['of which one is nearly the other', [400, 'nearly'], [385, 'exactly']],
  ])('%s agree', (_, a, b) => {
    expect(doAgree(a, b)).toBe(true);
    expect(doAgree(b, a)).toBe(true);
  });

  it.each<[string, Report, Report]>([
    ['small ones that differ by one', [3, 'exactly'], [4, 'exactly']],
    ['a lower limit and what is well above it', [12, 'at-least'], [14, 'at-least']],
    ['an upper limit and what is above it', [10, 'at-most'], [12, 'exactly']],
    ['none and some', [0, 'exactly'], [1, 'at-least']],
    ['a thousand and twice as many', [1000, 'more-than'], [2000, 'exactly']],
    ['counted ones that are not round', [1204, 'exactly'], [1215, 'exactly']],
  ])('%s differ', (_, a, b) => {
    expect(doAgree(a, b)).toBe(false);
    expect(doAgree(b, a)).toBe(false);
  });
});

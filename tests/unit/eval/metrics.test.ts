import { describe, expect, it } from 'vitest';
import {
  calibrationBins,
  calibrationError,
  mean,
  ndcg,
  percentile,
  recall,
  reciprocalRank,
} from '../../../src/eval/metrics.ts';

/** Two grades of relevance, one document judged worthless and one judged worse than that. */
const JUDGEMENTS = new Map([
  ['best', 2],
  ['good', 1],
  ['also-good', 1],
  ['bad', 0],
  ['spam', -1],
]);
/** 2 / log2(2) + 1 / log2(3) + 1 / log2(4) */
const IDEAL = 2 + 0.6309297535714575 + 0.5;

/** Predictions of one confidence. */
function predictions(
  confidence: number,
  outcomes: readonly boolean[],
): {
  confidence: number;
  correct: boolean;
}[] {
  return outcomes.map((correct) => ({ confidence, correct }));
}

describe('nDCG', () => {
  it.each([
    { name: 'the best order', ranked: ['best', 'good', 'also-good'], value: 1 },
    { name: 'equal grades exchanged', ranked: ['best', 'also-good', 'good', 'bad'], value: 1 },
    {
      name: 'the best document third',
      ranked: ['good', 'bad', 'best'],
      value: (1 + 0 + 2 / 2) / IDEAL,
    },
    {
      name: 'unjudged documents between',
      ranked: ['x', 'good', 'y', 'best'],
      value: (0.6309297535714575 + 2 / 2.321928094887362) / IDEAL,
    },
    {
      name: 'a bad grade counting as none',
      ranked: ['spam', 'good'],
      value: 0.6309297535714575 / IDEAL,
    },
    { name: 'nothing relevant', ranked: ['bad', 'x'], value: 0 },
    { name: 'nothing at all', ranked: [], value: 0 },
  ])('of $name is $value', ({ ranked, value }) => {
    expect(ndcg(ranked, JUDGEMENTS, 10)).toBeCloseTo(value, 12);
  });

  it('looks no further than its depth, in the ideal order too', () => {
    expect(ndcg(['x', 'best'], JUDGEMENTS, 1)).toBe(0);
    expect(ndcg(['good', 'best'], JUDGEMENTS, 1)).toBeCloseTo(0.5, 12);
    expect(ndcg(['best'], JUDGEMENTS, 1)).toBe(1);
  });

  it('is zero where nothing is relevant', () => {
    expect(ndcg(['bad'], new Map([['bad', 0]]), 10)).toBe(0);
  });
});

describe('recall', () => {
  it.each([
    { ranked: ['best', 'good', 'also-good'], depth: 10, value: 1 },
    { ranked: ['bad', 'good', 'spam', 'best'], depth: 10, value: 2 / 3 },
    { ranked: ['bad', 'good', 'spam', 'best'], depth: 3, value: 1 / 3 },
    { ranked: ['bad', 'spam'], depth: 10, value: 0 },
    { ranked: [], depth: 10, value: 0 },
  ])('of $ranked at $depth is $value', ({ ranked, depth, value }) => {
    expect(recall(ranked, JUDGEMENTS, depth)).toBeCloseTo(value, 12);
  });

  it('is zero where nothing is relevant', () => {
    expect(recall(['bad'], new Map([['bad', 0]]), 10)).toBe(0);
  });
});

describe('the reciprocal rank', () => {
  it.each([
    { ranked: ['best'], value: 1 },
    { ranked: ['bad', 'x', 'good', 'best'], value: 1 / 3 },
    { ranked: ['x', 'x', 'x', 'best'], value: 0 },
    { ranked: ['bad', 'spam'], value: 0 },
    { ranked: [], value: 0 },
  ])('of $ranked is $value', ({ ranked, value }) => {
    expect(reciprocalRank(ranked, JUDGEMENTS, 3)).toBeCloseTo(value, 12);
  });
});

describe('percentiles', () => {
  it.each([
    { values: [15, 20, 35, 40, 50], p: 0.05, value: 15 },
    { values: [15, 20, 35, 40, 50], p: 0.3, value: 20 },
    { values: [15, 20, 35, 40, 50], p: 0.5, value: 35 },
    { values: [50, 15, 40, 20, 35], p: 0.95, value: 50 },
    { values: [15, 20, 35, 40, 50], p: 1, value: 50 },
    { values: [15, 20, 35, 40, 50], p: 0, value: 15 },
    { values: [1, 2, 3, 4], p: 0.5, value: 2 },
    { values: [9, 10, 100], p: 0.5, value: 10 },
    { values: [], p: 0.5, value: 0 },
  ])('$p of $values is $value', ({ values, p, value }) => {
    expect(percentile(values, p)).toBe(value);
  });

  it('leave the values in their order', () => {
    const values = [3, 1, 2];
    percentile(values, 0.5);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('the mean', () => {
  it.each([
    { values: [1, 2, 6], value: 3 },
    { values: [], value: 0 },
  ])('of $values is $value', ({ values, value }) => {
    expect(mean(values)).toBe(value);
  });
});

describe('the calibration error', () => {
  it.each([
    { name: 'certain and right', of: predictions(1, [true, true]), value: 0 },
    { name: 'certain and wrong', of: predictions(1, [false, false]), value: 1 },
    { name: 'sure that nothing is right', of: predictions(0, [false]), value: 0 },
    { name: 'half sure and right half of the time', of: predictions(0.5, [true, false]), value: 0 },
    { name: 'too sure', of: predictions(0.9, [true, false]), value: 0.4 },
    { name: 'too modest', of: predictions(0.2, [true, true, false, false]), value: 0.3 },
    {
      // (0.4 * 2 + 0.3 * 4) / 6
      name: 'too sure here and too modest there, by the size of each bin',
      of: [...predictions(0.9, [true, false]), ...predictions(0.2, [true, true, false, false])],
      value: 1 / 3,
    },
    {
      // Both in the bin from 0.4 to 0.5: |0.41 + 0.49 - 1| / 2
      name: 'of different confidence in one bin',
      of: [...predictions(0.41, [true]), ...predictions(0.49, [false])],
      value: 0.05,
    },
    {
      // In bins from 0.8 and from 0.9: (|0.89 - 0| + |0.9 - 1|) / 2
      name: 'of nearly the same confidence in two bins',
      of: [...predictions(0.89, [false]), ...predictions(0.9, [true])],
      value: 0.495,
    },
    { name: 'about nothing', of: [], value: 0 },
  ])('is $value when $name', ({ of, value }) => {
    expect(calibrationError(of)).toBeCloseTo(value, 12);
  });
});

describe('the bins of confidence', () => {
  it('are ten, with the certain ones in the last', () => {
    const bins = calibrationBins([...predictions(0, [false]), ...predictions(1, [true, true])]);
    expect(bins.map(({ count }) => count)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
    expect(bins.map(({ from }) => from)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
  });

  it('tell how sure the predictions in them were and how many were right', () => {
    const bins = calibrationBins([...predictions(0.42, [true]), ...predictions(0.48, [false])]);
    expect(bins[4]).toMatchObject({ count: 2, correct: 0.5 });
    expect(bins[4]?.confidence).toBeCloseTo(0.45, 12);
  });

  it('are zero where they are empty', () => {
    expect(calibrationBins([])[0]).toEqual({
      from: 0,
      to: 0.1,
      count: 0,
      confidence: 0,
      correct: 0,
    });
  });
});

import { describe, expect, it } from 'vitest';
import { riskCoverage } from '../../../src/eval/risk-coverage.ts';

describe('the risk-coverage curve', () => {
  it('goes from the surest prediction down, whatever their order', () => {
    const { points } = riskCoverage([
      { confidence: 0.2, correct: false },
      { confidence: 0.9, correct: true },
      { confidence: 0.5, correct: false },
      { confidence: 0.7, correct: true },
    ]);
    expect(points).toEqual([
      { confidence: 0.9, coverage: 0.25, risk: 0 },
      { confidence: 0.7, coverage: 0.5, risk: 0 },
      { confidence: 0.5, coverage: 0.75, risk: 1 / 3 },
      { confidence: 0.2, coverage: 1, risk: 0.5 },
    ]);
  });

  it('has one point for predictions of the same confidence', () => {
    const { points } = riskCoverage([
      { confidence: 0.5, correct: true },
      { confidence: 0.5, correct: false },
    ]);
    expect(points).toEqual([{ confidence: 0.5, coverage: 1, risk: 0.5 }]);
  });

  it.each([
    // Risks of 0, 0, 1/3 and 1/2.
    { name: 'errors last', correct: [true, true, false, false], area: (1 / 3 + 1 / 2) / 4 },
    // Risks of 1, 1, 2/3 and 1/2.
    {
      name: 'errors first',
      correct: [false, false, true, true],
      area: (1 + 1 + 2 / 3 + 1 / 2) / 4,
    },
    { name: 'no errors', correct: [true, true], area: 0 },
    { name: 'nothing right', correct: [false, false], area: 1 },
    { name: 'nothing at all', correct: [], area: 0 },
  ])('has the area $area with $name', ({ correct, area }) => {
    const predictions = correct.map((right, position) => ({
      confidence: 1 - position / 10,
      correct: right,
    }));
    expect(riskCoverage(predictions).area).toBeCloseTo(area, 12);
  });

  it('has an area that does not depend on the order of equally sure predictions', () => {
    const wrong = { confidence: 0.5, correct: false };
    const right = { confidence: 0.5, correct: true };
    expect(riskCoverage([wrong, right, right, wrong]).area).toBeCloseTo(0.5, 12);
    expect(riskCoverage([right, wrong, wrong, right]).area).toBeCloseTo(0.5, 12);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuestionTerm } from '../../../src/retrieval/lexical-index.ts';
import { proximity } from '../../../src/retrieval/proximity.ts';
import { QuestionWords } from '../../../src/retrieval/question-words.ts';

function questionOf(...terms: string[]): QuestionTerm[] {
  return terms.map((term) => ({
    term,
    idf: 1,
    isName: false,
    matches: [{ term, index: 0, weight: 1 }],
  }));
}

const NOWHERE = [false, false, false];

function proximityIn(
  sentence: readonly string[],
  question: readonly QuestionTerm[],
  inContext = NOWHERE,
): number {
  return proximity(question, new QuestionWords(question).findIn(sentence).positions, inContext);
}

describe('the words of a question', () => {
  it('are the nearer the fewer words stand between them', () => {
    const nearness = [0, 1, 3, 7, 20].map((between) => {
      const sentence = ['bridge', ...Array<string>(between).fill('other'), 'mayor'];
      return proximityIn(sentence, questionOf('mayor', 'bridge'));
    });
    expect(nearness[0]).toBe(1);
    expect(nearness.slice(0, 4)).toEqual([...new Set(nearness.slice(0, 4))].sort((a, b) => b - a));
    expect(nearness.slice(3)).toEqual([expect.closeTo(0.125), 0]);
  });

  it('are as near as in the place where they are nearest', () => {
    const sentence = ['mayor', 'other', 'other', 'bridge', 'other', 'other', 'mayor', 'bridge'];
    expect(proximityIn(sentence, questionOf('mayor', 'bridge'))).toBe(1);
  });

  it('count pair by pair', () => {
    expect(proximityIn(['mayor', 'bridge'], questionOf('mayor', 'bridge', 'tarn'))).toBeCloseTo(
      1 / 3,
    );
  });

  it('are near to all that is there when the context has them', () => {
    const question = questionOf('mayor', 'tarn');
    expect(proximityIn(['mayor'], question, [false, true])).toBe(1);
    expect(proximityIn(['other'], question, [false, true])).toBe(0);
  });

  it.each([{ terms: [] }, { terms: ['mayor'] }])(
    'are near to nothing alone: $terms',
    ({ terms }) => {
      expect(proximityIn(['mayor'], questionOf(...terms))).toBe(0);
    },
  );

  it('are near by a figure from 0 to 1', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd'));
    fc.assert(
      fc.property(words, (sentence) => {
        const near = proximityIn(sentence, questionOf('a', 'b', 'c'));
        expect(near).toBeGreaterThanOrEqual(0);
        expect(near).toBeLessThanOrEqual(1);
      }),
    );
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  confidenceOf,
  type Evidence,
  gatherEvidence,
  gatherFollowUpEvidence,
} from '../../../src/retrieval/evidence.ts';
import type { QuestionTerm } from '../../../src/retrieval/lexical-index.ts';
import type { SentenceMatch } from '../../../src/retrieval/match-passage.ts';

const part = fc.double({ min: 0, max: 1, noNaN: true });
const arbitraryEvidence: fc.Arbitrary<Evidence> = fc.record({
  similarity: fc.double({ min: -1, max: 1, noNaN: true }),
  coverage: part,
  sentenceCoverage: part,
  matchedTerms: part,
  missingNames: part,
  unknownNames: part,
});

function termOf(term: string, idf: number, fields: Partial<QuestionTerm> = {}): QuestionTerm {
  return { term, idf, isName: false, matches: [{ term, index: 0, weight: 1 }], ...fields };
}

function sentenceOf(scoreInContext: number): SentenceMatch {
  return {
    start: 0,
    end: 1,
    score: 0,
    scoreInContext,
    scoreNearby: scoreInContext,
    proximity: 0,
    offer: 0,
    answer: 0,
    terms: new Set(),
    leansOnPrevious: false,
    qualifiesPrevious: false,
  };
}

describe('the confidence', () => {
  it('lies between 0 and 1', () => {
    fc.assert(
      fc.property(arbitraryEvidence, (evidence) => {
        expect(confidenceOf(evidence)).toBeGreaterThan(0);
        expect(confidenceOf(evidence)).toBeLessThan(1);
      }),
    );
  });

  it.each<{ name: keyof Evidence; direction: 'rises' | 'falls' }>([
    { name: 'similarity', direction: 'rises' },
    { name: 'coverage', direction: 'rises' },
    { name: 'sentenceCoverage', direction: 'rises' },
    { name: 'matchedTerms', direction: 'rises' },
    { name: 'missingNames', direction: 'falls' },
    { name: 'unknownNames', direction: 'falls' },
  ])('$direction with $name, all else being equal', ({ name, direction }) => {
    fc.assert(
      fc.property(arbitraryEvidence, part, (evidence, other) => {
        fc.pre(Math.abs(evidence[name] - other) > 1e-6);
        const [less, more] = [evidence[name], other].sort((a, b) => a - b);
        const change =
          confidenceOf({ ...evidence, [name]: more }) - confidenceOf({ ...evidence, [name]: less });
        expect(direction === 'rises' ? change : -change).toBeGreaterThan(0);
      }),
    );
  });
});

describe('the evidence', () => {
  const QUESTION = [
    termOf('mayor', 1),
    termOf('kyiv', 2, { isName: true }),
    termOf('zeppelin', 5, { isName: true, matches: [] }),
  ];

  it('takes similarity and coverage as they are, and the best sentence of the passage', () => {
    const match = {
      sentences: [0.2, 0.7, 0.4].map(sentenceOf),
      terms: new Set(['mayor']),
      contextScore: 0,
    };
    expect(gatherEvidence(0.6, 0.3, match, QUESTION)).toMatchObject({
      similarity: 0.6,
      coverage: 0.3,
      sentenceCoverage: 0.7,
    });
  });

  it.each([
    { has: ['mayor', 'kyiv'], missingNames: 5 / 8 },
    { has: ['mayor'], missingNames: 7 / 8 },
    { has: ['kyiv', 'zeppelin'], missingNames: 0 },
  ])('weighs the names that a passage with $has lacks', ({ has, missingNames }) => {
    const match = { sentences: [], terms: new Set(has), contextScore: 0 };
    expect(gatherEvidence(0, 0, match, QUESTION).missingNames).toBeCloseTo(missingNames);
  });

  it('weighs the names that the whole index lacks', () => {
    const match = { sentences: [], terms: new Set<string>(), contextScore: 0 };
    expect(gatherEvidence(0, 0, match, QUESTION).unknownNames).toBeCloseTo(5 / 8);
  });

  it.each([
    { terms: 0, matchedTerms: 0 },
    { terms: 1, matchedTerms: 0.25 },
    { terms: 4, matchedTerms: 1 },
    { terms: 9, matchedTerms: 1 },
  ])('counts the words of the question in a passage: $terms', ({ terms, matchedTerms }) => {
    const words = Array.from({ length: terms }, (_, position) => `word${position}`);
    const match = { sentences: [], terms: new Set(words), contextScore: 0 };
    expect(gatherEvidence(0, 0, match, QUESTION).matchedTerms).toBe(matchedTerms);
  });

  it('of a question without words says nothing', () => {
    const match = { sentences: [], terms: new Set<string>(), contextScore: 0 };
    expect(gatherEvidence(0, 0, match, [])).toEqual({
      similarity: 0,
      coverage: 0,
      sentenceCoverage: 0,
      matchedTerms: 0,
      missingNames: 0,
      unknownNames: 0,
    });
  });
});

describe('the evidence for a follow-up', () => {
  const QUESTION = [termOf('shot', 1), termOf('kyiv', 3, { isName: true })];
  const MATCH = { sentences: [sentenceOf(0.2)], terms: new Set(['shot']), contextScore: 0 };

  it('is what its own words say', () => {
    expect(gatherFollowUpEvidence(0.6, MATCH, QUESTION, 0)).toEqual(
      gatherEvidence(0.6, 0.25, MATCH, QUESTION),
    );
  });

  it('counts the words that it inherits for less', () => {
    expect(gatherFollowUpEvidence(0, MATCH, QUESTION, 2).matchedTerms).toBe(0.5);
    expect(gatherFollowUpEvidence(0, MATCH, QUESTION, 20).matchedTerms).toBe(1);
  });

  it('lacks nothing where there are no words of its own', () => {
    const match = { sentences: [sentenceOf(0)], terms: new Set<string>(), contextScore: 0 };
    expect(gatherFollowUpEvidence(0.5, match, [], 3)).toMatchObject({
      coverage: 1,
      sentenceCoverage: 1,
      missingNames: 0,
    });
  });
});

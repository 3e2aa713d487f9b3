import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  confidenceOf,
  type Evidence,
  readEvidence,
  readFollowUpEvidence,
} from '../../../src/retrieval/evidence.ts';
import type { AnswerKind } from '../../../src/retrieval/expected-answer.ts';
import type { QuestionTerm } from '../../../src/retrieval/lexical-index.ts';
import type { PassageMatch, SentenceMatch } from '../../../src/retrieval/match-passage.ts';

const part = fc.double({ min: 0, max: 1, noNaN: true });
const arbitraryEvidence: fc.Arbitrary<Evidence> = fc.record({
  matchedTerms: part,
  sentenceTerms: part,
  sentenceCoverage: part,
  missingNames: part,
  unknownNames: part,
  lacksAnswer: part,
  otherDays: part,
});

function termOf(term: string, idf: number, fields: Partial<QuestionTerm> = {}): QuestionTerm {
  return { term, idf, isName: false, matches: [{ term, index: 0, weight: 1 }], ...fields };
}

function sentenceOf(fields: Partial<SentenceMatch>): SentenceMatch {
  return {
    start: 0,
    end: 1,
    score: 0,
    scoreInContext: 0,
    scoreNearby: 0,
    proximity: 0,
    offer: 0,
    answer: 0,
    terms: new Map(),
    leansOnPrevious: false,
    qualifiesPrevious: false,
    ...fields,
  };
}

/** The terms of a sentence, none of them in other words. */
function having(...terms: readonly string[]): ReadonlyMap<string, number> {
  return new Map(terms.map((term) => [term, 1]));
}

/** A passage with these terms of the question, in sentences that have some of them. */
function matchOf(
  terms: readonly string[],
  ...sentences: readonly Partial<SentenceMatch>[]
): PassageMatch {
  return { sentences: sentences.map(sentenceOf), terms: new Set(terms), contextScore: 0 };
}

function askFor(kind: AnswerKind, terms: readonly QuestionTerm[] = []) {
  return { terms, expected: { kind } };
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
    { name: 'matchedTerms', direction: 'rises' },
    { name: 'sentenceTerms', direction: 'rises' },
    { name: 'sentenceCoverage', direction: 'rises' },
    { name: 'missingNames', direction: 'falls' },
    { name: 'unknownNames', direction: 'falls' },
    { name: 'lacksAnswer', direction: 'falls' },
    { name: 'otherDays', direction: 'falls' },
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
  const QUESTION = askFor('other', [
    termOf('mayor', 1),
    termOf('kyiv', 2, { isName: true }),
    termOf('zeppelin', 5, { isName: true, matches: [] }),
  ]);

  it('takes the best sentence of the passage', () => {
    const match = matchOf(
      [],
      ...[0.2, 0.7, 0.4].map((scoreInContext): Partial<SentenceMatch> => ({ scoreInContext })),
    );
    expect(readEvidence(match, QUESTION, 0).sentenceCoverage).toBe(0.7);
  });

  it.each([
    { has: ['mayor', 'kyiv'], missingNames: 5 / 8 },
    { has: ['mayor'], missingNames: 7 / 8 },
    { has: ['kyiv', 'zeppelin'], missingNames: 0 },
  ])('weighs the names that a passage with $has lacks', ({ has, missingNames }) => {
    expect(readEvidence(matchOf(has), QUESTION, 0).missingNames).toBeCloseTo(missingNames);
  });

  it('weighs the names that the whole index lacks', () => {
    expect(readEvidence(matchOf([]), QUESTION, 0).unknownNames).toBeCloseTo(5 / 8);
  });

  it.each([
    { text: 'Zeppelin over Kyiv, says the mayor?', unknownNames: 0 },
    { text: 'ZEPPELIN over Kyiv, says the mayor?', unknownNames: 5 / 8 },
    { text: 'Did the mayor of Kyiv see a Zeppelin?', unknownNames: 5 / 8 },
  ])('takes a capital at the beginning for no name: $text', ({ text, unknownNames }) => {
    const evidence = readEvidence(matchOf(['mayor', 'kyiv']), { ...QUESTION, text }, 0);
    expect(evidence.unknownNames).toBeCloseTo(unknownNames);
    expect(evidence.missingNames).toBeCloseTo(unknownNames);
  });

  it.each([
    { terms: 0, matchedTerms: 0 },
    { terms: 1, matchedTerms: 0.25 },
    { terms: 4, matchedTerms: 1 },
    { terms: 9, matchedTerms: 1 },
  ])('counts the words of the question in a passage: $terms', ({ terms, matchedTerms }) => {
    const words = Array.from({ length: terms }, (_, position) => `word${position}`);
    const question = askFor(
      'other',
      words.map((word) => termOf(word, 1)),
    );
    expect(readEvidence(matchOf(words), question, 0).matchedTerms).toBe(matchedTerms);
  });

  it('counts those that stand in one sentence', () => {
    const question = askFor(
      'other',
      ['bridge', 'north', 'storm', 'night'].map((word) => termOf(word, 1)),
    );
    const scattered = matchOf(
      ['bridge', 'north', 'storm'],
      { terms: having('bridge') },
      { terms: having('north', 'storm') },
    );
    const together = matchOf(['bridge', 'north', 'storm', 'night'], {
      terms: having('bridge', 'north', 'storm', 'night'),
    });
    expect(readEvidence(scattered, question, 0).sentenceTerms).toBeCloseTo(2 / 3);
    expect(readEvidence(together, question, 0).sentenceTerms).toBe(1);
  });

  it.each<{ kind: AnswerKind; lacksAnswer: number }>([
    { kind: 'number', lacksAnswer: 0.6 },
    { kind: 'date', lacksAnswer: 0.6 },
    { kind: 'yes-no', lacksAnswer: 0 },
    { kind: 'other', lacksAnswer: 0 },
  ])('says what a passage lacks for an answer: $kind', ({ kind, lacksAnswer }) => {
    const match = matchOf([], { offer: 0.4 }, { offer: 0 });
    expect(readEvidence(match, askFor(kind), 0).lacksAnswer).toBeCloseTo(lacksAnswer);
  });

  it.each([
    { agreement: -1, otherDays: 1 },
    { agreement: -0.3, otherDays: 0.3 },
    { agreement: 0, otherDays: 0 },
    { agreement: 1, otherDays: 0 },
  ])('counts days that do not agree, $agreement, and no others', ({ agreement, otherDays }) => {
    expect(readEvidence(matchOf([]), QUESTION, agreement).otherDays).toBe(otherDays);
  });

  it('of a question without words says nothing', () => {
    expect(readEvidence(matchOf([]), askFor('other'), 0)).toEqual({
      matchedTerms: 0,
      sentenceTerms: 0,
      sentenceCoverage: 0,
      missingNames: 0,
      unknownNames: 0,
      lacksAnswer: 0,
      otherDays: 0,
    });
  });
});

describe('the evidence for a follow-up', () => {
  const QUESTION = askFor('number', [termOf('shot', 1), termOf('kyiv', 3, { isName: true })]);
  const OWN = matchOf(['shot'], { scoreInContext: 0.2, offer: 1, terms: having('shot') });

  it('is what its own words say, where nothing that it inherits matches', () => {
    const { matchedTerms, sentenceTerms, ...rest } = readEvidence(OWN, QUESTION, -0.3);
    const followUp = readFollowUpEvidence(OWN, OWN, QUESTION, -0.3);
    expect(followUp).toMatchObject(rest);
    expect(followUp.matchedTerms).toBeGreaterThan(matchedTerms);
    expect(followUp.sentenceTerms).toBeGreaterThan(sentenceTerms);
  });

  it('counts the words that it inherits for less than its own', () => {
    const withInherited = (...terms: string[]): Evidence =>
      readFollowUpEvidence(
        OWN,
        matchOf(['shot', ...terms], { terms: having('shot', ...terms) }),
        QUESTION,
        0,
      );
    const [alone, inherited, own] = [
      withInherited(),
      withInherited('missile'),
      withInherited('kyiv'),
    ];
    for (const name of ['matchedTerms', 'sentenceTerms'] as const) {
      expect(inherited[name]).toBeGreaterThan(alone[name]);
      expect(own[name]).toBeGreaterThan(inherited[name]);
    }
  });

  it('lacks nothing where there are no words of its own', () => {
    const match = matchOf([], {});
    expect(readFollowUpEvidence(match, match, askFor('date'), 0)).toMatchObject({
      sentenceCoverage: 1,
      missingNames: 0,
      lacksAnswer: 0,
    });
  });
});

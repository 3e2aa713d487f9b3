import { describe, expect, it } from 'vitest';
import { chooseHighlights } from '../../../src/quotes/choose-highlights.ts';
import type { QuestionTerm } from '../../../src/retrieval/lexical-index.ts';
import type { SentenceMatch } from '../../../src/retrieval/match-passage.ts';

/** Terms of a question, each with how much it tells. */
function questionOf(idfs: Record<string, number>): QuestionTerm[] {
  return Object.entries(idfs).map(([term, idf]) => ({ term, idf, isName: false, matches: [] }));
}

/** Sentences of ten characters each, one after the other. */
function sentencesOf(
  sentences: readonly (Omit<Partial<SentenceMatch>, 'terms'> & {
    readonly score: number;
    /** As they are, or each with what it counts for. */
    readonly terms: readonly string[] | ReadonlyMap<string, number>;
  })[],
): SentenceMatch[] {
  return sentences.map((sentence, position) => ({
    start: 10 * position,
    end: 10 * position + 10,
    scoreInContext: sentence.score,
    scoreNearby: sentence.score,
    proximity: 0,
    offer: 0,
    answer: 0,
    leansOnPrevious: false,
    qualifiesPrevious: false,
    ...sentence,
    terms: new Map(
      [...sentence.terms].map((term) => (typeof term === 'string' ? [term, 1] : term)),
    ),
  }));
}

function startsOf(sentences: readonly SentenceMatch[]): number[] {
  return chooseHighlights(sentences, QUESTION).map(({ start }) => start);
}

const QUESTION = questionOf({ mayor: 1, bridge: 2, kyiv: 1 });
const NOTHING = { score: 0, terms: [] };

describe('highlights', () => {
  it.each([
    { position: 'first', sentences: [{ score: 0.5, terms: ['bridge'] }, NOTHING], start: 0 },
    { position: 'last', sentences: [NOTHING, { score: 0.5, terms: ['bridge'] }], start: 10 },
    {
      position: 'better',
      sentences: [{ score: 0.4, terms: ['bridge'] }, NOTHING, { score: 0.6, terms: ['bridge'] }],
      start: 20,
    },
    {
      position: 'earlier of two equal',
      sentences: [NOTHING, { score: 0.5, terms: ['bridge'] }, { score: 0.5, terms: ['bridge'] }],
      start: 10,
    },
  ])('are the sentence that answers, be it the $position one', ({ sentences, start }) => {
    expect(chooseHighlights(sentencesOf(sentences), QUESTION)).toEqual([
      { start, end: start + 10 },
    ]);
  });

  it.each([
    { side: 'before', sentences: [['kyiv'], ['bridge', 'mayor'], []], starts: [0, 10] },
    { side: 'behind', sentences: [[], ['bridge', 'mayor'], ['kyiv']], starts: [10, 20] },
  ])('hold a neighbour $side that brings more of the question, in order', (row) => {
    const sentences = row.sentences.map((terms) => ({ score: terms.length / 3, terms }));
    const found = chooseHighlights(sentencesOf(sentences), QUESTION);
    expect(found.map(({ start }) => start)).toEqual(row.starts);
  });

  it('hold the neighbour that brings more, and never both', () => {
    const sentences = sentencesOf([
      { score: 0.25, terms: ['mayor'] },
      { score: 0.5, terms: ['bridge'] },
      { score: 0.5, terms: ['mayor', 'kyiv'] },
    ]);
    expect(chooseHighlights(sentences, QUESTION).map(({ start }) => start)).toEqual([10, 20]);
  });

  it.each([
    { reason: 'it says the same', neighbour: ['bridge'] },
    { reason: 'it brings too little', neighbour: ['bridge', 'small'] },
    { reason: 'it brings nothing', neighbour: [] },
  ])('leave a neighbour out where $reason', ({ neighbour }) => {
    const question = questionOf({ mayor: 1, bridge: 2, kyiv: 1, small: 0.5 });
    const sentences = sentencesOf([
      { score: 0.7, terms: ['bridge', 'mayor'] },
      { score: 0.4, terms: neighbour },
    ]);
    expect(chooseHighlights(sentences, question)).toEqual([{ start: 0, end: 10 }]);
  });

  it('leave a neighbour out that has only something like a word of the question', () => {
    const found = (weight: number): number[] =>
      startsOf(
        sentencesOf([
          { score: 0.7, terms: ['bridge', 'mayor'] },
          { score: 0.4, terms: new Map([['kyiv', weight]]) },
        ]),
      );
    expect(found(0.1)).toEqual([0]);
    expect(found(0.9)).toEqual([0, 10]);
  });

  it('hold the neighbour that has the word, rather than one that has something like it', () => {
    const sentences = sentencesOf([
      { score: 0.3, terms: new Map([['kyiv', 0.9]]) },
      {
        score: 0.7,
        terms: new Map([
          ['bridge', 1],
          ['mayor', 1],
          ['kyiv', 0.05],
        ]),
      },
      { score: 0.3, terms: ['kyiv'] },
    ]);
    expect(startsOf(sentences)).toEqual([10, 20]);
  });

  it('leave out a sentence further away, whatever it brings', () => {
    const sentences = sentencesOf([
      { score: 0.7, terms: ['bridge', 'mayor'] },
      NOTHING,
      { score: 0.3, terms: ['kyiv'] },
    ]);
    expect(chooseHighlights(sentences, QUESTION)).toEqual([{ start: 0, end: 10 }]);
  });

  it('are rather the sentence that has what is asked for', () => {
    const bridge = { score: 0.5, terms: ['bridge'] };
    const answering = { score: 0.45, terms: ['bridge'], offer: 1, answer: 0.5 };
    expect(startsOf(sentencesOf([bridge, answering]))).toEqual([10]);
  });

  it('hold a neighbour that has what is asked for where the best sentence has not', () => {
    const bridge = { score: 0.7, terms: ['bridge', 'mayor'] };
    expect(startsOf(sentencesOf([bridge, { ...NOTHING, offer: 1 }]))).toEqual([0, 10]);
    expect(
      startsOf(
        sentencesOf([
          { ...bridge, offer: 1 },
          { ...NOTHING, offer: 1 },
        ]),
      ),
    ).toEqual([0]);
  });

  it('hold the sentence that says who "he" is', () => {
    const leaning = { score: 0.7, terms: ['bridge'], leansOnPrevious: true };
    expect(startsOf(sentencesOf([NOTHING, NOTHING, leaning]))).toEqual([10, 20]);
  });

  it('are not cut before or behind a denial', () => {
    const rumour = { score: 0.7, terms: ['bridge'] };
    const denial = { ...NOTHING, qualifiesPrevious: true };
    expect(startsOf(sentencesOf([rumour, denial, NOTHING]))).toEqual([0, 10]);
    expect(startsOf(sentencesOf([NOTHING, { ...rumour, qualifiesPrevious: true }]))).toEqual([
      0, 10,
    ]);
  });

  it.each([
    { name: 'no sentence has a word of the question', sentences: [NOTHING, NOTHING] },
    { name: 'there is no sentence', sentences: [] },
  ])('are none where $name', ({ sentences }) => {
    expect(chooseHighlights(sentencesOf(sentences), QUESTION)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { renderAnswer } from '../../src/cli/render-answer.ts';
import type { Answer, Quote } from '../../src/quotes/quote.ts';

function quoteFrom(article: Partial<Quote['article']>): Quote {
  return {
    rank: 1,
    score: 0.1,
    text: 'The river rose overnight.',
    start: 0,
    end: 25,
    highlights: [],
    eventDates: [],
    article: {
      id: '0123456789ab',
      path: 'river.md',
      title: 'The river is high',
      outlet: 'The Morning Post',
      url: null,
      note: null,
      sha256: '0'.repeat(64),
      published: '2022-11-16',
      ...article,
    },
  };
}

function silenceBut(closest: readonly Quote[]): Answer {
  return { question: 'x', answered: false, confidence: 0.1, quotes: [], closest, ms: 0 };
}

describe('an answer in the terminal', () => {
  it('names articles without a title by their files, so that they can be told apart', () => {
    const nothingKnown = { title: null, outlet: null, published: null };
    const closest = ['a.txt', 'b.txt'].map((path) => quoteFrom({ ...nothingKnown, path }));
    expect(renderAnswer(silenceBut(closest)).split('\n').slice(2)).toEqual([
      '  Outlet unknown · date unknown · a.txt',
      '  Outlet unknown · date unknown · b.txt',
    ]);
  });

  it('names an article once, however many of its passages came near', () => {
    const closest = [quoteFrom({}), quoteFrom({})];
    expect(renderAnswer(silenceBut(closest)).split('\n').slice(2)).toEqual([
      '  The Morning Post · 16 November 2022 · The river is high',
    ]);
  });
});

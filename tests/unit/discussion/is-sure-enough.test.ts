import { describe, expect, it } from 'vitest';
import { isSureEnough, MIN_CONFIDENCE_UNASKED } from '../../../src/discussion/is-sure-enough.ts';
import type { Answer, Quote } from '../../../src/quotes/quote.ts';

const QUOTE: Quote = {
  rank: 1,
  score: 0.9,
  text: 'Some 9,000 homes in Harlow had no electricity until noon.',
  start: 0,
  end: 57,
  highlights: [],
  eventDates: [{ from: '2022-11-13', to: '2022-11-13' }],
  article: {
    id: 'flood',
    path: 'flood.txt',
    title: 'Flood in the lower town',
    outlet: null,
    url: null,
    note: null,
    sha256: '',
    published: '2022-11-14',
  },
};

function answer(confidence: number, quotes: readonly Quote[] = [QUOTE]): Answer {
  return { question: '', answered: quotes.length > 0, confidence, quotes, ms: 1 };
}

describe('an answer to members who did not ask the bot', () => {
  it('needs a higher confidence than one to those who did', () => {
    const question = 'how many homes had no electricity in Harlow?';
    expect(isSureEnough(answer(MIN_CONFIDENCE_UNASKED), question)).toBe(true);
    expect(isSureEnough(answer(MIN_CONFIDENCE_UNASKED - 0.01), question)).toBe(false);
    expect(isSureEnough(answer(0.2, []), question)).toBe(false);
  });

  it('shares more than one word with the question, in the quote or in its title', () => {
    expect(isSureEnough(answer(0.9), 'when does the electricity come back on?')).toBe(false);
    expect(isSureEnough(answer(0.9), 'what was the flood in Harlow')).toBe(true);
  });

  it.each([
    { question: 'which homes had no electricity on the 13th?', isSure: true },
    { question: 'which homes had no electricity on the 15th?', isSure: false },
    { question: 'which homes had no electricity in november 2022', isSure: true },
    { question: 'which homes had no electricity in march 2022', isSure: false },
    { question: 'which homes had no electricity in november 2023', isSure: false },
    { question: 'why had 9,000 homes no electricity', isSure: true },
    { question: 'why had 8,000 homes no electricity', isSure: false },
  ])('has the days and figures of the question: $question', ({ question, isSure }) => {
    expect(isSureEnough(answer(0.9), question)).toBe(isSure);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article, TextRange } from '../../../src/corpus/article.ts';
import { messageOf } from '../../../src/errors.ts';
import { MAX_QUOTE_CHARS } from '../../../src/quotes/quote.ts';
import { sliceQuote } from '../../../src/quotes/verify-quote.ts';
import { articleOf } from '../../support/articles.ts';

const ARTICLE = articleOf('Harbour Herald\n\nIt rained. “Really?” 🌧️ It did.', {
  path: 'rain.txt',
  excluded: [{ start: 0, end: 14 }],
});

/** The quote, or why it is refused. */
function tryQuote(article: Article, range: TextRange): string {
  try {
    return sliceQuote(article, range);
  } catch (error) {
    return messageOf(error);
  }
}

describe('a quote', () => {
  it.each([
    { start: 16, end: 26, text: 'It rained.' },
    { start: 27, end: 36, text: '“Really?”' },
    { start: 37, end: 40, text: '🌧️' },
    { start: 16, end: 48, text: 'It rained. “Really?” 🌧️ It did.' },
  ])('is the slice of its article from $start to $end', ({ start, end, text }) => {
    expect(sliceQuote(ARTICLE, { start, end })).toBe(text);
  });

  it('is a slice of any article, or refused', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const position = fc.integer({ min: -2, max: 50 });
    fc.assert(
      fc.property(text, position, position, (content, start, end) => {
        const isRange = start >= 0 && start < end && end <= content.length;
        const expected = isRange
          ? content.slice(start, end)
          : `[${start}, ${end}) is no quote of article.txt`;
        expect(tryQuote(articleOf(content), { start, end })).toBe(expected);
      }),
    );
  });

  it.each([
    { problem: 'begins before the article', start: -1, end: 20 },
    { problem: 'ends behind the article', start: 40, end: 49 },
    { problem: 'is empty', start: 20, end: 20 },
    { problem: 'is reversed', start: 26, end: 16 },
    { problem: 'has no beginning', start: Number.NaN, end: 20 },
  ])('is refused when it $problem', ({ start, end }) => {
    const message = `[${start}, ${end}) is no quote of rain.txt`;
    expect(() => sliceQuote(ARTICLE, { start, end })).toThrow(message);
  });

  it('is at most 1,000 units long', () => {
    expect(MAX_QUOTE_CHARS).toBe(1000);
    const article = articleOf('a'.repeat(2000));
    expect(sliceQuote(article, { start: 500, end: 1500 })).toHaveLength(1000);
    expect(() => sliceQuote(article, { start: 500, end: 1501 })).toThrow('is no quote');
  });

  it.each([
    { where: 'touches', start: 13, end: 26 },
    { where: 'lies within', start: 2, end: 5 },
    { where: 'spans', start: 0, end: 26 },
  ])('that $where the masthead is refused', ({ start, end }) => {
    const message = `[${start}, ${end}) of rain.txt holds text that is not to be quoted`;
    expect(() => sliceQuote(ARTICLE, { start, end })).toThrow(message);
  });

  it('that begins right behind an excluded range is taken', () => {
    expect(sliceQuote(ARTICLE, { start: 14, end: 26 })).toBe('\n\nIt rained.');
  });

  it('that ends right before an excluded range is taken', () => {
    const article = articleOf('It rained. ADVERTISEMENT', { excluded: [{ start: 10, end: 24 }] });
    expect(sliceQuote(article, { start: 0, end: 10 })).toBe('It rained.');
  });
});

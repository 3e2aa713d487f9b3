import { describe, expect, it } from 'vitest';
import type { TextRange } from '../../../src/corpus/article.ts';
import { takeExcerpt, withQualification } from '../../../src/quotes/take-excerpt.ts';
import { articleOf } from '../../support/articles.ts';

const RUMOUR = 'Pilots said that Harlow had opened the lock.';

/** The text that a passage from the beginning to `RUMOUR` grows to. */
function quoteOf(behind: string, before = '', excluded: readonly TextRange[] = []): string {
  const article = articleOf(`${before}${RUMOUR}${behind}`, { excluded });
  const range = withQualification(article, { start: 0, end: before.length + RUMOUR.length });
  return article.text.slice(range.start, range.end);
}

describe('a quote that ends with a rumour', () => {
  it.each([
    { behind: ' Harlow denied that. Rain fell.', quote: `${RUMOUR} Harlow denied that.` },
    { behind: '\n\nBut the lock was shut.', quote: `${RUMOUR}\n\nBut the lock was shut.` },
    {
      behind: ' Harlow denied that. However, pilots confirmed it. But nobody knew.',
      quote: `${RUMOUR} Harlow denied that. However, pilots confirmed it.`,
    },
  ])('goes on to what takes it back: $behind', ({ behind, quote }) => {
    expect(quoteOf(behind)).toBe(quote);
  });

  it.each([
    { reason: 'nothing follows', behind: '' },
    { reason: 'something else follows', behind: ' Rain fell. Harlow denied that.' },
    { reason: 'a heading follows', behind: '\n\nHarlow denies it\n\nRain fell all day.' },
    { reason: 'it would be too long', behind: ` But ${'so '.repeat(400)}.` },
  ])('ends there where $reason', ({ behind }) => {
    expect(quoteOf(behind)).toBe(RUMOUR);
  });

  it('goes on to what fits of it', () => {
    const behind = ` Harlow denied that. But ${'so '.repeat(350)}.`;
    expect(quoteOf(behind)).toBe(`${RUMOUR} Harlow denied that.`);
  });

  it('never grows beyond what a quote may be', () => {
    const before = 'Rain fell. '.repeat(86);
    expect(quoteOf(' Harlow denied that.', before)).toHaveLength(before.length + RUMOUR.length);
  });

  it('does not grow across what is not to be quoted', () => {
    const behind = ' [advertisement] Harlow denied that.';
    const excluded = [{ start: RUMOUR.length + 1, end: RUMOUR.length + 16 }];
    expect(quoteOf(behind, '', excluded)).toBe(RUMOUR);
  });

  it('is a slice of its article', () => {
    const article = articleOf(`${RUMOUR} Harlow denied that.`);
    const row = { article: 0, start: 0, end: RUMOUR.length, heading: null, eventDates: [] };
    const range = withQualification(article, row);
    expect(takeExcerpt(article, row, range)).toMatchObject({ ...range, text: article.text });
  });
});

import { describe, expect, it } from 'vitest';
import type { TextRange } from '../../../src/corpus/article.ts';
import { qualifyAnswer } from '../../../src/quotes/qualify-answer.ts';
import { MAX_QUOTE_CHARS } from '../../../src/quotes/quote.ts';
import { articleOf } from '../../support/articles.ts';

const WEATHER = 'Rain fell on the quay all that night. ';
const RUMOUR = 'Pilots said that Harlow had opened the lock.';
const DENIAL = 'Harlow denied that.';

/** What is quoted of a passage that ends with the rumour, and what of it is highlighted. */
function answer(
  before: string,
  { isRumour = true, behind = DENIAL }: { isRumour?: boolean; behind?: string } = {},
): { readonly quote: string; readonly highlights: readonly string[] } {
  const article = articleOf(`${before}${RUMOUR}\n\n${behind} ${WEATHER}`);
  const { text } = article;
  const passage = { start: 0, end: before.length + RUMOUR.length };
  const rumour = { start: before.length, end: passage.end };
  const chosen: TextRange[] = [isRumour ? rumour : { start: 0, end: WEATHER.trimEnd().length }];
  const { range, highlights } = qualifyAnswer(article, passage, chosen);
  return {
    quote: text.slice(range.start, range.end),
    highlights: highlights.map(({ start, end }) => text.slice(start, end)),
  };
}

describe('an answer that is denied behind its passage', () => {
  it('is quoted and highlighted with the denial', () => {
    expect(answer(WEATHER)).toEqual({
      quote: `${WEATHER}${RUMOUR}\n\n${DENIAL}`,
      highlights: [RUMOUR, DENIAL],
    });
  });

  it('takes the place of what stands before it where there is no room for both', () => {
    const { quote, highlights } = answer(WEATHER.repeat(25));
    expect(quote.length).toBeLessThanOrEqual(MAX_QUOTE_CHARS);
    expect(quote).toBe(`${WEATHER.repeat(24)}${RUMOUR}\n\n${DENIAL}`);
    expect(highlights).toEqual([RUMOUR, DENIAL]);
  });

  it('is quoted alone where even that is too long', () => {
    const before = WEATHER.repeat(5);
    expect(answer(before, { behind: `But ${'so '.repeat(330)}.` })).toEqual({
      quote: `${before}${RUMOUR}`,
      highlights: [RUMOUR],
    });
  });
});

describe('an answer that stands elsewhere in such a passage', () => {
  it('is quoted with the denial, which is not highlighted', () => {
    expect(answer(WEATHER, { isRumour: false })).toEqual({
      quote: `${WEATHER}${RUMOUR}\n\n${DENIAL}`,
      highlights: [WEATHER.trimEnd()],
    });
  });

  it('is not shortened for that', () => {
    const before = WEATHER.repeat(25);
    expect(answer(before, { isRumour: false }).quote).toBe(`${before}${RUMOUR}`);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Excerpt } from '../../../src/quotes/quote.ts';
import { renderSurroundings } from '../../../src/discord/render/surroundings.ts';
import { expectWithinLimits } from '../../support/message-limits.ts';
import { excerptWith, quotableText } from '../../support/quote-arbitraries.ts';
import { readMarkdown } from '../../support/read-markdown.ts';

function excerptOf(text: string): Excerpt {
  return {
    text,
    start: 0,
    end: text.length,
    eventDates: [],
    article: {
      id: '0123456789ab',
      path: 'river.md',
      title: 'The river',
      outlet: 'The Morning Post',
      url: 'https://post.example/river',
      note: 'A summary',
      sha256: '0'.repeat(64),
      published: '2022-11-16',
    },
  };
}

describe('what stands around a quote', () => {
  it('is shown in order, with the source named once', () => {
    const [before, excerpt, after] = [excerptOf('One.'), excerptOf('Two.'), excerptOf('Three.')];
    expect(renderSurroundings({ before, excerpt, after }).embeds).toEqual([
      {
        author: { name: 'The Morning Post · 16 November 2022' },
        title: 'The river',
        url: 'https://post.example/river',
        description: '“One.”',
        footer: { text: 'Just before it' },
      },
      {
        description: '“Two.”',
        fields: [{ name: 'Note', value: 'A summary' }],
        footer: { text: 'The quote · river.md, characters 0–4' },
      },
      { description: '“Three.”', footer: { text: 'Just after it' } },
    ]);
  });

  it('is left out at the ends of an article', () => {
    const body = renderSurroundings({ before: null, excerpt: excerptOf('Two.'), after: null });
    expect(body.embeds).toHaveLength(1);
    expect(body.embeds?.[0]).toMatchObject({ title: 'The river', description: '“Two.”' });
  });

  it('is shortened at sentence ends, away from the quote, which stays whole', () => {
    const { article, ...stars } = excerptOf(`${'*'.repeat(99)}. `.repeat(10).slice(0, -1));
    const long = {
      ...stars,
      article: { ...article, title: '*'.repeat(200), note: 'long '.repeat(200) },
    };
    const embeds = renderSurroundings({ before: long, excerpt: long, after: long }).embeds;
    const [before = '', quoted = '', after = ''] = (embeds ?? []).map(
      ({ description }) => readMarkdown(description ?? '').text,
    );
    expect(before).toMatch(/^… “(?:\*{99}\. )+\*{99}\.”$/);
    expect(quoted).toBe(`“${stars.text}”`);
    expect(after).toMatch(/^“(?:\*{99}\. )+\*{99}\.” …$/);
  });

  it('keeps to the limits, and is the end and the beginning of its passages', () => {
    const excerpt = excerptWith(quotableText);
    fc.assert(
      fc.property(fc.option(excerpt), excerpt, fc.option(excerpt), (before, quoted, after) => {
        const body = renderSurroundings({ before, excerpt: quoted, after });
        expectWithinLimits(body);
        const read = (body.embeds ?? []).map(({ description }) => readMarkdown(description ?? ''));
        expect(read.flatMap(({ markup }) => markup)).toEqual([]);
        const texts = read.map(({ text }) => text);
        const shownBefore = before === null ? null : (texts.shift() ?? '');
        const [shown = '', shownAfter = null] = texts;
        expect(shown).toBe(`“${quoted.text}”`);
        expect(isEndOf(before?.text, shownBefore)).toBe(true);
        expect(isBeginningOf(after?.text, shownAfter)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

function isEndOf(text: string | undefined, shown: string | null): boolean {
  if (text === undefined || shown === null) return text === undefined && shown === null;
  return shown === `“${text}”` || (shown.startsWith('… “') && `${text}”`.endsWith(shown.slice(3)));
}

function isBeginningOf(text: string | undefined, shown: string | null): boolean {
  if (text === undefined || shown === null) return text === undefined && shown === null;
  return (
    shown === `“${text}”` || (shown.endsWith('” …') && `“${text}`.startsWith(shown.slice(0, -3)))
  );
}

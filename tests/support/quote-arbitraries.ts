import * as fc from 'fast-check';
import type { TextRange } from '../../src/corpus/article.ts';
import type { CalendarDate, DateSpan } from '../../src/corpus/calendar-date.ts';
import type { Excerpt, Quote, QuotedArticle } from '../../src/quotes/quote.ts';
import { arbitraryText, tearsPair } from '../unit/passages/text-arbitraries.ts';

const MARKUP = [
  '*', '**', '***', '_', '__', '~~', '||', '`', '```', '\\', '\\*', '[', ']', '](', ')', '<', '>', '>>> ',
  '@everyone', '@here', '<@123>', '<@&4>', '<#5>', '<:fire:6>', '<a:fire:7>', ':fire:', ':', '<t:1668600000:R>',
  'https://example.com/a_b', 'http:', '//', '[here](https://example.com)', '<https://example.com>', '</ask:8>',
  '# ', '## ', '-# ', '- ', '+ ', '* ', '1. ', '12. ', '> ', ' ', ' ', '\n', '\n', '\n\n', '\r\n', '\n  ', 'word',
  'end. Next', '😀', '👨‍👩‍👧', '\u202e', '\u200f', '¯\\_(ツ)_/¯', '”', '“', '…', '今日は雨。', '明日は晴れ。',
]; // prettier-ignore

const markupText = fc
  .array(fc.constantFrom(...MARKUP), { minLength: 1, maxLength: 200, size: 'max' })
  .map((pieces) => pieces.join(''));

const longRun = fc
  .tuple(fc.constantFrom(...MARKUP), fc.integer({ min: 1, max: 1000 }))
  .map(([piece, times]) => piece.repeat(times));

/** Texts of any length with everything in them that means something to Discord. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: markupText },
  { weight: 2, arbitrary: arbitraryText },
  { weight: 1, arbitrary: longRun },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 1200 }) },
);

const hostileUrl = fc.oneof(
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  hostileText,
  hostileText.map((text) => `https://example.com/${text}`),
  fc.constantFrom(
    'javascript:alert(1)',
    'https://example.com@evil.example',
    'http://localhost/',
    'https://example.com/a)b](c) [d](e',
    `https://example.com/${'a'.repeat(3000)}`,
  ),
);

const day: fc.Arbitrary<CalendarDate> = fc
  .date({
    min: new Date('1900-01-01'),
    max: new Date('2100-12-31'),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString().slice(0, 10));

const span: fc.Arbitrary<DateSpan> = fc
  .tuple(day, day)
  .map(([one, other]) => (one < other ? { from: one, to: other } : { from: other, to: one }));

export const arbitraryArticle: fc.Arbitrary<QuotedArticle> = fc.record({
  id: fc.stringMatching(/^[\da-f]{12}$/),
  path: hostileText,
  title: fc.option(hostileText),
  outlet: fc.option(hostileText),
  url: fc.option(hostileUrl),
  note: fc.option(hostileText),
  sha256: fc.constant('0'.repeat(64)),
  published: fc.option(day),
});

/** @param text what the excerpt says; it is placed anywhere in its article. */
export function excerptWith(text: fc.Arbitrary<string>): fc.Arbitrary<Excerpt> {
  return fc
    .record({
      text: text.filter((value) => value !== ''),
      start: fc.nat(1_000_000),
      eventDates: fc.array(span, { maxLength: 12 }),
      article: arbitraryArticle,
    })
    .map((fields) => ({ ...fields, end: fields.start + fields.text.length }));
}

/** Texts as long as a quote may be. */
export const quotableText: fc.Arbitrary<string> = hostileText
  .map((text) => text.slice(0, tearsPair(text, 1000) ? 999 : 1000))
  .filter((text) => text !== '');

export function quoteWith(text: fc.Arbitrary<string>): fc.Arbitrary<Quote> {
  return fc
    .record({
      excerpt: excerptWith(text),
      score: fc.double({ min: 0, max: 1, noNaN: true }),
      cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }),
    })
    .map(({ excerpt, score, cuts }) => ({
      ...excerpt,
      rank: 1,
      score,
      highlights: rangesAt(excerpt, cuts),
    }));
}

/** Ranges within the excerpt: in order, not overlapping, some touching, tearing no pair. */
function rangesAt({ text, start }: Excerpt, fractions: readonly number[]): TextRange[] {
  const cuts = fractions
    .map((fraction) => Math.round(fraction * text.length))
    .map((position) => (tearsPair(text, position) ? position - 1 : position))
    .sort((a, b) => a - b);
  return cuts
    .slice(1)
    .map((end, index) => ({ start: start + cuts[index]!, end: start + end }))
    .filter((range, index) => range.start < range.end && index % 3 !== 2);
}

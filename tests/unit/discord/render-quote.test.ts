import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSentences } from '../../../src/passages/split-sentences.ts';
import type { Quote } from '../../../src/quotes/quote.ts';
import { renderAnswer } from '../../../src/discord/render/answer.ts';
import { renderQuote } from '../../../src/discord/render/quote.ts';
import { expectWithinLimits } from '../../support/message-limits.ts';
import { hostileText, quotableText, quoteWith } from '../../support/quote-arbitraries.ts';
import { readMarkdown } from '../../support/read-markdown.ts';

const TEXT = 'The river rose overnight. Nobody was hurt, the mayor said. Crews pumped on.';

function quoteOf(fields: Partial<Quote> = {}, article: Partial<Quote['article']> = {}): Quote {
  const text = fields.text ?? TEXT;
  return {
    rank: 1,
    score: 0.9,
    start: 100,
    end: 100 + text.length,
    highlights: [{ start: 126, end: 158 }],
    eventDates: [],
    ...fields,
    text,
    article: {
      id: '0123456789ab',
      path: '2022/river.md',
      title: 'The river is high',
      outlet: 'The Morning Post',
      url: 'https://post.example/river',
      note: null,
      sha256: '0'.repeat(64),
      published: '2022-11-16',
      ...article,
    },
  };
}

function fieldOf(quote: Quote, name: string): string | undefined {
  return renderQuote(quote).fields?.find((field) => field.name === name)?.value;
}

describe('a rendered quote', () => {
  it('names the outlet, the date, the title and the place, and marks the answer', () => {
    expect(renderQuote(quoteOf())).toEqual({
      author: { name: 'The Morning Post · 16 November 2022' },
      title: 'The river is high',
      url: 'https://post.example/river#:~:text=Nobody%20was%20hurt%2C%20the%20mayor%20said.',
      description:
        '“The river rose overnight. **Nobody was hurt, the mayor said.** Crews pumped on.”',
      fields: [],
      footer: {
        text: 'Confidence: very likely the answer · 2022/river.md, characters 100–175',
      },
    });
  });

  it.each([
    { score: 1, words: 'very likely the answer' },
    { score: 0.85, words: 'very likely the answer' },
    { score: 0.849, words: 'probably the answer' },
    { score: 0.7, words: 'probably the answer' },
    { score: 0.3, words: 'possibly the answer' },
    { score: 0.299, words: 'related, probably not the answer' },
    { score: 0, words: 'related, probably not the answer' },
  ])('says in words that a score of $score is $words', ({ score, words }) => {
    expect(renderQuote(quoteOf({ score })).footer?.text).toContain(`Confidence: ${words} · `);
  });

  it('says what is not known of the article', () => {
    const unknown = { title: ' \n', outlet: null, published: null, url: null };
    const embed = renderQuote(quoteOf({}, unknown));
    expect(embed.author?.name).toBe('Outlet unknown · date unknown');
    expect(embed.title).toBe('Untitled');
    expect(embed.url).toBeUndefined();
  });

  it('makes each line of the answer bold without the blanks around it', () => {
    const text = 'One  \n\n\n two.\u00a0Three.';
    const quote = quoteOf({
      text,
      start: 0,
      end: text.length,
      highlights: [{ start: 0, end: 14 }],
    });
    expect(renderQuote(quote).description).toBe('“**One**  \n\n\n **two.**\u00a0Three.”');
  });

  it('joins parts of the answer that touch', () => {
    const text = '今日は雨。明日は晴れ。';
    const highlights = [
      { start: 0, end: 5 },
      { start: 5, end: 11 },
    ];
    const quote = quoteOf({ text, start: 0, end: 11, highlights });
    expect(renderQuote(quote).description).toBe('“**今日は雨。明日は晴れ。**”');
  });

  it('shows titles and notes as they are, on one line', () => {
    const quote = quoteOf({}, { title: '# A\n**b**\u202e', note: 'see https://a.example *now*' });
    expect(renderQuote(quote).title).toBe(String.raw`\# A \*\*b\*\*`);
    expect(fieldOf(quote, 'Note')).toBe(String.raw`see https\://a.example \*now\*`);
  });

  it.each([
    { spans: [], value: undefined },
    { spans: [['2022-11-16', '2022-11-16']], value: undefined },
    {
      spans: [
        ['2022-11-15', '2022-11-15'],
        ['2022-11-16', '2022-11-16'],
      ],
      value: '15 November 2022, 16 November 2022',
    },
    { spans: [['2022-11-14', '2022-11-16']], value: '14–16 November 2022' },
    { spans: [['2022-11-30', '2022-12-02']], value: '30 November – 2 December 2022' },
    { spans: [['2022-12-31', '2023-01-01']], value: '31 December 2022 – 1 January 2023' },
    {
      spans: ['01', '01', '02', '03', '04', '05'].map((day) => [
        `2022-10-${day}`,
        `2022-10-${day}`,
      ]),
      value: '1 October 2022, 2 October 2022, 3 October 2022, 4 October 2022 and 1 more date',
    },
  ])('speaks of $value where the days are $spans', ({ spans, value }) => {
    const eventDates = spans.map(([from = '', to = '']) => ({ from, to }));
    expect(fieldOf(quoteOf({ eventDates }), 'Speaks of')).toBe(value);
  });

  it('is cut at the end of a sentence when it is far too long', () => {
    const text = 'He said *no* again and again. '.repeat(300).trim();
    const description = renderQuote(quoteOf({ text, highlights: [] })).description ?? '';
    expect(description.length).toBeGreaterThan(4000);
    expect(description).toMatch(/again and again\.” …$/);
    expect(isFaithful(description, text)).toBe(true);
  });

  it.each([
    { what: 'a word', text: 'word '.repeat(2000), end: /word” …$/ },
    { what: 'a character', text: '😀'.repeat(3000), end: /😀” …$/u },
  ])('is cut at the end of $what when no sentence ends', ({ text, end }) => {
    const description = renderQuote(quoteOf({ text, highlights: [] })).description ?? '';
    expect(description.length).toBeGreaterThan(4000);
    expect(description).toMatch(end);
    expect(
      text.startsWith(/^“(?<quoted>.*)” …$/s.exec(description)?.groups?.['quoted'] ?? '?'),
    ).toBe(true);
  });

  it('says exactly what the article says, and nothing that Discord would read into it', () => {
    fc.assert(
      fc.property(quoteWith(quotableText), (quote) => {
        const embed = renderQuote(quote);
        expectWithinLimits({ embeds: [embed] });
        const { text, bold, markup } = readMarkdown(embed.description ?? '');
        expect(text).toBe(`“${quote.text}”`);
        expect(markup).toEqual([]);
        const highlighted = quote.highlights
          .map(({ start, end }) => quote.text.slice(start - quote.start, end - quote.start))
          .join('');
        expect(bold.join('').replace(/\s/g, '')).toBe(highlighted.replace(/\s/g, ''));
        expect(bold.every((part) => part.trim() === part && !part.includes('\n'))).toBe(true);
        for (const field of embed.fields ?? []) {
          expect(readMarkdown(field.value).markup).toEqual([]);
        }
        expect(readMarkdown(embed.title ?? '').markup).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps to the limits and to the text at any length', () => {
    const longText = fc
      .array(hostileText, { minLength: 1, maxLength: 12 })
      .map((texts) => texts.join(' '))
      .filter((text) => text !== '');
    fc.assert(
      fc.property(quoteWith(longText), (quote) => {
        const embed = renderQuote(quote);
        expectWithinLimits({ embeds: [embed] });
        expect(isFaithful(embed.description ?? '', quote.text)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a rendered answer', () => {
  const buttons = { isPrivate: false, isUnasked: false, canFollowUp: true, canOpenThread: true };
  const view = { answerId: 'a1', header: null, about: null, buttons, offset: 0, mayHaveMore: true };

  it('has an embed for each quote and the header above', () => {
    const body = renderAnswer({ ...view, header: 'Hello', quotes: [quoteOf(), quoteOf()] });
    expect(body.content).toBe('Hello');
    expect(body.embeds).toHaveLength(2);
  });

  it('leaves the last quote out when not all fit, and goes on from there', () => {
    const long = quoteOf({ text: '*'.repeat(1000), highlights: [] });
    const body = renderAnswer({ ...view, quotes: [long, long, long] });
    expect(body.embeds).toHaveLength(2);
    expect(JSON.stringify(body.components)).toContain('"more:a1:2"');
    expect(JSON.stringify(body.components)).not.toContain('Context 3');
  });

  it('keeps to the limits', () => {
    const quotes = fc.array(quoteWith(quotableText), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(quotes, fc.option(hostileText), fc.boolean(), (some, header, isPrivate) => {
        const body = renderAnswer({
          ...view,
          quotes: some,
          header,
          about: header,
          buttons: { ...buttons, isPrivate },
        });
        expectWithinLimits(body);
        expect(body.embeds?.length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });
});

/** Whether a description quotes the text in full, or its beginning up to a sentence end if any fits. */
function isFaithful(description: string, text: string): boolean {
  const shown = readMarkdown(description).text;
  if (shown === `“${text}”`) return true;
  const quoted = shown.slice(1, -3);
  const ends = splitSentences(text, { start: 0, end: text.length }).map(({ end }) => end);
  const isWholeSentence = ends.includes(quoted.length) || (ends[0] ?? 0) > 800;
  return shown === `“${quoted}” …` && text.startsWith(quoted) && isWholeSentence;
}

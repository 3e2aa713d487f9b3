import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article } from '../../../src/corpus/article.ts';
import { textReader } from '../../../src/corpus/read-text.ts';
import {
  PASSAGE_SETTINGS,
  type PassageSettings,
  type TokenLimit,
} from '../../../src/passages/passage.ts';
import { splitArticle } from '../../../src/passages/split-article.ts';
import { articleOf, readFixture } from '../../support/articles.ts';
import { arbitraryExcluded, findFaults } from './text-arbitraries.ts';

/** Settings of the tests' own, so that tuning the real ones breaks nothing here. */
const SETTINGS: PassageSettings = { version: 1, maxChars: 1000, targetChars: 600 };
/** No passage is over it. */
const UNLIMITED: TokenLimit = { maxTokens: 1, countTokens: () => 0 };
/** As hostile as a tokenizer can be: no passage may be longer than 64 UTF-16 units. */
const UNITS: TokenLimit = { maxTokens: 64, countTokens: (text) => text.length };
const LIMITS = [
  UNLIMITED,
  UNITS,
  { maxTokens: 64, countTokens: (text: string) => Buffer.byteLength(text) },
  { maxTokens: 128, countTokens: (text: string) => text.split(/[\s\p{P}]+/u).length + 2 },
];

function passagesOf(article: Article, limit: TokenLimit = UNLIMITED): string[] {
  return splitArticle(article, SETTINGS, limit).map(({ start, end }) =>
    article.text.slice(start, end),
  );
}

/** A sentence of `length` units. */
function sentence(length: number): string {
  return `${'The river rose and fell again '.repeat(length).slice(0, length - 2)}x.`;
}

function faultsOf(article: Article, limit: TokenLimit): string[] {
  const { text, excluded } = article;
  const passages = splitArticle(article, PASSAGE_SETTINGS, limit);
  const faults = findFaults(text, passages, excluded);
  for (const { start, end, heading } of passages) {
    const slice = text.slice(start, end);
    if (slice.length > 1000) faults.push(`${start}: ${slice.length} units`);
    if (limit.countTokens(slice) > limit.maxTokens) faults.push(`${start}: over the token limit`);
    if (heading !== null && heading.start > start) faults.push(`${start}: heading further down`);
  }
  return faults;
}

describe('passages', () => {
  it('join short paragraphs up to the target length', () => {
    const paragraphs = [250, 250, 250, 250, 250].map(sentence);
    expect(passagesOf(articleOf(paragraphs.join('\n\n')))).toEqual([
      paragraphs.slice(0, 2).join('\n\n'),
      paragraphs.slice(2, 4).join('\n\n'),
      paragraphs[4],
    ]);
  });

  it('cut a long paragraph at sentence ends into pieces of about the same length', () => {
    const sentences = Array.from({ length: 13 }, () => sentence(120));
    expect(passagesOf(articleOf(sentences.join(' ')))).toEqual([
      sentences.slice(0, 4).join(' '),
      sentences.slice(4, 8).join(' '),
      sentences.slice(8).join(' '),
    ]);
  });

  it('keep a sentence whole that is over the target but not over the limit', () => {
    const long = sentence(990);
    expect(passagesOf(articleOf(`${sentence(300)} ${long} ${sentence(300)}`))).toContain(long);
  });

  it('cut a sentence over the limit at a blank', () => {
    const [first = '', second = '', ...more] = passagesOf(articleOf(sentence(1510)));
    expect(more).toEqual([]);
    expect(`${first} ${second}`).toBe(sentence(1510));
  });

  it('keep the line ends and blanks within them as they stand', () => {
    const text = 'One\u00a0here.\r\n\r\n\tTwo  there.\r\nThree.';
    expect(passagesOf(articleOf(`\r\n${text}\r\n`))).toEqual([text]);
  });

  it.each([
    { name: 'flags', unit: '🇺🇦:' },
    { name: 'families', unit: '👨‍👩‍👧' },
    { name: 'skin tones', unit: '👍🏽' },
    { name: 'accents', unit: 'e\u0301' },
    { name: 'accents of the upper planes', unit: 'e\u{1e000}' },
    { name: 'Devanagari', unit: 'नि' },
  ])('do not tear $name', ({ unit }) => {
    const text = `x${unit.repeat(300)}`;
    const characters = new Intl.Segmenter('en').segment(text);
    const starts = new Set(Array.from(characters, ({ index }) => index));
    const passages = splitArticle(articleOf(text), SETTINGS, UNITS);
    expect(passages.length).toBeGreaterThan(10);
    expect(passages.filter(({ start }) => !starts.has(start))).toEqual([]);
  });

  it('tear a pile of accents no more than needed, and never a surrogate pair', () => {
    const text = `e${'\u{1e000}'.repeat(2000)}`;
    expect(faultsOf(articleOf(text), UNITS)).toEqual([]);
  });

  it.each([{ text: '😀a' }, { text: 'a😀' }, { text: '😀😀' }, { text: 'a b' }, { text: 'abc' }])(
    'stop at two units where even $text is over the token limit',
    ({ text }) => {
      const hopeless = { maxTokens: 0, countTokens: () => 1 };
      const passages = splitArticle(articleOf(text), SETTINGS, hopeless);
      expect(findFaults(text, passages, [])).toEqual([]);
      expect(passages.length).toBeGreaterThan(1);
    },
  );

  it('are cut at a sentence end where the model could not take them whole', () => {
    const sentences = [sentence(40), sentence(30), sentence(50)];
    expect(passagesOf(articleOf(sentences.join(' ')), UNITS)).toEqual(sentences);
  });

  it('count tokens once where all fits', () => {
    const counted: string[] = [];
    const limit = {
      maxTokens: 512,
      countTokens(text: string): number {
        counted.push(text);
        return text.length / 4;
      },
    };
    const article = articleOf([300, 700, 200, 1500].map(sentence).join('\n\n'));
    expect(counted).toEqual([]);
    expect(passagesOf(article, limit)).toEqual(counted);
  });

  it('never cross an excluded range', () => {
    const text = 'One here.\n\nADVERTISEMENT\n\nTwo there.';
    const excluded = [{ start: 11, end: 24 }];
    expect(passagesOf(articleOf(text, { excluded }))).toEqual(['One here.', 'Two there.']);
  });

  it.each([{ text: '' }, { text: ' \n\n\u00a0' }])('are none in blanks', ({ text }) => {
    expect(passagesOf(articleOf(text))).toEqual([]);
  });

  it('are none where all is excluded', () => {
    expect(passagesOf(articleOf('ADVERTISEMENT', { excluded: [{ start: 0, end: 13 }] }))).toEqual(
      [],
    );
  });

  it('begin anew at each heading and know it', () => {
    const text = `It rained.\n\n# North\n\n${sentence(700)}\n\n${sentence(60)}\n\n# South\nIt was dry.`;
    const passages = splitArticle(articleOf(text), SETTINGS, UNLIMITED);
    const found = passages.map(({ start, end, heading }) => ({
      heading: heading && text.slice(heading.start, heading.end),
      begin: text.slice(start, end).slice(0, 9),
    }));
    expect(found).toEqual([
      { heading: null, begin: 'It rained' },
      { heading: '# North', begin: '# North\n\n' },
      { heading: '# North', begin: 'The river' },
      { heading: '# South', begin: '# South\nI' },
    ]);
  });

  it('carry the article, its date and the days that they speak of', () => {
    const article = articleOf('On Tuesday it rained. On 3 October it was dry.', {
      id: 'abc',
      date: '2022-11-16',
    });
    expect(splitArticle(article, SETTINGS, UNLIMITED)).toEqual([
      {
        articleId: 'abc',
        start: 0,
        end: 46,
        heading: null,
        published: '2022-11-16',
        eventDates: [
          { from: '2022-11-15', to: '2022-11-15' },
          { from: '2022-10-03', to: '2022-10-03' },
        ],
      },
    ]);
  });
});

describe('the passages of a whole article', () => {
  it.each([
    {
      fixture: 'live-blog.txt',
      headings: [
        null,
        '23.47 – Dyke warden to the governor: “not one more sluice”',
        '23.35 – Osterby: lights out in the lower town',
        '23.30 – Tarn blames Osterby for the broken lock',
      ],
    },
    {
      fixture: 'report-with-tweet.txt',
      headings: [
        null,
        'The biggest walkout in the history of the port',
        'You can’t hear the gulls for the horns',
      ],
    },
    { fixture: 'masthead-with-junk.txt', headings: [null] },
  ])('in $fixture stand under its headings', async ({ fixture, headings }) => {
    const { text, excluded } = textReader.read(await readFixture(fixture));
    const passages = splitArticle(articleOf(text, { excluded }), PASSAGE_SETTINGS, UNLIMITED);
    const found = passages.map(({ heading }) => heading && text.slice(heading.start, heading.end));
    expect([...new Set(found)]).toEqual(headings);
  });

  it.each([
    { fixture: 'live-blog.txt' },
    { fixture: 'report-with-tweet.txt' },
    { fixture: 'masthead-with-junk.txt' },
  ])('in $fixture cover all but its masthead and end where sentences end', async ({ fixture }) => {
    const { text, excluded } = textReader.read(await readFixture(fixture));
    const article = articleOf(text, { excluded });
    expect(faultsOf(article, UNLIMITED)).toEqual([]);
    for (const passage of passagesOf(article)) expect(passage).toMatch(/([.”’]|\d{4})$/);
  });

  it('report the day of the event beside the day of publication', async () => {
    const { text, excluded, date } = textReader.read(await readFixture('masthead-with-junk.txt'));
    const article = articleOf(text, { excluded, date });
    const [first] = splitArticle(article, SETTINGS, UNLIMITED);
    expect(first?.published).toBe('2022-11-16');
    expect(first?.eventDates[0]).toEqual({ from: '2022-11-15', to: '2022-11-15' });
  });
});

describe('the passages of any text', () => {
  it('cover it, in order, within the limits, and tear no pair', () => {
    fc.assert(
      fc.property(
        arbitraryExcluded,
        fc.constantFrom(...LIMITS),
        fc.constantFrom(null, '2022-11-16'),
        ({ text, excluded }, limit, date) => {
          expect(faultsOf(articleOf(text, { excluded, date }), limit)).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each([
    { name: 'words in one line', unit: 'two boats ' },
    { name: 'letters', unit: 'a' },
    { name: 'sentences in one line', unit: 'This is it. ' },
    { name: 'newlines', unit: '\n' },
    { name: 'lines of #', unit: '#\n' },
    { name: 'families of emoji', unit: '👨‍👩‍👧' },
    { name: 'accents', unit: '\u0301' },
    { name: 'lone surrogates', unit: '\ude00' },
  ])('cover a megabyte of $name without long thinking', ({ unit }) => {
    const text = unit.repeat(1_000_000 / unit.length);
    expect(faultsOf(articleOf(text), LIMITS[3]!)).toEqual([]);
  });
});

import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { isCheckable } from '../../src/check/claim.ts';
import { QuoteChecker } from '../../src/check/quote-checker.ts';
import type { Article } from '../../src/corpus/article.ts';
import { checkQuote, type QuoteCheck } from '../../src/quotes/check-quote.ts';
import type { SearchIndex } from '../../src/retrieval/search-index.ts';
import { articleOf } from '../support/articles.ts';
import { hostileText } from '../support/quote-arbitraries.ts';
import { sampleIndex } from '../support/sample-index.ts';

const BRIDGE = `Council votes for a new bridge

“We shall not wait – not even a day—for the ferry,” Mayor Ada Fenwick said on Tuesday. The pro-Norwick
party's members, who're few, left the hall at 10.30 p.m. without a word.

The bridge will cost $12 million, or 40% of the town’s budget, and replaces one from 1,874 stones. It
measures 10–12 metres in width; in winter it can be -5 degrees there. Is it worth that? Nobody knows.

The engineer Oskar Vadas and the sailor Petra Lindqvist inspected the pillars of the old bridge. They
found cracks in nine of them, but none in the arches. Divers will look at the rest in spring.

In the evening the council of Linford voted again, this time on the price of fish at the harbour.
`;
const HARBOUR = `The harbour of Linford has been closed since the storm. The pilots of the port went home, and
eleven freighters are waiting outside. Nobody knows. Their crews get bread and water by helicopter.`;

const ARTICLES: readonly Article[] = [
  articleOf(BRIDGE, {
    id: 'bridge',
    path: 'bridge.txt',
    outlet: 'The Morning Post',
    date: '2022-11-16',
    // The headline.
    excluded: [{ start: 0, end: BRIDGE.indexOf('\n') }],
  }),
  articleOf(HARBOUR, { id: 'harbour', path: 'sample/harbour.txt', date: '2022-11-14' }),
];

let index: SearchIndex;
let checker: QuoteChecker;

beforeAll(async () => {
  index = await sampleIndex(ARTICLES);
  checker = new QuoteChecker(index);
});

function check(claim: string): QuoteCheck {
  return checkQuote(index, checker, claim);
}

function highlighted({ matches }: QuoteCheck): string[] {
  return matches.flatMap(({ text, start, highlights }) =>
    highlights.map((range) => text.slice(range.start - start, range.end - start)),
  );
}

describe('an exact quote', () => {
  it.each([
    { what: 'as it stands', claim: 'We shall not wait – not even a day—for the ferry' },
    {
      what: 'with other quotation marks',
      claim: `"We shall not wait – not even a day—for the ferry," Mayor`,
    },
    {
      what: 'with marks of other languages',
      claim: '« We shall not wait – not even a day—for the ferry, » Mayor',
    },
    {
      what: 'with doubled single marks',
      claim: "''We shall not wait – not even a day—for the ferry,'' Mayor",
    },
    {
      what: 'with other dashes and none of the blanks',
      claim: 'wait-not even a day -- for the ferry',
    },
    { what: 'with other apostrophes', claim: 'party’s members, who´re few' },
    {
      what: 'with other blanks and line ends',
      claim: 'The  pro-Norwick\r\n party\u2019s\u00a0members',
    },
    { what: 'with a soft hyphen', claim: 'left the hall at 10.30 p.m. with\u00adout a word' },
    { what: 'across paragraphs', claim: 'without a word. The bridge will cost $12 million' },
    { what: 'between ellipses', claim: '… inspected the pillars …' },
    { what: 'begun with a capital', claim: 'Inspected the pillars of the old bridge' },
    { what: 'begun without one', claim: 'they found cracks in nine of them' },
    { what: 'begun without one behind a mark', claim: 'we shall not wait – not even a day' },
    { what: 'begun with a letter in brackets', claim: '[F]ound cracks in nine of them' },
    { what: 'ended with a full stop', claim: 'They found cracks in nine of them.' },
    { what: 'ended with a comma', claim: 'Divers will look at the rest,' },
    { what: 'of a question', claim: 'Is it worth that?' },
    { what: 'of one word', claim: 'Lindqvist' },
    { what: 'with a number', claim: 'it can be -5 degrees there' },
    { what: 'from a number on', claim: '-5 degrees' },
    { what: 'from a sum on', claim: '$12 million, or 40%' },
  ])('is exact $what', ({ claim }) => {
    expect(check(claim)).toMatchObject({ verdict: 'exact', differences: [], parts: [] });
  });

  it.each([
    'ropes … and then nothing',
    'ropes… and then',
    'ropes... and then',
    'ropes . . . and then',
  ])('is exact with any ellipsis: %s', async (claim) => {
    const harbour = await sampleIndex([articleOf('There were ropes … and then nothing at all.')]);
    expect(checkQuote(harbour, new QuoteChecker(harbour), claim).verdict).toBe('exact');
  });

  it.each(['[A] sailor took a difficult berth', 'a sailor took a difﬁcult berth'])(
    'is exact with brackets around a whole word, and with joined letters: %s',
    async (claim) => {
      const harbour = await sampleIndex([articleOf('A sailor took a diﬃcult berth at the quay.')]);
      expect(checkQuote(harbour, new QuoteChecker(harbour), claim).verdict).toBe('exact');
    },
  );

  it('stands in whole sentences, with article and highlight', () => {
    const found = check('cracks in nine of them');
    expect(found.matches).toMatchObject([
      {
        rank: 1,
        score: 1,
        text: 'They\nfound cracks in nine of them, but none in the arches.',
        article: { path: 'bridge.txt', outlet: 'The Morning Post', published: '2022-11-16' },
      },
    ]);
    expect(highlighted(found)).toEqual(['cracks in nine of them']);
  });

  it('is found in every article, in the oldest first', () => {
    const paths = check('Nobody knows').matches.map(({ article }) => article.path);
    expect(paths).toEqual(['sample/harbour.txt', 'bridge.txt']);
  });

  it('is not looked for in articles that are not wanted', () => {
    const options = { sampleCorpus: false };
    expect(checkQuote(index, checker, 'Nobody knows', options).matches).toHaveLength(1);
    const freighters = 'eleven freighters are waiting outside';
    expect(checkQuote(index, checker, freighters, options).verdict).toBe('absent');
    expect(checkQuote(index, checker, freighters.replace('eleven', 'ten'), options).verdict).toBe(
      'absent',
    );
  });

  it('is in parts where it is too long for one quote', async () => {
    const sentence = 'The harbour was closed for the whole day, and nobody knew for what reason. ';
    const long = await sampleIndex([articleOf(sentence.repeat(40).trim())]);
    const { verdict, matches } = checkQuote(long, new QuoteChecker(long), sentence.repeat(20));
    expect(verdict).toBe('exact');
    expect(matches.length).toBeGreaterThan(1);
    for (const { text } of matches) expect(text.length).toBeLessThanOrEqual(1000);
  });
});

describe('a sentence that is too long to be shown', () => {
  it.each([
    { what: 'line breaks', text: 'The harbour was closed\n'.repeat(80).trim() },
    {
      what: 'no-break blanks',
      text: 'The\u00a0harbour\u00a0was\u00a0closed\u00a0'.repeat(80).trim(),
    },
  ])('is cut between words that have $what between them', async ({ text }) => {
    const long = await sampleIndex([articleOf(text)]);
    const { matches } = checkQuote(long, new QuoteChecker(long), text);
    expect(matches.length).toBeGreaterThan(1);
    for (const match of matches) {
      expect(match.text.length).toBeLessThanOrEqual(1000);
      expect(match.text).toMatch(/^(?:The|harbour|was|closed)\s[^]*\s(?:The|harbour|was|closed)$/);
    }
  });
});

describe('a quote that was cut within what belongs together', () => {
  it.each([
    {
      what: 'a compound',
      claim: 'Norwick party’s members',
      kind: 'wording',
      quoted: 'pro-Norwick',
    },
    { what: 'a percentage', claim: 'or 40', kind: 'number', quoted: '40%' },
    {
      what: 'a sum',
      claim: '12 million, or 40% of the town’s budget',
      kind: 'number',
      quoted: '$12',
    },
    { what: 'a negative number', claim: '5 degrees there', kind: 'number', quoted: '-5' },
    { what: 'a span', claim: '12 metres in width', kind: 'number', quoted: '10–12' },
  ])('is not exact: $what', ({ claim, kind, quoted }) => {
    expect(check(claim)).toMatchObject({
      verdict: 'altered',
      differences: [{ kind, quoted: expect.stringContaining(quoted) as string }],
    });
  });

  it.each(['from 1,87', 'measures 10', 'left the hall at 10.3', 'Fenwic', 'town'])(
    'is not exact: %s',
    (claim) => {
      expect(check(claim).verdict).not.toBe('exact');
    },
  );
});

describe('an altered quote', () => {
  it.each([
    {
      kind: 'number',
      claim: 'replaces one from 1,784 stones',
      shown: 'replaces one from [-1,874-] {+1,784+} stones.',
    },
    {
      kind: 'number',
      claim: 'They found cracks in ten of them, but none in the arches.',
      shown: 'They\nfound cracks in [-nine-] {+ten+} of them, but none in the arches.',
    },
    {
      kind: 'name',
      claim: 'The engineer Oskar Brandt and the sailor Petra Lindqvist inspected',
      shown: 'The engineer Oskar [-Vadas-] {+Brandt+} and the sailor Petra Lindqvist inspected',
    },
    {
      kind: 'negation',
      claim: 'We shall wait – not even a day – for the ferry',
      shown: 'We shall [-not-] wait – not even a day—for the ferry,”',
    },
    {
      kind: 'negation',
      claim: 'Divers won’t look at the rest in spring',
      shown: 'Divers [-will-] {+won’t+} look at the rest in spring.',
    },
    {
      kind: 'order',
      claim: 'The engineer Petra Lindqvist and the sailor Oskar Vadas inspected the pillars',
      shown:
        'The engineer [-Oskar Vadas-] {+Petra Lindqvist+} and the sailor [-Petra Lindqvist-] {+Oskar Vadas+} inspected the pillars',
    },
    {
      kind: 'omission',
      claim: 'The engineer Oskar Vadas … inspected the pillars of the old bridge',
      shown:
        'The engineer Oskar Vadas [-and the sailor Petra Lindqvist-] inspected the pillars of the old bridge.',
    },
    {
      kind: 'omission',
      claim: 'eleven freighters are waiting',
      article: 'so eleven big freighters are waiting there',
      shown: 'eleven [-big-] freighters are waiting',
    },
    {
      kind: 'addition',
      claim: 'Their poor crews get bread and water by helicopter',
      shown: 'Their {+poor+} crews get bread and water by helicopter.',
    },
    {
      kind: 'stitched',
      claim:
        'Divers will look at the rest in spring. Their crews get bread and water by helicopter.',
      shown:
        'Divers will look at the rest in spring. [-…-] Their crews get bread and water by helicopter.',
    },
    {
      kind: 'wording',
      claim: 'The pilots of the port walked home',
      shown: 'The pilots of the port [-went-] {+walked+} home,',
    },
    {
      kind: 'capitals',
      claim: 'inspected the Pillars of the old bridge',
      shown: 'inspected the [-pillars-] {+Pillars+} of the old bridge',
    },
    {
      kind: 'punctuation',
      claim: 'They found cracks in nine of them but none in the arches',
      shown: 'They\nfound cracks in nine of [-them,-] {+them+} but none in the arches',
    },
    {
      kind: 'capitals',
      claim: 'petra Lindqvist inspected the pillars',
      shown: '[-Petra-] {+petra+} Lindqvist inspected the pillars',
    },
    {
      kind: 'punctuation',
      claim: 'Nobody knows!',
      shown: 'Nobody [-knows.-] {+knows!+}',
    },
  ])('says that there is another $kind: $claim', async ({ kind, claim, shown, article }) => {
    const other = article === undefined ? index : await sampleIndex([articleOf(article)]);
    const found = checkQuote(other, new QuoteChecker(other), claim);
    expect(found.verdict).toBe('altered');
    expect(new Set(found.differences.map((difference) => difference.kind))).toEqual(
      new Set([kind]),
    );
    const marks = { both: ['', ''], claim: ['{+', '+}'], article: ['[-', '-]'] } as const;
    const parts = found.parts.map(({ in: where, text }) => marks[where].join(text));
    expect(parts.join(' ')).toBe(shown);
  });

  it('shows a sentence once whose parts have changed places', () => {
    const found = check(
      'this time on the price of fish at the harbour, in the evening the council of Linford voted again',
    );
    expect(found.verdict).toBe('altered');
    expect(found.differences.map(({ kind }) => kind)).toEqual(['order']);
    expect(found.matches).toHaveLength(1);
    expect(highlighted(found)).toEqual([
      'In the evening the council of Linford voted again',
      'this time on the price of fish at the harbour',
    ]);
  });

  it('shows every place that it was put together from, in its own order', () => {
    const { matches } = check(
      'Their crews get bread and water by helicopter. Divers will look at the rest in spring.',
    );
    expect(matches.map(({ rank, article }) => [rank, article.path])).toEqual([
      [1, 'sample/harbour.txt'],
      [2, 'bridge.txt'],
    ]);
  });
});

describe('what is absent', () => {
  it.each([
    'The mayor is in a hurry and wants no ferries.',
    'Oskar Vadas, an engineer, and Petra Lindqvist, a sailor, looked at the pillars of the old bridge.',
    'Since the storm there has been no traffic in the harbour of Linford.',
    'the council of Norwick',
    'Council votes for a new bridge',
    'Ölpreise steigen weiter',
    '日本の橋',
  ])('is neither exact nor altered: %s', (claim) => {
    expect(check(claim)).toMatchObject({
      verdict: 'absent',
      matches: [],
      differences: [],
      parts: [],
    });
  });
});

describe('any text', () => {
  it('is checkable only with words in it', () => {
    for (const text of ['', ' \n', '…', '!?', '“”', '🚢', 'ʼ', 'a'.repeat(4001)]) {
      expect(isCheckable(text)).toBe(false);
    }
    for (const text of ['a', '5', '日', '½', '𝒳']) expect(isCheckable(text)).toBe(true);
  });

  it('is exact where it is an article, and never shown but as a slice of one', async () => {
    const wellFormed = hostileText.filter((text) => !/\p{Cs}/u.test(text));
    await fc.assert(
      fc.asyncProperty(
        fc.array(wellFormed, { minLength: 1, maxLength: 3 }),
        hostileText,
        async (texts, other) => {
          const hostile = await sampleIndex(
            texts.map((text, position) => articleOf(text, { path: `${position}.txt` })),
          );
          const hostileChecker = new QuoteChecker(hostile);
          for (const claim of [...texts, other, other.slice(3, -3)].filter(isCheckable)) {
            const { verdict, matches } = checkQuote(hostile, hostileChecker, claim);
            expect(verdict === 'exact' || !texts.includes(claim)).toBe(true);
            for (const { text, start, end, article } of matches) {
              expect(text).toBe(texts[Number.parseInt(article.path, 10)]?.slice(start, end));
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config.ts';
import type { Article } from '../../../src/corpus/article.ts';
import { IndexedLibrary } from '../../../src/quotes/indexed-library.ts';
import type { ExcerptReference, Library } from '../../../src/quotes/library.ts';
import { articleOf } from '../../support/articles.ts';
import { FakeEmbedder } from '../../support/fake-embedder.ts';
import { sampleIndex } from '../../support/sample-index.ts';

const BRIDGE = articleOf('The bridge opened.\n\nIt cost 23 million.\n\nThe ferry stops in June.', {
  id: 'bridge',
  path: 'bridge.txt',
  sha256: 'b'.repeat(64),
  outlet: 'The Morning Post',
  date: '2022-11-16',
  language: 'en',
});
const ARTICLES: readonly Article[] = [
  BRIDGE,
  articleOf('Dockers walked out.', {
    id: 'strike',
    path: 'strike.txt',
    outlet: 'Harbour Herald',
    date: '2022-12-29',
    language: 'uk',
  }),
  articleOf('Nobody knows when this was.', { id: 'undated', path: 'a/undated.txt' }),
  articleOf('The river rose.', {
    id: 'flood',
    path: 'flood.txt',
    outlet: 'The Morning Post',
    date: '2022-11-16',
    language: 'en',
  }),
  articleOf('An empty page.', {
    id: 'empty',
    path: 'empty.txt',
    outlet: 'The Herald',
    language: 'no code',
  }),
];

/** The passages of `ARTICLES`: three, one, one, one and none. */
const PASSAGES = [
  { article: 0, start: 0, end: 18, eventDates: [day('2022-11-15')] },
  { article: 0, start: 20, end: 39, eventDates: [] },
  { article: 0, start: 41, end: 65, eventDates: [{ from: '2023-06-01', to: '2023-06-30' }] },
  { article: 1, start: 0, end: 19, eventDates: [{ from: '2022-12-27', to: '2022-12-29' }] },
  { article: 2, start: 0, end: 27, eventDates: [] },
  { article: 3, start: 0, end: 15, eventDates: [day('2022-11-15'), day('2021-12-02')] },
].map((passage) => ({ ...passage, heading: null }));

function day(date: string): { from: string; to: string } {
  return { from: date, to: date };
}

function slice(start: number, end: number): ExcerptReference {
  return { articleId: BRIDGE.id, sha256: BRIDGE.sha256, start, end };
}

let library: Library;

beforeAll(async () => {
  const embedder = new FakeEmbedder();
  library = new IndexedLibrary(
    await sampleIndex(ARTICLES, { embedder, passages: PASSAGES }),
    embedder,
    loadConfig({}),
  );
});

describe('an answer', () => {
  it('quotes the articles', async () => {
    const { quotes } = await library.answer('Which dockers walked out?', { limit: 1 });
    expect(quotes.map(({ text }) => text)).toEqual(['Dockers walked out.']);
  });
});

describe('excerpts', () => {
  it('are found again, in the order given', async () => {
    expect(await library.excerpts([slice(20, 39), slice(0, 18)])).toEqual([
      expect.objectContaining({ text: 'It cost 23 million.', start: 20, end: 39, eventDates: [] }),
      expect.objectContaining({ text: 'The bridge opened.', eventDates: [day('2022-11-15')] }),
    ]);
  });

  it('tell of their article what is shown beside a quote', async () => {
    const [excerpt] = await library.excerpts([slice(0, 18)]);
    expect(excerpt?.article).toEqual({
      id: 'bridge',
      path: 'bridge.txt',
      title: null,
      outlet: 'The Morning Post',
      published: '2022-11-16',
      url: null,
      note: null,
      sha256: BRIDGE.sha256,
    });
  });

  it('may be a part of a passage', async () => {
    expect(await library.excerpts([slice(4, 10)])).toMatchObject([{ text: 'bridge' }]);
  });

  it.each([
    { what: 'an article that is gone', reference: { ...slice(0, 18), articleId: 'gone' } },
    { what: 'an article that has changed', reference: { ...slice(0, 18), sha256: 'c'.repeat(64) } },
    { what: 'a slice across passages', reference: slice(10, 30) },
    { what: 'a slice beyond the article', reference: slice(41, 66) },
    { what: 'an empty slice', reference: slice(4, 4) },
    { what: 'a slice that ends before it starts', reference: slice(10, 4) },
    { what: 'a slice without a number', reference: slice(NaN, 18) },
    { what: 'an article without passages', reference: { ...slice(0, 5), articleId: 'empty' } },
  ])('are null for $what', async ({ reference }) => {
    expect(await library.excerpts([reference])).toEqual([null]);
    expect(await library.surroundings(reference)).toBeNull();
  });
});

describe('the surroundings', () => {
  it('are the passages before and after', async () => {
    expect(await library.surroundings(slice(20, 39))).toMatchObject({
      before: { text: 'The bridge opened.', start: 0, end: 18 },
      excerpt: { text: 'It cost 23 million.' },
      after: { text: 'The ferry stops in June.', start: 41, end: 65 },
    });
  });

  it('end where the article does', async () => {
    expect(await library.surroundings(slice(0, 18))).toMatchObject({ before: null });
    expect(await library.surroundings(slice(41, 65))).toMatchObject({ after: null });
  });

  it('are the rest of its passage where the slice is a part of one', async () => {
    expect(await library.surroundings(slice(23, 27))).toMatchObject({
      before: { text: 'It', start: 20, end: 22 },
      excerpt: { text: 'cost' },
      after: { text: '23 million.', start: 28, end: 39 },
    });
  });
});

describe('a quote that takes the denial from the next passage', () => {
  const rumour = 'Pilots said that Harlow had opened the lock.';
  const denial = 'Harlow denied that.';
  const rest = 'Rain fell all night.';
  const text = `${rumour}\n\n${denial} ${rest}`;
  const article = articleOf(text, { id: 'lock', path: 'lock.txt', sha256: 'd'.repeat(64) });
  const quoted = { articleId: article.id, sha256: article.sha256, start: 0 };
  const end = text.indexOf(` ${rest}`);
  const inTwo = [rumour, `${denial} ${rest}`];

  async function open(passages: readonly string[]): Promise<Library> {
    const rows = passages.map((passage) => {
      const start = text.indexOf(passage);
      return { article: 0, start, end: start + passage.length, heading: null, eventDates: [] };
    });
    const embedder = new FakeEmbedder();
    const index = await sampleIndex([article], { embedder, passages: rows });
    return new IndexedLibrary(index, embedder, loadConfig({}));
  }

  it('is answered with, the denial highlighted like the rumour', async () => {
    const { quotes } = await (await open(inTwo)).answer('Who said that Harlow opened the lock?');
    expect(quotes[0]).toMatchObject({ start: 0, end, text: text.slice(0, end) });
    expect(quotes[0]?.highlights).toEqual([
      { start: 0, end: rumour.length },
      { start: text.indexOf(denial), end },
    ]);
  });

  it('is found again', async () => {
    const lockLibrary = await open(inTwo);
    expect(await lockLibrary.excerpts([{ ...quoted, end }])).toMatchObject([
      { text: text.slice(0, end) },
    ]);
    expect(await lockLibrary.excerpts([{ ...quoted, end: text.length }])).toEqual([null]);
  });

  it('is followed by what is left of that passage', async () => {
    expect(await (await open(inTwo)).surroundings({ ...quoted, end })).toMatchObject({
      before: null,
      excerpt: { text: text.slice(0, end) },
      after: { text: rest, start: end + 1, end: text.length },
    });
  });

  it('is followed by the passage behind that one where nothing is left of it', async () => {
    const { after } = (await (
      await open([rumour, denial, rest])
    ).surroundings({ ...quoted, end }))!;
    expect(after).toMatchObject({ text: rest, start: end + 1 });
  });
});

describe('the sources', () => {
  it('are listed newest first, those without a date last, then by path', async () => {
    const { articles, total } = await library.sources({ offset: 0, limit: 10 });
    expect(articles.map(({ path }) => path)).toEqual([
      'strike.txt',
      'bridge.txt',
      'flood.txt',
      'a/undated.txt',
      'empty.txt',
    ]);
    expect(total).toBe(5);
  });

  it('come in pages', async () => {
    const { articles, total } = await library.sources({ offset: 3, limit: 3 });
    expect(articles.map(({ path }) => path)).toEqual(['a/undated.txt', 'empty.txt']);
    expect(total).toBe(5);
    expect(await library.sources({ offset: 9, limit: 3 })).toEqual({ articles: [], total: 5 });
  });

  it('can be those of one outlet', async () => {
    const page = await library.sources({ offset: 0, limit: 1, outlet: 'The Morning Post' });
    expect(page).toMatchObject({ articles: [{ path: 'bridge.txt' }], total: 2 });
    const none = await library.sources({ offset: 0, limit: 1, outlet: 'Morning' });
    expect(none).toEqual({ articles: [], total: 0 });
  });
});

describe('the overview', () => {
  it('says what there is', async () => {
    expect(await library.overview()).toEqual({
      articles: 5,
      passages: 6,
      builtAt: '2022-11-16T12:00:00.000Z',
      published: { from: '2022-11-16', to: '2022-12-29' },
      outlets: [
        { name: 'The Morning Post', articles: 2 },
        { name: 'Harbour Herald', articles: 1 },
        { name: 'The Herald', articles: 1 },
      ],
      languages: ['English', 'no code', 'Ukrainian'],
    });
  });

  it('has no dates, outlets and languages where no article has one', async () => {
    const embedder = new FakeEmbedder();
    const undated = new IndexedLibrary(
      await sampleIndex([articleOf('Rain.')]),
      embedder,
      loadConfig({}),
    );
    expect(await undated.overview()).toMatchObject({ published: null, outlets: [], languages: [] });
  });
});

describe('suggested outlets', () => {
  it.each([
    { typed: '', names: ['The Morning Post', 'Harbour Herald', 'The Herald'] },
    { typed: 'HER', names: ['Harbour Herald', 'The Herald'] },
    { typed: ' the h', names: ['The Herald'] },
    { typed: 'h', names: ['Harbour Herald', 'The Morning Post', 'The Herald'] },
    { typed: 'times', names: [] },
  ])('for "$typed" are $names', async ({ typed, names }) => {
    expect(await library.suggestOutlets(typed, 25)).toEqual(names);
  });

  it('begin with the one of just that name', async () => {
    const index = await sampleIndex(
      ['Gazette on Sunday', 'Gazette on Sunday', 'Gazette'].map((outlet) =>
        articleOf('It rained.', { outlet }),
      ),
    );
    const gazettes = new IndexedLibrary(index, new FakeEmbedder(), loadConfig({}));
    expect(await gazettes.suggestOutlets('gazette', 25)).toEqual(['Gazette', 'Gazette on Sunday']);
  });

  it('are no more than asked for', async () => {
    expect(await library.suggestOutlets('', 2)).toEqual(['The Morning Post', 'Harbour Herald']);
  });
});

describe('suggested dates', () => {
  it('of events are single days and both ends of short spans, newest first', async () => {
    expect(await library.suggestDates('event', '', 25)).toEqual([
      '2022-12-29',
      '2022-12-27',
      // Of a passage that speaks of no day: it counts as an event of the day of publication.
      '2022-11-16',
      '2022-11-15',
      '2021-12-02',
    ]);
  });

  it('of publication are the days of the articles', async () => {
    expect(await library.suggestDates('published', '', 25)).toEqual(['2022-12-29', '2022-11-16']);
  });

  it.each([
    { typed: '2022-1', days: ['2022-12-29', '2022-12-27', '2022-11-16', '2022-11-15'] },
    { typed: ' 2022-11-15 ', days: ['2022-11-15'] },
    { typed: '2021', days: ['2021-12-02'] },
    { typed: '29 dec', days: ['2022-12-29'] },
    { typed: 'DECEMBER 2022', days: ['2022-12-29', '2022-12-27'] },
    { typed: 'Dec 2, 2021', days: ['2021-12-02'] },
    { typed: 'nov', days: ['2022-11-16', '2022-11-15'] },
    { typed: 'ember', days: [] },
    { typed: '30 dec', days: [] },
    { typed: 'last week', days: [] },
  ])('for "$typed" are $days', async ({ typed, days }) => {
    expect(await library.suggestDates('event', typed, 25)).toEqual(days);
  });

  it('are no more than asked for', async () => {
    expect(await library.suggestDates('event', '2022', 1)).toEqual(['2022-12-29']);
  });
});

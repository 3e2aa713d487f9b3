import { describe, expect, it } from 'vitest';
import {
  type RankedPassage,
  type RetrieveOptions,
  retrieve,
} from '../../../src/retrieval/retrieve.ts';
import type { SearchIndex } from '../../../src/retrieval/search-index.ts';
import { articleOf } from '../../support/articles.ts';
import { FakeEmbedder } from '../../support/fake-embedder.ts';
import { sampleIndex } from '../../support/sample-index.ts';

const EMBEDDER = new FakeEmbedder();
const TEXTS = [
  'The mayor opened the bridge in Osterby.',
  'A ferry sank in the harbour of Tarn.',
  'The council of Osterby voted on the budget.',
  'Heavy rain flooded the lower town.',
];

function index(): Promise<SearchIndex> {
  return sampleIndex(
    TEXTS.map((text, position) =>
      articleOf(text, { id: `a${position}`, date: `2022-11-1${position}` }),
    ),
    { embedder: EMBEDDER },
  );
}

async function ranked(
  question: string,
  options: Partial<RetrieveOptions> = {},
): Promise<readonly RankedPassage[]> {
  const found = await retrieve(await index(), EMBEDDER, question, { count: 10, ...options });
  return found.passages;
}

describe('retrieval', () => {
  it.each(TEXTS.map((text, passage) => ({ text, passage })))(
    'puts the passage first that says what is asked: $text',
    async ({ text, passage }) => {
      expect((await ranked(text))[0]?.passage).toBe(passage);
    },
  );

  it('orders by relevance, best first', async () => {
    const relevances = (await ranked('the bridge of Osterby')).map(({ relevance }) => relevance);
    expect(relevances).toHaveLength(TEXTS.length);
    expect(relevances).toEqual(relevances.toSorted((a, b) => b - a));
  });

  it('gives no more passages than asked for', async () => {
    expect(await ranked('the bridge of Osterby', { count: 2 })).toHaveLength(2);
  });

  it('by words alone finds only passages that share one', async () => {
    const passages = await ranked('the bridge of Osterby', { ranking: 'lexical' });
    expect(passages.map(({ passage }) => passage)).toEqual([0, 2]);
  });

  it('by vectors alone orders by nearness', async () => {
    const passages = await ranked('the harbour of Tarn', { ranking: 'vector' });
    const similarities = passages.map(({ similarity }) => similarity);
    expect(similarities).toEqual(similarities.toSorted((a, b) => b - a));
    expect(passages[0]?.passage).toBe(1);
  });

  it('keeps to the filters', async () => {
    const passages = await ranked('the bridge of Osterby', { filters: { from: '2022-11-12' } });
    expect(new Set(passages.map(({ passage }) => passage))).toEqual(new Set([2, 3]));
  });

  it('finds nothing where the filters leave nothing', async () => {
    expect(await ranked('the bridge', { filters: { from: '2023-01-01' } })).toEqual([]);
  });

  it('knows the terms of the question even where the filters leave nothing', async () => {
    const { asked } = await retrieve(await index(), EMBEDDER, 'the bridge', {
      count: 10,
      filters: { outlet: 'post' },
    });
    expect(asked.terms.map(({ term }) => term)).toEqual(['bridg']);
  });

  it.each([{ question: '' }, { question: 'who did what?' }, { question: '🌧️' }])(
    'takes the question "$question" without words',
    async ({ question }) => {
      const { passages, asked } = await retrieve(await index(), EMBEDDER, question, { count: 10 });
      expect(asked.terms).toEqual([]);
      expect(passages.length).toBeGreaterThan(0);
    },
  );

  it('finds nothing in an empty index', async () => {
    const { passages } = await retrieve(await sampleIndex([]), EMBEDDER, 'rain', { count: 10 });
    expect(passages).toEqual([]);
  });
});

describe('a context', () => {
  it('finds what the question does not say', async () => {
    const { lexical } = await index();
    const terms = await lexical.lookUp([{ term: 'ferri', isCapitalised: false }]);
    const context = { terms, text: 'ferry', articleId: null };
    expect((await ranked('when was that', { context }))[0]?.passage).toBe(1);
  });

  it('counts for less than the question where its terms do', async () => {
    const { lexical } = await index();
    const [ferry] = await lexical.lookUp([{ term: 'ferri', isCapitalised: false }]);
    const context = { terms: [{ ...ferry!, idf: ferry!.idf / 2 }], text: '', articleId: null };
    expect((await ranked('the bridge of the mayor', { context }))[0]?.passage).toBe(0);
  });

  it('prefers its article, not by much', async () => {
    const opened = await index();
    const articleId = opened.articles.row(2).id;
    const context = { terms: [], text: '', articleId };
    const plain = await ranked('the bridge of Osterby');
    const preferred = await ranked('the bridge of Osterby', { context });
    const gain = (passage: number): number =>
      preferred.find((found) => found.passage === passage)!.relevance -
      plain.find((found) => found.passage === passage)!.relevance;
    expect(gain(2)).toBeCloseTo(0.1);
    expect(gain(0)).toBeCloseTo(0);
    expect(preferred[0]?.passage).toBe(0);
  });
});

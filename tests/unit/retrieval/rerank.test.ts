import { describe, expect, it } from 'vitest';
import type { Ranked } from '../../../src/retrieval/rank-candidates.ts';
import { rerank, type Reranking } from '../../../src/retrieval/rerank.ts';
import { retrieve } from '../../../src/retrieval/retrieve.ts';
import type { SearchIndex } from '../../../src/retrieval/search-index.ts';
import { articleOf } from '../../support/articles.ts';
import { FakeEmbedder } from '../../support/fake-embedder.ts';
import { sampleIndex } from '../../support/sample-index.ts';

const EMBEDDER = new FakeEmbedder();
const SIZE = 12;

/** Passage n says that the ship n came in. */
function index(): Promise<SearchIndex> {
  return sampleIndex(
    Array.from({ length: SIZE }, (_, position) =>
      articleOf(`Ship number ${position} came in.`, {
        id: `a${position}`,
        title: 'News of the harbour',
        date: '2022-11-10',
      }),
    ),
    { embedder: EMBEDDER },
  );
}

/** Every passage in the order of the index, a hundredth apart unless `relevances` say otherwise. */
function candidates(relevances: readonly number[] = []): Ranked[] {
  return Array.from({ length: SIZE }, (_, passage) => ({
    passage,
    lexical: 0,
    vector: 0,
    relevance: relevances[passage] ?? 1 - passage / 100,
  }));
}

interface Judge extends Reranking {
  /** What was to be scored, call by call. */
  readonly asked: { readonly question: string; readonly passage: string }[];
  readonly failures: unknown[];
}

/** A judge who likes later ships better, and takes `msPerCall` by a clock of his own. */
function judge({
  budgetMs = Infinity,
  msPerCall = 50,
  scoreOf = (ship: number): number => ship,
}: { budgetMs?: number; msPerCall?: number; scoreOf?: (ship: number) => number } = {}): Judge {
  let clock = 5000;
  const asked: Judge['asked'] = [];
  const failures: unknown[] = [];
  return {
    asked,
    failures,
    budgetMs,
    now: () => clock,
    onFailure: (error) => failures.push(error),
    reranker: {
      id: 'judge',
      async score(question, passage) {
        asked.push({ question, passage });
        clock += msPerCall;
        return scoreOf(Number(/number (\d+)/.exec(passage)![1]));
      },
    },
  };
}

async function order(ranked: readonly Ranked[], reranking: Reranking): Promise<number[]> {
  const reranked = await rerank(await index(), ranked, 'Which ship?', reranking);
  return reranked.map(({ passage }) => passage);
}

describe('reranking', () => {
  it('orders the foremost ten anew and leaves the others behind them', async () => {
    expect(await order(candidates(), judge())).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 10, 11]);
  });

  it('leaves the relevance of the order that it gives falling', async () => {
    const reranked = await rerank(await index(), candidates(), 'Which ship?', judge());
    const relevances = reranked.map(({ relevance }) => relevance);
    expect(relevances).toEqual(relevances.toSorted((a, b) => b - a));
  });

  it('shows the question and each passage with what a reader of the article knows', async () => {
    const reranking = judge();
    await order(candidates(), reranking);
    const texts = reranking.asked.map(({ passage }) => passage);
    expect(texts).toHaveLength(10);
    expect(texts[3]).toBe('News of the harbour\n10 November 2022\nShip number 3 came in.');
    expect(new Set(reranking.asked.map(({ question }) => question))).toEqual(
      new Set(['Which ship?']),
    );
  });

  it('weighs no more than a lead of one', async () => {
    const far = candidates([2.5, 1.2, 1.1, 1]);
    expect((await order(far, judge({ scoreOf: (ship) => Math.min(ship, 3) })))[0]).toBe(0);
    const near = candidates([1.9, 1.2, 1.1, 1]);
    expect((await order(near, judge({ scoreOf: (ship) => Math.min(ship, 3) })))[0]).toBe(3);
  });

  it('changes nothing where all are judged alike, whatever the figure', async () => {
    const ranked = candidates();
    const reranking = judge({ scoreOf: () => -7 });
    expect(await rerank(await index(), ranked, 'Which ship?', reranking)).toEqual(ranked);
  });

  it('asks nothing where nothing was found', async () => {
    const reranking = judge();
    expect(await order([], reranking)).toEqual([]);
    expect(reranking.asked).toEqual([]);
  });
});

describe('the time for reranking', () => {
  it.each([
    { budgetMs: 500, judged: 10 },
    { budgetMs: 499, judged: 9 },
    { budgetMs: 249, judged: 4 },
    { budgetMs: 1, judged: 1 },
  ])('of $budgetMs ms lasts for $judged passages at 50 ms each', async ({ budgetMs, judged }) => {
    const reranking = judge({ budgetMs });
    const found = await order(candidates(), reranking);
    const all = candidates().map(({ passage }) => passage);
    expect(found).toEqual([...all.slice(0, judged).reverse(), ...all.slice(judged)]);
    expect(reranking.asked).toHaveLength(judged);
  });

  it('keeps those that were not reached behind the worst of the judged', async () => {
    const scoreOf = (ship: number): number => (ship === 0 ? -10 : ship);
    const found = await order(candidates(), judge({ budgetMs: 249, scoreOf }));
    expect(found.slice(0, 5)).toEqual([3, 2, 1, 0, 4]);
  });
});

describe('a reranker that fails', () => {
  it.each([
    { when: 'at once', failing: 0 },
    { when: 'after some passages', failing: 5 },
  ])('$when leaves the order as it was, and that is told', async ({ failing }) => {
    const ranked = candidates();
    const reranking = judge({
      scoreOf(ship) {
        if (ship === failing) throw new Error('out of memory');
        return ship;
      },
    });
    expect(await rerank(await index(), ranked, 'Which ship?', reranking)).toEqual(ranked);
    expect(reranking.failures).toEqual([new Error('out of memory')]);
  });
});

describe('retrieval with a reranker', () => {
  const QUESTION = 'Hi all, does anyone know when ship number 3 came in?';

  it('asks the question without what leads up to it, with what its conversation is about', async () => {
    const reranking = judge();
    const context = { terms: [], text: 'Osterby harbour', articleId: null };
    await retrieve(await index(), EMBEDDER, QUESTION, { count: 3, reranking, context });
    expect(reranking.asked[0]?.question).toBe('when ship number 3 came in? Osterby harbour');
    const alone = judge();
    await retrieve(await index(), EMBEDDER, QUESTION, { count: 3, reranking: alone });
    expect(alone.asked[0]?.question).toBe('when ship number 3 came in?');
  });

  it.each(['lexical', 'vector'] as const)('does without it when ranking is %s', async (ranking) => {
    const reranking = judge();
    await retrieve(await index(), EMBEDDER, QUESTION, { count: 3, reranking, ranking });
    expect(reranking.asked).toEqual([]);
  });
});

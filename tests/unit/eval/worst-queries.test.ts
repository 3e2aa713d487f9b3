import { describe, expect, it } from 'vitest';
import type { BeirDataset } from '../../../src/eval/beir.ts';
import { worstQueries } from '../../../src/eval/worst-queries.ts';
import { articleOf } from '../../support/articles.ts';

const DATASET: BeirDataset = {
  name: 'rain',
  articles: ['d1', 'd2', 'd3'].map((id) => articleOf(`Text of ${id}.`, { path: id })),
  queries: [
    { id: 'perfect', text: 'one', judgements: new Map([['d1', 1]]) },
    { id: 'second', text: 'two', judgements: new Map([['d2', 1]]) },
    {
      id: 'lost',
      text: 'three',
      judgements: new Map([
        ['d1', 1],
        ['gone', 2],
      ]),
    },
  ],
};

function run(query: string, ids: readonly string[]): Parameters<typeof worstQueries>[1][number] {
  return { query, documents: ids.map((id, position) => ({ id, score: 1 / (position + 1) })) };
}

const RUNS = [run('perfect', ['d1', 'd2']), run('second', ['d1', 'd2']), run('lost', [])];

describe('the worst queries', () => {
  it('come worst first, without those that are perfect', () => {
    const worst = worstQueries(DATASET, RUNS, 10);
    expect(worst.map(({ query }) => query.id)).toEqual(['lost', 'second']);
    expect(worst[1]?.ndcg).toBeCloseTo(1 / Math.log2(3), 12);
  });

  it('are no more than asked for', () => {
    expect(worstQueries(DATASET, RUNS, 1).map(({ query }) => query.id)).toEqual(['lost']);
  });

  it('tell what came first, and where the best-judged document stood', () => {
    const [lost, second] = worstQueries(DATASET, RUNS, 10);
    expect(second).toMatchObject({ first: { path: 'd1' }, wanted: { path: 'd2' }, wantedRank: 2 });
    expect(lost).toMatchObject({ first: null, wanted: null, wantedRank: null });
  });
});

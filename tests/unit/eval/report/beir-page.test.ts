import { describe, expect, it } from 'vitest';
import type { BeirDataset } from '../../../../src/eval/beir.ts';
import type { BeirReport } from '../../../../src/eval/evaluate-beir.ts';
import { renderBeirPage } from '../../../../src/eval/report/beir-page.ts';
import { articleOf } from '../../../support/articles.ts';
import { expectHarmless, readPage } from '../../../support/report-page.ts';

const REPORT: BeirReport = {
  dataset: 'rain',
  ranking: 'fused',
  queries: 1,
  'ndcg@10': 0.6309,
  'recall@20': 1,
  'recall@100': 1,
  'mrr@10': 0.5,
  ms: { p50: 3.5, p95: 7 },
};

function pageOf(text: string, documents = ['dry', 'wet']): string {
  const dataset: BeirDataset = {
    name: 'rain',
    articles: [
      articleOf(`It stayed dry. ${text}`, { path: 'dry', title: text }),
      articleOf('It poured.', { path: 'wet' }),
    ],
    queries: [{ id: 'q1', text: `Did it rain? ${text}`, judgements: new Map([['wet', 1]]) }],
  };
  const runs = [{ query: 'q1', documents: documents.map((id) => ({ id, score: 1 })) }];
  return renderBeirPage(['1 passage'], REPORT, dataset, runs);
}

/** All that can be read on a page. */
function textOf(html: string): string {
  return (readPage(html).querySelector('body')?.textContent ?? '').replace(/\s+/g, ' ');
}

describe('the report on a data set', () => {
  it('has the figures', () => {
    const text = textOf(pageOf(''));
    expect(text).toContain('Retrieval on rain');
    expect(text).toMatch(/ndcg@10\s?0\.631/);
    expect(text).toMatch(/ms p50\s?3\.5/);
  });

  it('has the worst queries with what came first and what should have', () => {
    expect(textOf(pageOf(''))).toMatch(
      /Did it rain\? q1 · nDCG@10 0\.631 Best-judged document, at rank 2: It poured\. wet First: It stayed dry\./,
    );
    expect(textOf(pageOf('', []))).toMatch(/not found: It poured\. wet First: None\./);
  });

  it('says that all is well where it is', () => {
    expect(textOf(pageOf('', ['wet', 'dry']))).toContain('None: all are perfect.');
  });

  it('cuts long documents short and lets no text take effect', () => {
    const html = pageOf(`<script>alert(1)</script>"><img src=x> ${'drizzle '.repeat(100)}`);
    expectHarmless(html);
    expect(textOf(html)).toContain('It stayed dry. <script>alert(1)</script>"><img src=x> drizzle');
    expect(textOf(html)).toContain(' …');
  });
});

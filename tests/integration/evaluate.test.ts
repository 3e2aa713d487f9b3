import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import type { Embedder } from '../../src/embeddings/embedder.ts';
import { readProfile } from '../../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../../src/embeddings/transformers-embedder.ts';
import { type BeirDataset, readBeirDataset } from '../../src/eval/beir.ts';
import { type BeirReport, evaluateBeir, type QueryRun } from '../../src/eval/evaluate-beir.ts';
import { evaluateQuestions } from '../../src/eval/evaluate-questions.ts';
import type { GoldQuestion } from '../../src/eval/gold-questions.ts';
import { buildIndex } from '../../src/retrieval/build-index.ts';
import type { Ranking } from '../../src/retrieval/retrieve.ts';
import type { SearchIndex } from '../../src/retrieval/search-index.ts';
import { Library } from '../support/library.ts';

let embedder: Embedder;

beforeAll(async () => {
  embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
});

describe('a retrieval data set', () => {
  const DOCUMENTS = [
    { _id: 'bridge', title: 'Bridge', text: 'The mayor opened the bridge over the river Lenne.' },
    { _id: 'ferry', title: '', text: 'The ferry made its last crossing of the river.' },
    { _id: 'strike', title: 'Strike', text: 'Dockers walked out of the port over their pay.' },
    // Cut into several passages, of which only the first has to do with bridges.
    {
      _id: 'long',
      title: '',
      text: `A bridge over the river gave way. ${'Rain fell on the lower town. '.repeat(100)}`,
    },
  ];
  const QUERIES = [
    { _id: 'q1', text: 'Who opened the bridge?' },
    { _id: 'q2', text: 'Why did dockers walk out?' },
    { _id: 'q3', text: 'a bridge over the river' },
    { _id: 'unjudged', text: 'What is the weather?' },
  ];
  /** The document for q3 is missing from the corpus. */
  const JUDGEMENTS = 'query-id\tcorpus-id\tscore\nq1\tbridge\t1\nq2\tstrike\t1\nq3\tlost\t1\n';

  let library: Library;
  let dataset: BeirDataset;
  let index: SearchIndex;

  beforeAll(async () => {
    const files = {
      'corpus.jsonl': DOCUMENTS.map((document) => JSON.stringify(document)).join('\n'),
      'queries.jsonl': QUERIES.map((query) => JSON.stringify(query)).join('\n'),
      'qrels/test.tsv': JUDGEMENTS,
    };
    library = await Library.create(files, embedder);
    dataset = await readBeirDataset(library.corpusDir);
    await buildIndex(dataset.articles, library.indexDir, embedder);
    index = await library.open();
  });

  afterAll(() => library.remove());

  function evaluate(
    ranking: Ranking,
  ): Promise<{ readonly report: BeirReport; readonly runs: readonly QueryRun[] }> {
    return evaluateBeir(dataset, index, embedder, ranking);
  }

  it.each<{ ranking: Ranking }>([
    { ranking: 'fused' },
    { ranking: 'lexical' },
    { ranking: 'vector' },
  ])('is measured with the ranking $ranking', async ({ ranking }) => {
    const { report } = await evaluate(ranking);
    // Two queries have the right document first.
    expect(report).toEqual({
      dataset: 'corpus',
      ranking,
      queries: 3,
      'ndcg@10': 0.6667,
      'recall@20': 0.6667,
      'recall@100': 0.6667,
      'mrr@10': 0.6667,
      ms: { p50: expect.any(Number), p95: expect.any(Number) },
    });
    expect(report.ms.p50).toBeGreaterThan(0);
    expect(report.ms.p95).toBeGreaterThanOrEqual(report.ms.p50);
  });

  it('has a run for each judged query, every document in it once and best first', async () => {
    const { runs } = await evaluate('fused');
    expect(runs.map(({ query }) => query)).toEqual(['q1', 'q2', 'q3']);
    for (const { documents } of runs) {
      const scores = documents.map(({ score }) => score);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length);
    }
    expect(runs[0]?.documents.map(({ id }) => id)).toContain('long');
  });
});

describe('questions with known answers', () => {
  const QUESTIONS: GoldQuestion[] = [
    { id: 'right', question: 'How many homes had no electricity?', gold: ['9,000 homes'] },
    {
      id: 'wrong',
      question: 'How much did the new bridge cost?',
      gold: ['ten crowns', 'a fortune'],
    },
    { id: 'turned-away', question: 'Who won the chess tournament in Montevideo?', gold: [] },
    { id: 'answered', question: 'Who opened the new bridge over the Lenne?', gold: [] },
    { id: 'silent', question: 'Zzxq Vrrpl Qwmt Brzk: pumps?', gold: ['pumps and blankets'] },
  ];

  let library: Library;
  let index: SearchIndex;

  beforeAll(async () => {
    library = await Library.create(undefined, embedder);
    await library.index();
    index = await library.open();
  });

  afterAll(() => library.remove());

  it('are counted by what became of them', async () => {
    const { report } = await evaluateQuestions(QUESTIONS, index, embedder);
    expect(report).toEqual({
      questions: 5,
      unanswerable: 2,
      'hit@1': 0.3333,
      'hit@3': 0.3333,
      highlight: 1,
      turned_away: 0.5,
      wrongly_silent: 0.3333,
      ece: expect.any(Number),
      ms: { p50: expect.any(Number), p95: expect.any(Number) },
    });
  });

  it('have outcomes in the order asked', async () => {
    const { outcomes } = await evaluateQuestions(QUESTIONS, index, embedder);
    const found = outcomes.map(({ question, answer, rank }) => ({
      id: question.id,
      answered: answer.answered,
      isFirst: rank === 1,
    }));
    expect(found).toEqual([
      { id: 'right', answered: true, isFirst: true },
      { id: 'wrong', answered: true, isFirst: false },
      { id: 'turned-away', answered: false, isFirst: false },
      { id: 'answered', answered: true, isFirst: false },
      { id: 'silent', answered: false, isFirst: true },
    ]);
  });

  it('give a calibration error from the confidence of each first quote', async () => {
    const { report, outcomes } = await evaluateQuestions([QUESTIONS[0]!], index, embedder);
    expect(report.ece).toBeCloseTo(1 - outcomes[0]!.answer.confidence, 3);
  });

  it('tell on request where the right passage stands that is not among the quotes', async () => {
    const late: GoldQuestion = {
      id: 'beside-the-point',
      question: 'Who opened the new bridge over the Lenne?',
      gold: ['19 miles'],
    };
    const lost: GoldQuestion = { ...late, gold: ['stands nowhere'] };
    const questions = [late, lost, QUESTIONS[0]!];
    const { outcomes } = await evaluateQuestions(questions, index, embedder, {
      findsLaterRanks: true,
    });
    expect(outcomes.map(({ rank, laterRank }) => ({ rank, laterRank }))).toEqual([
      { rank: null, laterRank: expect.any(Number) },
      { rank: null, laterRank: null },
      { rank: 1, laterRank: null },
    ]);
    expect(outcomes[0]?.laterRank).toBeGreaterThan(3);
    const plain = await evaluateQuestions(questions, index, embedder);
    expect(plain.outcomes.map(({ laterRank }) => laterRank)).toEqual([null, null, null]);
  });

  it('give zeros where there are none', async () => {
    const { report } = await evaluateQuestions([], index, embedder);
    expect(report).toMatchObject({ questions: 0, 'hit@1': 0, turned_away: 0, ece: 0 });
  });
});

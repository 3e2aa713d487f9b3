/**
 * What a cross-encoder of the size of ms-marco-MiniLM-L-6-v2 costs: questions with it beside the same
 * questions without it, in time that passes and in processor time, which other programs change less.
 * Its weights are made up, so that it says nothing about the quality of answers.
 *
 *     node --import tsx bench/reranking.ts
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openEngine } from '../src/cli/engine.ts';
import { loadConfig } from '../src/config.ts';
import { openReranker } from '../src/embeddings/open-reranker.ts';
import type { Reranker } from '../src/embeddings/reranker.ts';
import { readGoldQuestions } from '../src/eval/gold-questions.ts';
import { percentile } from '../src/eval/metrics.ts';
import { answerQuestion } from '../src/quotes/answer-question.ts';
import { writeMiniLmSizedReranker } from '../tests/support/minilm-sized/write-minilm-sized-reranker.ts';

const QUESTIONS = 60;

/** One way to answer, with what each question took. */
interface Lane {
  /** Milliseconds for reranking; null without it. */
  readonly budgetMs: number | null;
  readonly passedMs: number[];
  readonly processorMs: number[];
  readonly judged: number[];
}

const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-bench-'));
try {
  const model = path.join(folder, 'model');
  await writeMiniLmSizedReranker(model);
  const config = loadConfig({ INDEX_DIR: path.join(folder, 'index') });
  const reranker = countingReranker(await openReranker({ ...config, rerankerModel: model }));
  const { index, embedder } = await openEngine(config);
  const questions = (await readGoldQuestions('tests/eval/everyday-questions.jsonl')).slice(
    0,
    QUESTIONS,
  );
  const lanes = [null, Infinity, 500, 100].map((budgetMs): Lane => ({
    budgetMs,
    passedMs: [],
    processorMs: [],
    judged: [],
  }));
  await answerQuestion(index, embedder, questions[0]!.question);
  for (const { question } of questions) {
    // In turns, since other programs on the machine slow all of them down alike.
    for (const { budgetMs, passedMs, processorMs, judged } of lanes) {
      const reranking = budgetMs === null ? null : { reranker, budgetMs, onFailure };
      reranker.count = 0;
      const processor = process.cpuUsage();
      const started = performance.now();
      await answerQuestion(index, embedder, question, { reranking });
      passedMs.push(performance.now() - started);
      const { user, system } = process.cpuUsage(processor);
      processorMs.push((user + system) / 1000);
      judged.push(reranker.count);
    }
  }
  console.log(`${QUESTIONS} questions, ${index.passages.size} passages`);
  for (const { budgetMs, passedMs, processorMs, judged } of lanes) {
    const times = [percentile(passedMs, 0.5), percentile(passedMs, 0.95)];
    const [p50, p95, processor] = [...times, percentile(processorMs, 0.5)].map((ms) =>
      ms.toFixed(1),
    );
    const ratio = percentile(processorMs, 0.5) / percentile(lanes[0]!.processorMs, 0.5);
    console.log(
      `  ${budgetMs === null ? 'without a reranker' : `within ${budgetMs} ms`}: p50 ${p50} ms, ` +
        `p95 ${p95} ms, processor ${processor} ms (${ratio.toFixed(1)} x), ` +
        `${percentile(judged, 0.5)} passages judged`,
    );
  }
} finally {
  await rm(folder, { recursive: true });
}

function onFailure(error: unknown): never {
  throw error;
}

function countingReranker(inner: Reranker): Reranker & { count: number } {
  return {
    id: inner.id,
    count: 0,
    score(question, passage) {
      this.count += 1;
      return inner.score(question, passage);
    },
  };
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Config } from '../config.ts';
import type { Embedder } from '../embeddings/embedder.ts';
import { readBeirDataset } from '../eval/beir.ts';
import { evaluateBeir, formatTrecRun } from '../eval/evaluate-beir.ts';
import { evaluateQuestions, type QuestionOutcome } from '../eval/evaluate-questions.ts';
import { readGoldQuestions } from '../eval/gold-questions.ts';
import { buildIndex } from '../retrieval/build-index.ts';
import type { Ranking } from '../retrieval/retrieve.ts';
import { openSearchIndex, type SearchIndex } from '../retrieval/search-index.ts';
import { buildWithProgress, openEmbedder } from './engine.ts';
import type { EvalOptions } from './eval.ts';
import { printable } from './terminal.ts';

/** Measures retrieval on a BEIR data set. */
export async function evalDataset(
  dir: string,
  ranking: Ranking,
  config: Config,
  options: EvalOptions,
): Promise<void> {
  const dataset = await readBeirDataset(dir);
  const embedder = await openEmbedder(config);
  const build = async (indexDir: string): Promise<void> => {
    await buildIndex(dataset.articles, indexDir, embedder);
  };
  await withTemporaryIndex(embedder, build, async (index) => {
    const { report, runs } = await evaluateBeir(dataset, index, embedder, ranking);
    if (options.run !== undefined) await writeFile(options.run, formatTrecRun(runs, 'verbatim'));
    print(report, options);
  });
}

/** Measures answers on questions with known passages; with --verbose names those that went wrong. */
export async function evalQuestions(
  file: string,
  config: Config,
  options: EvalOptions,
): Promise<void> {
  const questions = await readGoldQuestions(file);
  const embedder = await openEmbedder(config);
  const build = async (indexDir: string): Promise<void> => {
    await buildWithProgress({ ...config, indexDir }, embedder, { full: true });
  };
  await withTemporaryIndex(embedder, build, async (index) => {
    const { report, outcomes } = await evaluateQuestions(questions, index, embedder);
    print(report, options);
    if (options.verbose === true) console.error(outcomes.map(renderOutcome).join(''));
  });
}

/** Measuring never touches the index that answers. */
async function withTemporaryIndex(
  embedder: Embedder,
  build: (indexDir: string) => Promise<void>,
  use: (index: SearchIndex) => Promise<void>,
): Promise<void> {
  const indexDir = await mkdtemp(path.join(tmpdir(), 'verbatim-eval-'));
  try {
    await build(indexDir);
    const index = await openSearchIndex(indexDir, embedder.fingerprint);
    if (index === null) throw new Error(`no index in ${indexDir} after building`);
    await use(index);
  } finally {
    await rm(indexDir, { recursive: true, force: true });
  }
}

function print(report: object, options: EvalOptions): void {
  if (options.json === true) {
    console.log(JSON.stringify(report));
    return;
  }
  for (const [name, value] of Object.entries(report)) {
    const shown = typeof value === 'object' ? JSON.stringify(value) : String(value);
    console.log(`${name.padEnd(16)} ${shown}`);
  }
}

/** A line for each question that went wrong. */
function renderOutcome({ question, answer, rank }: QuestionOutcome): string {
  const isAnswerable = question.gold.length > 0;
  if (isAnswerable ? answer.answered && rank === 1 : !answer.answered) return '';
  const fate = answer.answered
    ? `right at ${rank ?? 'none'}`
    : `silent, right at ${rank ?? 'none'}`;
  const text = `${question.id}: ${isAnswerable ? fate : 'answered'} (${answer.confidence}) ${question.question}`;
  return `${printable(text)}\n`;
}

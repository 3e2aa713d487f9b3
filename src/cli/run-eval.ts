import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Config } from '../config.ts';
import type { Embedder } from '../embeddings/embedder.ts';
import { ConfigError, messageOf } from '../errors.ts';
import { readBeirDataset } from '../eval/beir.ts';
import { evaluateBeir, formatTrecRun } from '../eval/evaluate-beir.ts';
import { evaluateQuestions } from '../eval/evaluate-questions.ts';
import { readGoldQuestions } from '../eval/gold-questions.ts';
import { type Half, takeHalf } from '../eval/half.ts';
import type { QuestionOutcome } from '../eval/judge-answer.ts';
import { renderBeirPage } from '../eval/report/beir-page.ts';
import { renderQuestionPage } from '../eval/report/question-page.ts';
import { buildIndex } from '../retrieval/build-index.ts';
import type { Reranking } from '../retrieval/rerank.ts';
import type { Ranking } from '../retrieval/retrieve.ts';
import { openSearchIndex, type SearchIndex } from '../retrieval/search-index.ts';
import { buildWithProgress, openAliases, openEmbedder, openReranking } from './engine.ts';
import { printable, warn } from './terminal.ts';

interface MeasuringOptions {
  /** Which half of the questions is asked; null for all. */
  readonly half: Half | null;
  /** The HTML page. */
  readonly report?: string;
  readonly json?: boolean;
}

interface DatasetOptions extends MeasuringOptions {
  readonly ranking: Ranking;
  /** The TREC run file. */
  readonly run?: string;
}

interface QuestionOptions extends MeasuringOptions {
  readonly verbose?: boolean;
}

/** Measures retrieval on a BEIR data set. */
export async function evalDataset(
  dir: string,
  config: Config,
  options: DatasetOptions,
): Promise<void> {
  const { half, ranking } = options;
  const whole = await readBeirDataset(dir);
  const queries = half === null ? whole.queries : takeHalf(whole.queries, half);
  const dataset = { ...whole, queries };
  const embedder = await openEmbedder(config);
  const reranking = ranking === 'fused' ? await openReranking(config) : null;
  const build = async (indexDir: string): Promise<void> => {
    await buildIndex(dataset.articles, indexDir, embedder);
  };
  await withTemporaryIndex(config, embedder, build, async (index) => {
    const { report, runs } = await evaluateBeir(dataset, index, embedder, ranking, reranking);
    print(report, options);
    if (options.run !== undefined) {
      await writeResult(options.run, formatTrecRun(runs, 'verbatim'));
    }
    if (options.report !== undefined) {
      const page = renderBeirPage(describe(index, half, reranking), report, dataset, runs);
      await writeResult(options.report, page);
    }
  });
}

/** Measures answers on questions with known passages; with --verbose names those that went wrong. */
export async function evalQuestions(
  file: string,
  config: Config,
  options: QuestionOptions,
): Promise<void> {
  const { half } = options;
  const all = await readGoldQuestions(file);
  const questions = half === null ? all : takeHalf(all, half, ({ conversation }) => conversation);
  const embedder = await openEmbedder(config);
  const reranking = await openReranking(config);
  const build = async (indexDir: string): Promise<void> => {
    await buildWithProgress({ ...config, indexDir }, embedder, { full: true });
  };
  await withTemporaryIndex(config, embedder, build, async (index) => {
    const { report, outcomes } = await evaluateQuestions(questions, index, embedder, {
      findsLaterRanks: options.report !== undefined,
      reranking,
    });
    print(report, options);
    if (options.verbose === true) console.error(outcomes.map(renderOutcome).join(''));
    if (options.report !== undefined) {
      const facts = [path.basename(file), ...describe(index, half, reranking)];
      await writeResult(options.report, renderQuestionPage(facts, report, outcomes));
    }
  });
}

/** What was measured on, for the head of a report. */
function describe(
  { manifest }: SearchIndex,
  half: Half | null,
  reranking: Reranking | null,
): string[] {
  const { counts, model } = manifest;
  return [
    half === null ? 'all questions' : `the ${half} half of the questions`,
    `${counts.articles} articles, ${counts.passages} passages`,
    `model ${model.id}`,
    ...(reranking === null ? [] : [`reranked by ${reranking.reranker.id}`]),
    new Date().toISOString().slice(0, 10),
  ];
}

async function writeResult(file: string, content: string): Promise<void> {
  try {
    await writeFile(file, content);
  } catch (error) {
    throw new ConfigError(`cannot write ${file}: ${messageOf(error)}`, { cause: error });
  }
  warn(`Wrote ${file}.`);
}

/** Measuring never touches the index that answers. */
async function withTemporaryIndex(
  config: Config,
  embedder: Embedder,
  build: (indexDir: string) => Promise<void>,
  use: (index: SearchIndex) => Promise<void>,
): Promise<void> {
  const indexDir = await mkdtemp(path.join(tmpdir(), 'verbatim-eval-'));
  try {
    await build(indexDir);
    const aliases = await openAliases(config);
    const index = await openSearchIndex(indexDir, embedder.fingerprint, aliases);
    if (index === null) throw new Error(`no index in ${indexDir} after building`);
    await use(index);
  } finally {
    await rm(indexDir, { recursive: true, force: true });
  }
}

function print(report: object, options: MeasuringOptions): void {
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

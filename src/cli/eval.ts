import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import type { Embedder } from '../embeddings/embedder.ts';
import { ConfigError } from '../errors.ts';
import { readBeirDataset } from '../eval/beir.ts';
import { evaluateBeir, formatTrecRun } from '../eval/evaluate-beir.ts';
import { evaluateQuestions, type QuestionOutcome } from '../eval/evaluate-questions.ts';
import { readGoldQuestions } from '../eval/gold-questions.ts';
import { buildIndex } from '../retrieval/build-index.ts';
import { openSearchIndex, type SearchIndex } from '../retrieval/search-index.ts';
import type { Ranking } from '../retrieval/retrieve.ts';
import { buildWithProgress, openEmbedder } from './engine.ts';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';
import { ProgressBar } from './progress.ts';
import { printable } from './terminal.ts';

interface EvalOptions extends CommonOptions {
  readonly ranking?: string;
  readonly run?: string;
  readonly questions?: string;
}

const RANKINGS: readonly Ranking[] = ['fused', 'lexical', 'vector'];

/** `eval`: measures retrieval on a data set, or answers on questions with known passages. */
export function addEvalCommand(program: Command): void {
  withCommonOptions(program.command('eval'))
    .description('measure retrieval on a BEIR data set, or with --questions the answers')
    .argument('[dir]', 'folder with corpus.jsonl, queries.jsonl and qrels/test.tsv')
    .option('--ranking <name>', `${RANKINGS.join(', ')}; fused is what ask uses`, 'fused')
    .option('--run <file>', 'write what each query found, as a TREC run file')
    .option('--questions <file>', 'lines of {"id", "question", "gold"}; answered from the corpus')
    .action(async (dir: string | undefined, options: EvalOptions) => {
      if ((dir === undefined) === (options.questions === undefined)) {
        throw new ConfigError('eval needs either a data set folder or --questions FILE');
      }
      const config = configFrom(options);
      if (dir !== undefined) await evalDataset(dir, config, options);
      else await evalQuestions(options.questions ?? '', config, options);
    });
}

async function evalDataset(dir: string, config: Config, options: EvalOptions): Promise<void> {
  const ranking = RANKINGS.find((name) => name === options.ranking);
  if (ranking === undefined) {
    throw new ConfigError(`--ranking must be ${RANKINGS.join(', ')}, found "${options.ranking}"`);
  }
  const dataset = await readBeirDataset(dir);
  const embedder = await openEmbedder(config);
  const build = async (indexDir: string): Promise<void> => {
    const progress = new ProgressBar();
    try {
      await buildIndex(dataset.articles, [], {
        indexDir,
        embedder,
        onProgress: progress.showBuild,
      });
    } finally {
      progress.stop();
    }
  };
  await withTemporaryIndex(embedder, build, async (index) => {
    const { report, runs } = await evaluateBeir(dataset, index, embedder, ranking);
    if (options.run !== undefined) await writeFile(options.run, formatTrecRun(runs, 'verbatim'));
    print(report, options);
  });
}

async function evalQuestions(file: string, config: Config, options: EvalOptions): Promise<void> {
  const questions = await readGoldQuestions(file);
  const embedder = await openEmbedder(config);
  const build = async (indexDir: string): Promise<void> => {
    await buildWithProgress({ ...config, indexDir }, embedder, true);
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

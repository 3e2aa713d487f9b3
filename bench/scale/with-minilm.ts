/**
 * What Verbatim adds to a model of the size of all-MiniLM-L6-v2: a question end to end beside
 * embedding it alone, and indexing beside embedding the same passages alone. The network costs what
 * the real one costs, and its weights are made up; so that its vectors mean something all the same,
 * they are those of the embedded model, cut to its length.
 *
 *     npm run bench:minilm -- [PASSAGES TO SEARCH] [PASSAGES TO EMBED]
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import type { Embedder } from '../../src/embeddings/embedder.ts';
import { readProfile } from '../../src/embeddings/model-profile.ts';
import { passageInput } from '../../src/embeddings/passage-input.ts';
import { loadEmbedder } from '../../src/embeddings/transformers-embedder.ts';
import { percentile } from '../../src/eval/metrics.ts';
import { answerQuestion } from '../../src/quotes/answer-question.ts';
import { indexCorpus } from '../../src/retrieval/index-corpus.ts';
import { openSearchIndex, type SearchIndex } from '../../src/retrieval/search-index.ts';
import { writeMiniLmSizedModel } from '../../tests/support/minilm-sized/write-minilm-sized-model.ts';
import { CostlyEmbedder } from './costly-embedder.ts';
import { SIZE_FILES } from './measurements.ts';
import { prepareCorpus } from './prepare-size.ts';

const ROUNDS = 3;
/** As many as indexing embeds together. */
const BATCH = 64;

const [searched = '100000', embedded = '400'] = process.argv.slice(2);
const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-bench-'));
try {
  const modelDir = path.join(folder, 'model');
  await writeMiniLmSizedModel(modelDir, { quantized: true });
  const network = await load(modelDir);
  await compareIndexing(network, Number(embedded));
  await compareQuestions(network, await load(EMBEDDED_MODEL_DIR), Number(searched));
} finally {
  await rm(folder, { recursive: true });
}

async function compareIndexing(network: Embedder, passages: number): Promise<void> {
  const corpusFolder = path.join(folder, 'indexing');
  await prepareCorpus(corpusFolder, passages);
  const index = await build(corpusFolder, network);
  const inputs = inputsOf(index, network);
  // Not the embedder of the index, which remembers the tokens of the texts.
  const bare = await load(path.join(folder, 'model'));
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const alone = await processorMs(async () => {
      for (let first = 0; first < inputs.length; first += BATCH) {
        await bare.embedPassages(inputs.slice(first, first + BATCH));
      }
    });
    const indexing = await processorMs(() => build(corpusFolder, network));
    ratios.push(alone / indexing);
    const perSecond = (ms: number): string => ((1000 * inputs.length) / ms).toFixed(1);
    console.log(
      `indexing ${inputs.length} passages: ${perSecond(indexing)} a second of processor time, the ` +
        `bare model ${perSecond(alone)}`,
    );
  }
  console.log(`indexing reaches ${percentile(ratios, 0.5).toFixed(3)} of the bare model\n`);
}

async function compareQuestions(
  network: Embedder,
  table: Embedder,
  passages: number,
): Promise<void> {
  const corpusFolder = path.join(folder, 'questions');
  await prepareCorpus(corpusFolder, passages);
  const both = new CostlyEmbedder(network, table);
  const index = await build(corpusFolder, both);
  const questions = JSON.parse(
    await readFile(path.join(corpusFolder, SIZE_FILES.questions), 'utf8'),
  ) as string[];
  const asked: number[] = [];
  const alone: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    for (const question of questions) {
      const whole = await passedMs(() => answerQuestion(index, both, question));
      const embedding = await passedMs(() => network.embedQuestion(question));
      if (round === 0) continue;
      asked.push(whole);
      alone.push(embedding);
    }
  }
  for (const quantile of [0.5, 0.95]) {
    const [whole, embedding] = [percentile(asked, quantile), percentile(alone, quantile)];
    console.log(
      `a question among ${index.passages.size} passages, p${100 * quantile}: ${whole.toFixed(2)} ms, ` +
        `embedding alone ${embedding.toFixed(2)} ms, ${(whole / embedding).toFixed(2)} x`,
    );
  }
}

async function build(corpusFolder: string, embedder: Embedder): Promise<SearchIndex> {
  const indexDir = path.join(corpusFolder, 'index');
  const corpusDir = path.join(corpusFolder, SIZE_FILES.corpus);
  await indexCorpus({ corpusDir, indexDir, embedder, sampleCorpus: false, full: true });
  return (await openSearchIndex(indexDir, embedder.fingerprint))!;
}

function inputsOf({ articles, passages }: SearchIndex, embedder: Embedder): string[] {
  return Array.from({ length: passages.size }, (_, position) => {
    const row = passages.at(position);
    const article = articles.at(row.article);
    return passageInput(
      article,
      { ...row, articleId: article.id, published: article.date },
      embedder,
    );
  });
}

async function load(dir: string): Promise<Embedder> {
  return loadEmbedder(dir, await readProfile(dir));
}

async function passedMs(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function processorMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

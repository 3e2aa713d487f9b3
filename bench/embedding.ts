/**
 * Time to embed a text, tokenising included, with the embedded model and with a network of the size of
 * all-MiniLM-L6-v2 whose weights are made up: such a network costs the same, and none is fetched. The
 * models take turns on the same texts.
 *
 * On a busy machine long runs are interrupted and short ones are not, so that the time that passes
 * compares models fairly on an idle one only. Processor time is free of that; the time that threads
 * wait for each other is in it, unless the process is held to one processor.
 *
 *     npm run bench:embedding
 *     taskset -c 0 npm run bench:embedding
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EMBEDDED_MODEL_DIR } from '../src/config.ts';
import type { Embedder } from '../src/embeddings/embedder.ts';
import { readProfile } from '../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../src/embeddings/transformers-embedder.ts';
import { readGoldQuestions } from '../src/eval/gold-questions.ts';
import { percentile } from '../src/eval/metrics.ts';
import { randomNumbers } from '../tests/support/fake-embedder.ts';
import { writeMiniLmSizedModel } from '../tests/support/minilm-sized/write-minilm-sized-model.ts';

/** Lengths in tokens, special tokens included. */
const PASSAGE_TOKENS = 110;
const QUESTION_TOKENS = 12;
/** As many passages as indexing embeds together. */
const BATCH_PASSAGES = 64;

interface Case {
  readonly name: string;
  readonly tokens: number;
  readonly texts: number;
  readonly rounds: number;
  readonly embed: (embedder: Embedder, texts: readonly string[]) => Promise<unknown>;
}

const CASES: readonly Case[] = [
  {
    name: `a question of ${QUESTION_TOKENS} tokens`,
    tokens: QUESTION_TOKENS,
    texts: 1,
    rounds: 100,
    embed: (embedder, [question]) => embedder.embedQuestion(question!),
  },
  {
    name: `a passage of ${PASSAGE_TOKENS} tokens, alone`,
    tokens: PASSAGE_TOKENS,
    texts: 1,
    rounds: 50,
    embed: (embedder, texts) => embedder.embedPassages(texts),
  },
  {
    name: `a passage of ${PASSAGE_TOKENS} tokens, ${BATCH_PASSAGES} together`,
    tokens: PASSAGE_TOKENS,
    texts: BATCH_PASSAGES,
    rounds: 10,
    embed: (embedder, texts) => embedder.embedPassages(texts),
  },
];

/** Milliseconds a text. */
interface Cost {
  readonly passed: number;
  readonly processor: number;
}

const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-bench-'));
try {
  const models = {
    embedded: await load(EMBEDDED_MODEL_DIR),
    'MiniLM-sized, int8': await loadMiniLmSized({ quantized: true }),
    'MiniLM-sized, float': await loadMiniLmSized({ quantized: false }),
  };
  const nextText = await textSource();
  const costs: Cost[][] = [];
  for (const work of CASES) costs.push(await medianCosts(Object.values(models), work, nextText));
  report('time that passes', Object.keys(models), costs, 'passed');
  report('time of the processors', Object.keys(models), costs, 'processor');
} finally {
  await rm(folder, { recursive: true });
}

function report(
  title: string,
  names: readonly string[],
  costs: readonly (readonly Cost[])[],
  kind: keyof Cost,
): void {
  console.log(`${title}, milliseconds a text, median; times the embedded model\n`);
  console.log(`| | ${names.join(' | ')} |\n|${' --- |'.repeat(names.length + 1)}`);
  for (const [row, { name }] of CASES.entries()) {
    const [embedded = 0, ...others] = costs[row]!.map((cost) => cost[kind]);
    const cells = others.map((ms) => `${ms.toFixed(2)} (${(ms / embedded).toFixed(0)} x)`);
    console.log(`| ${name} | ${[embedded.toFixed(2), ...cells].join(' | ')} |`);
  }
  console.log();
}

async function load(dir: string): Promise<Embedder> {
  return loadEmbedder(dir, await readProfile(dir));
}

async function loadMiniLmSized({ quantized }: { readonly quantized: boolean }): Promise<Embedder> {
  const dir = path.join(folder, quantized ? 'int8' : 'float');
  await writeMiniLmSizedModel(dir, { quantized });
  return load(dir);
}

/** The median costs of each model, in their order. */
async function medianCosts(
  embedders: readonly Embedder[],
  { tokens, texts: count, rounds, embed }: Case,
  nextText: (tokens: number) => string,
): Promise<Cost[]> {
  const costs = embedders.map((): Cost[] => []);
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    // An embedder remembers the tokens of a text, so that none is given to it twice.
    const texts = Array.from({ length: count }, () => nextText(tokens));
    for (const [position, embedder] of embedders.entries()) {
      const cpuBefore = process.cpuUsage();
      const started = performance.now();
      await embed(embedder, texts);
      const passed = (performance.now() - started) / count;
      const { user, system } = process.cpuUsage(cpuBefore);
      const processor = (user + system) / 1000 / count;
      if (round > 0) costs[position]!.push({ passed, processor });
    }
  }
  return costs.map((measured) => ({
    passed: percentile(
      measured.map(({ passed }) => passed),
      0.5,
    ),
    processor: percentile(
      measured.map(({ processor }) => processor),
      0.5,
    ),
  }));
}

/** Makes texts of an exact number of tokens from words of everyday questions. */
async function textSource(): Promise<(tokens: number) => string> {
  // One that is not timed, since counting the tokens of a word makes it known.
  const counter = await load(EMBEDDED_MODEL_DIR);
  const specialTokens = counter.countTokens('');
  const lines = await readGoldQuestions('tests/eval/everyday-questions.jsonl');
  const words = lines
    .flatMap(({ question }) => question.split(' '))
    .map((word) => ({ word, tokens: counter.countTokens(word) - specialTokens }));
  const next = randomNumbers('embedding');
  return (tokens) => {
    const text: string[] = [];
    let missing = tokens - specialTokens;
    while (missing > 0) {
      const choice = words[Math.floor(next() * words.length)]!;
      if (choice.tokens > missing) continue;
      text.push(choice.word);
      missing -= choice.tokens;
    }
    return text.join(' ');
  };
}

/**
 * One step of one contender in a process of its own, so that no library profits from, or pays for,
 * what another has loaded. Prints one line of JSON.
 *
 *     node --import tsx run-step.ts STEP MODULE FOLDER SIZE_FOLDER
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import { readProfile } from '../../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../../src/embeddings/transformers-embedder.ts';
import { mean } from '../../src/eval/metrics.ts';
import type { ChangedPassage, Contender, OpenContender, ScaleTask } from './contender.ts';
import { SIZE_FILES, type StepResult } from './measurements.ts';

/** How often all questions are asked; the first time warms up. */
const ROUNDS = 4;
const RECALL_DEPTH = 10;
/** Fields of /proc/self/stat, counted from the third, and their unit. */
const CHILDREN_USER = 13;
const CHILDREN_SYSTEM = 14;
const TICK_MS = 10;

const [step, module, folder, sizeFolder] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
];
const { contender } = (await import(pathToFileURL(module).href)) as { contender: Contender };
const embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
const questions = await read<string[]>(SIZE_FILES.questions);
await embedder.embedQuestion(questions[0]!);
const memoryBefore = process.memoryUsage.rss();
const task: ScaleTask = {
  folder,
  corpusDir: path.join(sizeFolder, SIZE_FILES.corpus),
  passages: step === 'build' ? await read<string[]>(SIZE_FILES.passages) : [],
  changes: step === 'update' ? await read<ChangedPassage[]>(SIZE_FILES.changes) : [],
  embedder,
};

const result: StepResult = { ms: 0, processorMs: 0, peakBytes: 0 };
if (step === 'build') Object.assign(result, await timed(() => contender.build(task)));
if (step === 'update') Object.assign(result, await timed(() => contender.update(task)));
result.processorMs += await childrenProcessorMs();
if (step === 'ask') {
  let opened: OpenContender | undefined;
  Object.assign(result, await timed(async () => (opened = await contender.open(task))));
  Object.assign(result, await askAll(opened!));
}
result.peakBytes = process.resourceUsage().maxRSS * 1024 - memoryBefore;
console.log(JSON.stringify(result));

async function askAll(opened: OpenContender): Promise<Partial<StepResult>> {
  const questionMs: number[] = [];
  const embeddingMs: number[] = [];
  const processor: number[] = [];
  const embeddingProcessor: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const question of questions) {
      const asked = await timed(() => opened.ask(question));
      const embedded = await timed(() => embedder.embedQuestion(question));
      if (round === 0) continue;
      questionMs.push(asked.ms);
      embeddingMs.push(embedded.ms);
      processor.push(asked.processorMs);
      embeddingProcessor.push(embedded.processorMs);
    }
  }
  const questionCosts = {
    questionMs,
    embeddingMs,
    questionProcessorMs: mean(processor),
    embeddingProcessorMs: mean(embeddingProcessor),
  };
  if (opened.nearest === undefined) return questionCosts;
  const wanted = await read<number[][]>(SIZE_FILES.nearest);
  const searchMs: number[] = [];
  let found = 0;
  for (const [position, question] of questions.entries()) {
    const vector = await embedder.embedQuestion(question);
    let hits: number[] = [];
    const { ms } = await timed(async () => (hits = await opened.nearest!(vector, RECALL_DEPTH)));
    searchMs.push(ms);
    found += wanted[position]!.filter((passage) => hits.includes(passage)).length;
  }
  const recall = found / (RECALL_DEPTH * questions.length);
  return { ...questionCosts, searchMs, recall };
}

async function timed(work: () => Promise<unknown>): Promise<{ ms: number; processorMs: number }> {
  const before = process.cpuUsage();
  const started = performance.now();
  await work();
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  return { ms, processorMs: (user + system) / 1000 };
}

/** What processes that this one started, and that have ended, took; zero where Linux does not tell. */
async function childrenProcessorMs(): Promise<number> {
  const stat = await readFile('/proc/self/stat', 'utf8').catch(() => null);
  if (stat === null) return 0;
  // The second of the fields is a name in brackets, which may have spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[CHILDREN_USER]) + Number(fields[CHILDREN_SYSTEM])) * TICK_MS;
}

async function read<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(path.join(sizeFolder, file), 'utf8')) as T;
}

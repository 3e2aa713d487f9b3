/**
 * Verbatim's ranking beside other libraries', over the same passages and, where they take vectors, with
 * the same vectors. Prints Markdown. `npm ci` in this folder installs the libraries.
 *
 *     npm run bench:peers -- [--corpus DIR --questions FILE …] [BEIR_DIR …]
 */
import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import { readProfile } from '../../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../../src/embeddings/transformers-embedder.ts';
import { PEERS, type Peer } from './peers.ts';
import { prepareBeirTask, prepareGoldTask, type Task } from './tasks.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));

const { values, positionals } = parseArgs({
  options: {
    corpus: { type: 'string' },
    questions: { type: 'string', multiple: true, default: [] },
  },
  allowPositionals: true,
});
const { corpus, questions } = values;
if (questions.length > 0 && corpus === undefined) throw new Error('--questions needs --corpus DIR');
await access(path.join(HERE, 'node_modules')).catch((error: unknown) => {
  throw new Error('the libraries are not installed: run "npm ci" in bench/peers', { cause: error });
});

const embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-peers-'));
const tasks: Task[] = [];
/** A row for each measure, its name first, with a figure for each peer. */
const rows: (readonly [string, ...number[]])[] = [];
try {
  for (const file of questions) {
    await compare((taskFolder) => prepareGoldTask(file, corpus ?? '', taskFolder, embedder));
  }
  for (const dir of positionals) {
    await compare((taskFolder) => prepareBeirTask(dir, taskFolder, embedder));
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
await printTable();

async function compare(prepare: (taskFolder: string) => Promise<Task>): Promise<void> {
  const taskFolder = path.join(folder, String(tasks.length));
  await mkdir(taskFolder);
  const task = await prepare(taskFolder);
  const figures: number[][] = [];
  for (const peer of PEERS) figures.push(task.judge(await runPeer(peer, taskFolder)));
  task.measures.forEach((measure, position) => {
    rows.push([measure, ...figures.map((ofPeer) => ofPeer[position]!)]);
  });
  tasks.push(task);
  console.error(`${task.name}: ${task.passages} passages, ${task.questions} questions`);
}

/** Runs a library in a process of its own. */
async function runPeer(peer: Peer, taskFolder: string): Promise<number[][]> {
  const resultFile = path.join(taskFolder, 'result.json');
  const loader = peer.module.endsWith('.ts') ? ['--import', 'tsx'] : [];
  await promisify(execFile)(process.execPath, [
    ...loader,
    path.join(HERE, 'run-peer.mjs'),
    path.join(HERE, peer.module),
    taskFolder,
    resultFile,
  ]);
  const { found } = JSON.parse(await readFile(resultFile, 'utf8')) as { found: number[][] };
  return found;
}

async function printTable(): Promise<void> {
  const names = await Promise.all(PEERS.map(nameWithVersion));
  console.log(`| | ${names.join(' | ')} |`);
  console.log(`| --- |${' ---: |'.repeat(names.length)}`);
  for (const [measure, ...figures] of rows) {
    const cells = figures.map((figure) => figure.toFixed(3));
    console.log(`| ${measure} | ${cells.join(' | ')} |`);
  }
  const sizes = tasks.map((task) => `${task.name} ${task.passages} / ${task.questions}`);
  const [processor] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const model = embedder.fingerprint;
  console.log(`\nPassages / questions: ${sizes.join(', ')}.`);
  console.log(
    `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ` +
      `${cpus().length} x ${processor?.model ?? 'unknown processor'}, ${memory} GiB, ` +
      `model ${model.id} ${model.sha256.slice(0, 8)}.`,
  );
}

async function nameWithVersion({ name, manifest }: Peer): Promise<string> {
  const text = await readFile(path.join(HERE, manifest), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  return `${name} ${version}`;
}

/**
 * Verbatim beside other libraries at growing sizes, over the same passages with the same model: time
 * to build, to open, to answer and to bring up to date, memory, and how much of an exact search each
 * finds. Prints Markdown. `npm ci` in `bench/peers` installs the libraries.
 *
 *     npm run bench -- [--sizes 1000,10000,100000] [--peers verbatim,langchain,…] [--limit MINUTES] [--json]
 *
 * A million passages (`--sizes 1000000`) take hours and 10 GB.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import { readProfile } from '../../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../../src/embeddings/transformers-embedder.ts';
import { messageOf } from '../../src/errors.ts';
import { CONTENDERS, type ContenderEntry } from './contenders.ts';
import type { Measurement, StepResult } from './measurements.ts';
import { changeArticles, exportPassages, prepareCorpus } from './prepare-size.ts';
import { toMarkdown } from './to-markdown.ts';

const PEERS_DIR = fileURLToPath(new URL('../peers/', import.meta.url));
const STEP = fileURLToPath(new URL('run-step.ts', import.meta.url));
/** Some libraries keep everything in the heap of JavaScript. */
const HEAP_MIB = 12_000;

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    peers: { type: 'string', default: CONTENDERS.map(({ key }) => key).join(',') },
    limit: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  },
});
const limitMs = Number(values.limit) * 60_000;
const wanted = new Set(values.peers.split(','));
const contenders = CONTENDERS.filter(({ key }) => wanted.has(key) || key === 'verbatim');
const embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-bench-'));
const measurements: Measurement[] = [];
const contentBytes = new Map<number, number>();
try {
  for (const size of values.sizes.split(',').map(Number)) await compareAt(size);
} finally {
  await rm(folder, { recursive: true, force: true });
}
if (values.json) {
  console.log(JSON.stringify({ measurements, contentBytes: Object.fromEntries(contentBytes) }));
}

async function compareAt(size: number): Promise<void> {
  const sizeFolder = path.join(folder, String(size));
  await prepareCorpus(sizeFolder, size);
  const built = new Map<ContenderEntry, StepResult | null>();
  const asked = new Map<ContenderEntry, StepResult | null>();
  for (const contender of contenders) {
    await mkdir(path.join(sizeFolder, contender.key));
    const build = await runStep('build', contender, sizeFolder);
    if (contender.key === 'verbatim') contentBytes.set(size, await exportFor(sizeFolder));
    built.set(contender, build);
    asked.set(contender, build && (await runStep('ask', contender, sizeFolder)));
  }
  await changeArticles(sizeFolder, size);
  for (const contender of contenders) {
    const build = built.get(contender)!;
    const ask = asked.get(contender)!;
    const update = build && (await runStep('update', contender, sizeFolder));
    measurements.push({ size, contender: contender.key, build, ask, update });
  }
  await rm(sizeFolder, { recursive: true });
  // At once, since the next size may take hours.
  if (!values.json)
    console.log(await toMarkdown(measurements, size, contentBytes.get(size)!, PEERS_DIR));
}

function exportFor(sizeFolder: string): Promise<number> {
  return exportPassages(sizeFolder, path.join(sizeFolder, 'verbatim', 'index'), embedder);
}

/** Null when the step fails or takes longer than is allowed. */
async function runStep(
  step: 'build' | 'ask' | 'update',
  { key, module }: ContenderEntry,
  sizeFolder: string,
): Promise<StepResult | null> {
  const args = [
    `--max-old-space-size=${HEAP_MIB}`,
    '--import',
    'tsx',
    STEP,
    step,
    path.join(PEERS_DIR, module),
    path.join(sizeFolder, key),
    sizeFolder,
  ];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      timeout: limitMs,
      maxBuffer: 2 ** 26,
    });
    const result = JSON.parse(stdout.trim().split('\n').at(-1)!) as StepResult;
    console.error(`${path.basename(sizeFolder)} ${key} ${step}: ${result.ms.toFixed(0)} ms`);
    return result;
  } catch (error) {
    const late = error instanceof Error && 'killed' in error && error.killed === true;
    const reason = late ? `it took longer than ${values.limit} minutes` : messageOf(error);
    console.error(`${path.basename(sizeFolder)} ${key} ${step} failed: ${reason}`);
    return null;
  }
}

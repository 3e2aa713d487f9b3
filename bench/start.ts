/**
 * From the command to the first answer on an existing index, and what that time is made of.
 *
 *     npm run bench:start
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EMBEDDED_MODEL_DIR } from '../src/config.ts';
import { percentile } from '../src/eval/metrics.ts';

const RUNS = 9;
const folder = mkdtempSync(path.join(tmpdir(), 'verbatim-bench-'));
const env = { ...process.env, INDEX_DIR: path.join(folder, 'index') };
const program = ['bin/verbatim.js', 'ask', 'Who is the mayor of Kyiv?'];
const steps = `
  const lap = (() => { let last = performance.now(); return (label) => {
    const now = performance.now(); console.log(label, (now - last).toFixed(0)); last = now; }; })();
  const { readProfile } = await import('./src/embeddings/model-profile.ts');
  const { loadEmbedder } = await import('./src/embeddings/transformers-embedder.ts');
  lap('import the model library');
  const embedder = await loadEmbedder(${JSON.stringify(EMBEDDED_MODEL_DIR)}, await readProfile(${JSON.stringify(EMBEDDED_MODEL_DIR)}));
  lap('hash and load the model');
  const { openSearchIndex } = await import('./src/retrieval/search-index.ts');
  const { answerQuestion } = await import('./src/quotes/answer-question.ts');
  lap('import the rest');
  const index = await openSearchIndex(process.env.INDEX_DIR, embedder.fingerprint);
  lap('verify and open the index');
  await answerQuestion(index, embedder, 'Who is the mayor of Kyiv?');
  lap('first answer');
`;

spawnSync(process.execPath, program, { env });
console.log(`whole process, median of ${RUNS}:`);
console.log(`  node alone            ${medianMs(['-e', '0'])} ms`);
console.log(`  node with tsx         ${medianMs(['--import', 'tsx', '-e', '0'])} ms`);
console.log(`  verbatim --help       ${medianMs(['bin/verbatim.js', '--help'])} ms`);
console.log(`  verbatim ask          ${medianMs(program)} ms`);
console.log('within one process, in ms:');
const { stdout } = spawnSync(
  process.execPath,
  ['--import', 'tsx', '--input-type=module', '-e', steps],
  { env, encoding: 'utf8' },
);
console.log(stdout.replace(/^/gm, '  ').trimEnd());
rmSync(folder, { recursive: true });

function medianMs(args: readonly string[]): number {
  const times = Array.from({ length: RUNS }, () => {
    const started = performance.now();
    spawnSync(process.execPath, args, { env });
    return performance.now() - started;
  });
  return Math.round(percentile(times, 0.5));
}

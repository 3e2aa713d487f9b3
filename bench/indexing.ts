/**
 * Seconds and peak memory of indexing a generated corpus with the embedded model, by the real program:
 * at first, when nothing has changed, and when 1 % of the files have.
 *
 *     npm run bench:indexing -- 20000
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PROGRAM } from '../src/config.ts';
import { generateCorpus, generatedFile } from '../tests/support/generated-corpus.ts';

const PASSAGES = Number(process.argv[2] ?? 20_000);
const FILES = Math.ceil(PASSAGES / 4);
/** Has the program write its peak resident memory, in KiB, to a file descriptor of its own. */
const REPORT_MEMORY = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from 'node:fs';
  process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));
`)}`;

interface Measurement {
  readonly name: string;
  readonly seconds: number;
  readonly memoryMiB: number;
  readonly embedded: number;
}

const folder = mkdtempSync(path.join(tmpdir(), 'verbatim-bench-'));
const corpusDir = path.join(folder, 'corpus');
try {
  await generateCorpus(corpusDir, { passages: PASSAGES, seed: 'indexing' });
  const first = measure('first run');
  const unchanged = measure('nothing changed');
  for (let file = 0; file < FILES; file += 100) {
    appendFileSync(
      path.join(corpusDir, generatedFile(file)),
      '\n## Later\n\nThe mayor resigned.\n',
    );
  }
  const changed = measure('1 % of the files changed');
  const rows = [first, unchanged, changed].map(
    ({ name, seconds, memoryMiB, embedded }) =>
      `| ${name} | ${seconds.toFixed(2)} | ${(seconds / first.seconds).toFixed(3)} | ` +
      `${memoryMiB.toFixed(0)} | ${embedded} |`,
  );
  console.log(`${PASSAGES} passages in ${FILES} files\n`);
  console.log('| indexing | seconds | of the first run | peak MiB | passages embedded |');
  console.log('| --- | --- | --- | --- | --- |');
  console.log(rows.join('\n'));
} finally {
  rmSync(folder, { recursive: true });
}

function measure(name: string): Measurement {
  const args = ['--import', REPORT_MEMORY, PROGRAM, 'index', '--json'];
  const env = { ...process.env, CORPUS_DIR: corpusDir, INDEX_DIR: path.join(folder, 'index') };
  const started = performance.now();
  const { status, output } = spawnSync(process.execPath, args, {
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`index exits with ${status}`);
  const { embedded } = JSON.parse(output[1]!) as { embedded: number };
  return { name, seconds, memoryMiB: Number(output[3]) / 1024, embedded };
}

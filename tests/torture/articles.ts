import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PROGRAM } from '../../src/config.ts';
import { parseArticles } from '../../src/corpus/read-articles.ts';
import { CorpusFolder } from '../../src/curation/corpus-folder.ts';
import { CorpusError, messageOf } from '../../src/errors.ts';
import type { Run } from '../support/run-verbatim.ts';
import { type HostileFile, hostileFiles } from './hostile-files.ts';
import type { Outcome, Trial } from './trial.ts';

const GOOD = {
  name: 'good.md',
  text: '# The observatory\n\nMira Tolvanen opened the glass observatory above Velgrad on Monday.\n',
  question: 'Who opened the glass observatory above Velgrad?',
};
/** What the program may take of the heap of V8, and for how long, as a guard against hanging. */
const LIMITS = { short: { heapMiB: 512, minutes: 5 }, long: { heapMiB: 1024, minutes: 60 } };
const SCALE = { short: 1, long: 5 };
const SAFE_PATH = /^added\/[a-z\d][a-z\d-]*\.(?:txt|md|html|jsonl)$/;

/**
 * Hostile files: each becomes an article or is refused by name in one line, in a bounded time and with
 * a bounded memory, at indexing as at uploading; the articles beside them are indexed, and answer.
 */
export const articlesTrial: Trial = {
  name: 'articles',
  what: 'hostile files are put into the corpus, and uploaded',
  async run({ isLong }) {
    const scale = isLong ? SCALE.long : SCALE.short;
    const limits = isLong ? LIMITS.long : LIMITS.short;
    const files = hostileFiles(scale);
    const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-hostile-'));
    try {
      const indexing = await indexAll(folder, files, limits);
      const uploading = await uploadAll(path.join(folder, 'uploads'), files);
      return {
        tried: indexing.tried + uploading.tried,
        failures: [...indexing.failures, ...uploading.failures],
        notes: [...(indexing.notes ?? [])],
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function indexAll(
  folder: string,
  files: readonly HostileFile[],
  limits: { readonly heapMiB: number; readonly minutes: number },
): Promise<Outcome> {
  const corpusDir = path.join(folder, 'corpus');
  await mkdir(corpusDir);
  await writeFile(path.join(corpusDir, GOOD.name), GOOD.text);
  for (const file of files) await writeFile(placeOf(corpusDir, file), file.bytes());
  const env = { CORPUS_DIR: corpusDir, INDEX_DIR: path.join(folder, 'index') };

  const startedMs = performance.now();
  const indexed = await runWithin(limits, ['index', '--json'], env);
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  const notes = [`${files.length} files were indexed in ${seconds} s`];
  if (indexed.code !== 0) {
    const [end = ''] = indexed.stderr.trim().split('\n').slice(-1);
    return { tried: files.length, failures: [`index ends with ${indexed.code}: ${end}`], notes };
  }
  const failures: string[] = [];
  const { refused } = JSON.parse(indexed.stdout) as {
    refused: { path: string; reason: string }[];
  };
  for (const file of files) {
    const name = String(file.name);
    const reasons = refused.filter(({ path: one }) => one === name || one.startsWith(`${name}#`));
    const isRefused = reasons.length > 0;
    if (file.expected !== null && isRefused !== (file.expected === 'refused')) {
      failures.push(`${name}: ${isRefused ? `is refused: ${reasons[0]?.reason}` : 'is taken'}`);
    }
  }
  for (const { path: name, reason } of refused) {
    // Letters and signs that can be shown on one line.
    if (!/^[^\p{Cc}\p{Cs}]{3,600}$/u.test(reason))
      failures.push(`${name}: ${JSON.stringify(reason)}`);
  }
  const asked = await runWithin(limits, ['ask', '--json', GOOD.question], env);
  const found = asked.code === 0 && asked.stdout.includes('Mira Tolvanen opened the glass');
  if (!found) failures.push(`${GOOD.name} is not found: ${asked.stdout}${asked.stderr}`);
  return { tried: files.length, failures, notes };
}

/** What the folder takes on upload stays below it, under a name that is harmless, and can be read. */
async function uploadAll(folder: string, files: readonly HostileFile[]): Promise<Outcome> {
  const corpusDir = path.join(folder, 'corpus');
  await mkdir(corpusDir, { recursive: true });
  const corpus = await CorpusFolder.open({ corpusDir, removedDir: path.join(folder, 'removed') });
  const root = await realpath(corpusDir);
  const failures: string[] = [];
  const attempts = files.flatMap((file) => [
    { name: String(file.name), bytes: file.bytes() },
    { name: `../../${String(file.name)}`, bytes: Buffer.from(GOOD.text) },
  ]);
  for (const upload of attempts) {
    const name = JSON.stringify(upload.name.slice(0, 80));
    try {
      const added = await corpus.add(upload);
      const isInside = (await realpath(path.join(root, added))).startsWith(
        path.join(root, 'added'),
      );
      const isFile = (await lstat(path.join(root, added))).isFile();
      if (!SAFE_PATH.test(added) || !isInside || !isFile)
        failures.push(`${name} is put at ${added}`);
      const refusal = await parseArticles(added, upload.bytes).then(
        () => null,
        (error: unknown) => (error instanceof CorpusError ? null : messageOf(error)),
      );
      if (refusal !== null) failures.push(`${name} cannot be read: ${refusal}`);
    } catch (error) {
      if (!(error instanceof CorpusError))
        failures.push(`${name} ends as a bug: ${messageOf(error)}`);
    }
  }
  return { tried: attempts.length, failures };
}

function placeOf(corpusDir: string, { name }: HostileFile): string | Buffer {
  if (typeof name === 'string') return path.join(corpusDir, name);
  return Buffer.concat([Buffer.from(corpusDir + path.sep), name]);
}

async function runWithin(
  { heapMiB, minutes }: { readonly heapMiB: number; readonly minutes: number },
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Run> {
  const child = spawn(process.execPath, [`--max-old-space-size=${heapMiB}`, PROGRAM, ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    timeout: minutes * 60_000,
    killSignal: 'SIGKILL',
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

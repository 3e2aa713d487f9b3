import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { openState, STATE_FILE } from '../../src/state/database.ts';
import type { Run } from '../support/run-verbatim.ts';
import { lostRounds } from '../support/state-writer.ts';
import { Lane, withoutTime } from './lane.ts';
import { SmallDisk } from './small-disk.ts';
import type { Effort, Outcome, Trial } from './trial.ts';

const STATE_WRITER = fileURLToPath(new URL('../support/write-state-script.ts', import.meta.url));
/** As it was compiled before: that takes room too. */
const COMPILED = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const STEPS = { short: 3, long: 20 };
const PLENTY_BYTES = 2 ** 30;
/** Writes of every kind to the state; a small disk is full long before. */
const ROUNDS = 400;
const STATE_BYTES = [16_384, 262_144, 524_288, 1_048_576, 1_572_864, 2_097_152];

/**
 * Disks that are full for real, native libraries included: indexing with less room than it needs, in
 * all and for a single file, and the state with less room than its writes need; disks that have been
 * closed to writing. Old or new index, every acknowledged write, and one line with the remedy.
 */
export const fullDiskTrial: Trial = {
  name: 'full-disk',
  what: 'the disk is full, or closed to writing, for real',
  async run(effort) {
    const lanes = [await Lane.ofBundledCorpus()];
    // Only a large corpus has a graph, which a native library writes.
    if (effort.runs === null) lanes.push(await Lane.ofGeneratedCorpus());
    try {
      const outcomes: Outcome[] = [await fillState(), await closeDisk(lanes[0]!)];
      for (const lane of lanes) outcomes.push(await fillIndex(lane, effort));
      return {
        tried: outcomes.reduce((sum, { tried }) => sum + tried, 0),
        failures: outcomes.flatMap(({ failures }) => failures),
        skipped: outcomes.flatMap(({ skipped = [] }) => skipped),
        notes: outcomes.flatMap(({ notes = [] }) => notes),
      };
    } finally {
      await Promise.all(lanes.map((lane) => lane.remove()));
    }
  },
};

async function fillIndex(lane: Lane, { isLong, runs }: Effort): Promise<Outcome> {
  const answers: string[] = [];
  // The new index comes first, so that the one before it is what stands in the folder.
  for (const state of [1, 0] as const) {
    await lane.setState(state);
    const { code, stderr } = await lane.index(['--full']);
    if (code !== 0) throw new Error(stderr);
    answers.push(await lane.answer());
  }
  await lane.setState(1);
  const sizes = await sizesBelow(lane.indexDir);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const largest = Math.max(...sizes);
  const steps = runs ?? (isLong ? STEPS.long : STEPS.short);
  const failures: string[] = [];
  const skipped: string[] = [];
  const notes: string[] = [];
  let tried = 0;

  const attempt = async (name: string, indexDir: string, indexed: Run): Promise<void> => {
    tried += 1;
    const failure = await judge(lane, indexDir, indexed, answers);
    notes.push(`${lane.name}, ${name}: ${indexed.code === 0 ? 'indexed' : indexed.stderr.trim()}`);
    if (failure !== null) failures.push(`${lane.name}, ${name}: ${failure}`);
  };

  for (let step = 1; step <= steps; step++) {
    const limit = Math.round((largest * step) / (steps + 1));
    const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-limit-'));
    const indexDir = path.join(folder, 'index');
    await cp(lane.indexDir, indexDir, { recursive: true });
    await attempt(
      `files of up to ${limit} bytes`,
      indexDir,
      await indexWithin(limit, lane, indexDir),
    );
    await rm(folder, { recursive: true });
  }
  for (let step = 1; step <= steps; step++) {
    const room = Math.round((all / 2) * (step / steps));
    const disk = await SmallDisk.mount(PLENTY_BYTES);
    if (disk === null) {
      skipped.push('disks of a given size: this machine lets nobody mount one');
      break;
    }
    try {
      const indexDir = path.join(disk.folder, 'index');
      await cp(lane.indexDir, indexDir, { recursive: true });
      await disk.resize(all + room);
      const indexed = await lane.index([], indexDir);
      await attempt(`a disk with ${room} bytes left`, indexDir, indexed);
      await disk.resize(PLENTY_BYTES);
      const again = await lane.index([], indexDir);
      const answer = await lane.answer(indexDir);
      if (again.code !== 0 || answer !== answers[0]) {
        failures.push(`${lane.name}, room again after ${room} bytes: ${again.stderr}`);
      }
    } finally {
      await disk.unmount();
    }
  }
  return { tried, failures, skipped, notes };
}

/** What is wrong after indexing with too little room; null when all is well. */
async function judge(
  lane: Lane,
  indexDir: string,
  { code, stderr }: Run,
  answers: readonly string[],
): Promise<string | null> {
  const isRefused = code === 2 && /^verbatim: .*free some space.*\n$/.test(stderr);
  if (code !== 0 && !isRefused) return `index ends with ${code}: ${stderr}`;
  const asked = await lane.ask(indexDir);
  if (asked.code !== 0) return `ask ends with ${asked.code}: ${asked.stderr}`;
  const answer = withoutTime(asked.stdout);
  if (!answers.includes(answer)) return `answers as neither index does: ${answer}`;
  if (code === 0 && answer !== answers[0]) return 'reported as done, and lost';
  const left = await lane.leftovers(indexDir);
  return left.length === 0 ? null : `left over: ${left.join(', ')}`;
}

/** A disk that is closed to writing answers, refuses to index, and has kept everything. */
async function closeDisk(lane: Lane): Promise<Outcome> {
  const disk = await SmallDisk.mount(PLENTY_BYTES);
  if (disk === null) {
    return {
      tried: 0,
      failures: [],
      skipped: ['a closed disk: this machine lets nobody mount one'],
    };
  }
  const failures: string[] = [];
  try {
    const indexDir = path.join(disk.folder, 'index');
    const stateFile = path.join(disk.folder, STATE_FILE);
    await lane.setState(0);
    await lane.index([], indexDir);
    await cp(await newStateFile(lane), stateFile);
    const before = await lane.answer(indexDir);
    await disk.setReadOnly(true);
    await lane.setState(1);
    const asked = await lane.ask(indexDir);
    if (asked.code !== 0 || withoutTime(asked.stdout) !== before) {
      failures.push(`closed disk: ask ends with ${asked.code}: ${asked.stderr}`);
    }
    for (const args of [[], ['--full'], ['--rollback']]) {
      const { code, stderr } = await lane.index(args, indexDir);
      if (code !== 2 || stderr.trim().includes('\n')) {
        failures.push(`closed disk: index ${args.join()} ends with ${code}: ${stderr}`);
      }
    }
    const error: unknown = await openState(stateFile).then(
      (state) => state.close(),
      (thrown: unknown) => thrown,
    );
    if (error instanceof Error && error.name !== 'StateError') failures.push(String(error));
    await disk.setReadOnly(false);
    const { code, stderr } = await lane.index([], indexDir);
    if (code !== 0) failures.push(`opened again: index ends with ${code}: ${stderr}`);
  } finally {
    await disk.unmount();
  }
  return { tried: 6, failures };
}

async function newStateFile(lane: Lane): Promise<string> {
  // Elsewhere, as a database that this process has had open keeps a disk from being closed.
  const file = path.join(lane.folder('state'), STATE_FILE);
  (await openState(file)).close();
  return file;
}

/** Writes to the state until its file may grow no more; what was acknowledged has to be there. */
async function fillState(): Promise<Outcome> {
  const failures: string[] = [];
  const notes: string[] = [];
  for (const bytes of STATE_BYTES) {
    const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-state-'));
    const file = path.join(folder, STATE_FILE);
    const acknowledged = await writeState(file, bytes);
    const lost = await lostRounds(file, acknowledged).catch((error: unknown) => [String(error)]);
    if (lost.length > 0) failures.push(`a state of up to ${bytes} bytes lost ${lost.join(', ')}`);
    notes.push(`a state of up to ${bytes} bytes: ${acknowledged.length} rounds acknowledged`);
    await rm(folder, { recursive: true });
  }
  return { tried: STATE_BYTES.length, failures, notes };
}

/** @returns the ids that were acknowledged. */
async function writeState(file: string, bytes: number): Promise<string[]> {
  const args = [`--fsize=${bytes}`, process.execPath, '--import', 'tsx', STATE_WRITER, file];
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(
    'prlimit',
    [...args, String(ROUNDS)],
    { stdio: 'pipe' },
  );
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stderr.resume();
  child.stdin.on('error', () => {});
  child.stdin.write('begin\n');
  await once(child, 'close');
  // Before the first line break comes a greeting, and after the last one what was cut off.
  return printed.split('\n').slice(1, -1);
}

/** Runs `index` where no file may grow beyond a size. */
async function indexWithin(bytes: number, lane: Lane, indexDir: string): Promise<Run> {
  const child = spawn('prlimit', [`--fsize=${bytes}`, process.execPath, COMPILED, 'index'], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...lane.environment(indexDir) },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

async function sizesBelow(folder: string): Promise<number[]> {
  const entries = await readdir(folder, { recursive: true });
  const stats = await Promise.all(entries.map((entry) => stat(path.join(folder, entry))));
  return stats.filter((one) => one.isFile()).map(({ size }) => size);
}

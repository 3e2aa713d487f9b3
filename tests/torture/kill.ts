import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { PROGRAM } from '../../src/config.ts';
import { percentile } from '../../src/eval/metrics.ts';
import { randomNumbers } from '../support/fake-embedder.ts';
import { Lane, type State, withoutTime } from './lane.ts';
import type { Outcome, Trial } from './trial.ts';

interface Mode {
  readonly name: string;
  readonly args: readonly string[];
}

interface Tally {
  readonly lane: string;
  readonly mode: string;
  runs: number;
  /** Ended by the signal, and not on their own a moment before. */
  killed: number;
  before: number;
  after: number;
  leftovers: number;
  readonly failures: string[];
}

const MODES: readonly Mode[] = [
  { name: '--full', args: ['index', '--full'] },
  { name: 'incremental', args: ['index'] },
];
/** So many runs in ten are killed around the end, where generations are exchanged. */
const BURST_SHARE = 0.4;
const BURST_MS = { before: 120, after: 40 };
const TRIALS = 4;
/** A run over the bundled corpus takes a tenth of the time, so most runs are over that. */
const BUNDLED_SHARE = 0.75;

/** Fewer runs are not worth making a large corpus for. */
const FEW = 10;
const RUNS = { short: 24, long: 1000 };

/**
 * Each run edits the corpus, starts the real program, ends it with SIGKILL, and then asks: the answer
 * has to be that of the index before or after the edit, nothing may be left over in the index folder,
 * and the next `index` has to bring the answer after the edit.
 */
export const killTrial: Trial = {
  name: 'kill',
  what: 'indexing is killed at a random moment',
  async run({ isLong, runs, seed }): Promise<Outcome> {
    const count = runs ?? (isLong ? RUNS.long : RUNS.short);
    const withGraph = count < FEW ? 0 : Math.round(count * (1 - BUNDLED_SHARE));
    const lanes = [await Lane.ofBundledCorpus()];
    if (withGraph > 0) lanes.push(await Lane.ofGeneratedCorpus());
    try {
      const counts = [count - withGraph, withGraph];
      const tallies = (
        await Promise.all(lanes.map((lane, at) => torture(lane, counts[at]!, seed)))
      ).flat();
      return {
        tried: tallies.reduce((sum, tally) => sum + tally.runs, 0),
        failures: tallies.flatMap(({ lane, mode, failures }) =>
          failures.map((failure) => `${lane}, ${mode}: ${failure}`),
        ),
        notes: tallies.map(
          (tally) =>
            `${tally.lane}, ${tally.mode}: ${tally.runs} runs, ${tally.killed} killed, ` +
            `${tally.before} answered as before, ${tally.after} as after`,
        ),
      };
    } finally {
      await Promise.all(lanes.map((lane) => lane.remove()));
    }
  },
};

async function torture(lane: Lane, count: number, seed: string): Promise<Tally[]> {
  const next = randomNumbers(`${seed} ${lane.name}`);
  const references: string[] = [];
  for (const state of [0, 1] as const) {
    await lane.setState(state);
    await lane.index(['--full']);
    references.push(await lane.answer());
  }
  if (references[0] === references[1]) throw new Error('the two states have the same answer');

  let indexed: State = 1;
  const tallies = MODES.map(({ name }) => newTally(lane.name, name));
  for (const [position, mode] of MODES.entries()) {
    const tally = tallies[position]!;
    const runMs = await measure(lane, mode, () => (indexed = other(indexed)));
    const share = position === 0 ? Math.ceil(count / 2) : Math.floor(count / 2);
    for (let run = 0; run < share; run++) {
      const target = other(indexed);
      await lane.setState(target);
      const inBurst = next() < BURST_SHARE;
      const killMs = inBurst
        ? runMs - BURST_MS.before + next() * (BURST_MS.before + BURST_MS.after)
        : next() * runMs;
      if (await killAfter(lane, mode, killMs)) tally.killed += 1;
      const failure = await check(lane, tally, references[indexed]!, references[target]!);
      if (failure !== null)
        tally.failures.push(`killed after ${Math.round(killMs)} ms: ${failure}`);
      tally.runs += 1;
      indexed = target;
    }
  }
  return tallies;
}

/** What is wrong after a kill; null when all is well. */
async function check(
  lane: Lane,
  tally: Tally,
  before: string,
  after: string,
): Promise<string | null> {
  const asked = await lane.ask();
  if (asked.code !== 0) return `ask exits with ${asked.code}: ${asked.stderr.trim()}`;
  const answer = withoutTime(asked.stdout);
  if (answer === before) tally.before += 1;
  else if (answer === after) tally.after += 1;
  else return `ask answers as neither index does: ${answer}`;
  const leftovers = await lane.leftovers();
  if (leftovers.length > 0) {
    tally.leftovers += 1;
    return `left over: ${leftovers.join(', ')}`;
  }
  const indexed = await lane.index();
  if (indexed.code !== 0) return `index exits with ${indexed.code}: ${indexed.stderr.trim()}`;
  const asksAgain = await lane.ask();
  if (asksAgain.code !== 0 || withoutTime(asksAgain.stdout) !== after) {
    return `after the next index: ${asksAgain.stdout}${asksAgain.stderr}`;
  }
  return null;
}

/** @returns whether it was the signal that ended the program. */
async function killAfter(lane: Lane, mode: Mode, ms: number): Promise<boolean> {
  const child = startIndexing(lane, mode);
  const exited = once(child, 'exit');
  await Promise.race([wait(ms), exited]);
  child.kill('SIGKILL');
  const [, signal] = (await exited) as [number | null, string | null];
  return signal === 'SIGKILL';
}

/** How long a run takes that nobody kills, in milliseconds. */
async function measure(lane: Lane, mode: Mode, nextState: () => State): Promise<number> {
  const times: number[] = [];
  for (let trial = 0; trial < TRIALS; trial++) {
    await lane.setState(nextState());
    const started = performance.now();
    const [code] = (await once(startIndexing(lane, mode), 'exit')) as [number | null];
    if (code !== 0) throw new Error(`index exits with ${code}`);
    times.push(performance.now() - started);
  }
  return percentile(times, 0.5);
}

function startIndexing(lane: Lane, { args }: Mode): ReturnType<typeof spawn> {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...lane.environment() };
  return spawn(process.execPath, [PROGRAM, ...args], { env, stdio: 'ignore' });
}

function other(state: State): State {
  return state === 0 ? 1 : 0;
}

function newTally(lane: string, mode: string): Tally {
  return { lane, mode, runs: 0, killed: 0, before: 0, after: 0, leftovers: 0, failures: [] };
}

import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { messageOf, OperatorError } from '../../src/errors.ts';
import { FailingDisk, type Fault, FAULTS, POWER_CUT } from '../support/failing-disk.ts';
import { randomNumbers } from '../support/fake-embedder.ts';
import { otherDisk } from '../support/other-disk.ts';
import { DISK_OPERATIONS, type DiskOperation } from './disk-operations.ts';
import type { Effort, Outcome, Trial } from './trial.ts';

/** Which of the changes that are not flushed outlast a power cut, oldest first. */
type Survival = (call: number, pending: number) => boolean;

const SURVIVALS: Readonly<Record<string, Survival>> = {
  nothing: () => false,
  everything: () => true,
  'the last only': (call, pending) => call === pending - 1,
  'all but the last': (call, pending) => call < pending - 1,
};
/** How often a cut is tried that leaves to chance what survives. */
const CHANCES = 8;
/** What open files look like on Linux. */
const OPEN_FILES = '/proc/self/fd';

/** The states before and after an operation that nothing disturbs, each by its parts. */
interface States {
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
}

/** One way in which one run of an operation is disturbed. */
interface Disturbance {
  readonly name: string;
  readonly fault: Fault;
  readonly at: number;
  readonly survival: Survival;
}

/**
 * Each call that writes fails in every way, and at each the power is cut. The state has to be the one
 * before or the one after, or in the hands of moderators a file may be in both places, but whole; what
 * went wrong has to be said in one line; the next start has to leave nothing behind, and the same
 * operation has to work then. The short form tries each call in one of the ways.
 */
export const diskTrial: Trial = {
  name: 'disk',
  what: 'a write, flush or rename fails, or the power is cut there',
  async run(effort) {
    const outcomes: Outcome[] = [];
    for (const operation of DISK_OPERATIONS) outcomes.push(await tryOperation(operation, effort));
    return {
      tried: outcomes.reduce((sum, { tried }) => sum + tried, 0),
      failures: outcomes.flatMap(({ failures }) => failures),
      notes: outcomes.flatMap(({ notes = [] }) => notes),
    };
  },
};

async function tryOperation(operation: DiskOperation, effort: Effort): Promise<Outcome> {
  // In memory where that can be: it is the calls that count.
  const home = await mkdtemp(path.join(otherDisk() ?? tmpdir(), 'verbatim-disk-'));
  const before = path.join(home, 'before');
  const tried = path.join(home, 'tried');
  const failures: string[] = [];
  const disk = await FailingDisk.install();
  try {
    await mkdir(before);
    await operation.prepare(before);
    await cp(before, tried, { recursive: true, preserveTimestamps: true });
    disk.arm(tried, null);
    await operation.run(tried);
    const { calls } = disk.disarm();
    const states = {
      before: await stateOf(operation, before),
      after: await stateOf(operation, tried),
    };
    if (isSame(states.before, states.after)) throw new Error(`${operation.name} changes nothing`);

    const disturbances = disturbancesOf(calls, effort);
    for (const { name, fault, at, survival } of disturbances) {
      await rm(tried, { recursive: true });
      await cp(before, tried, { recursive: true, preserveTimestamps: true });
      const openFiles = countOpenFiles();
      disk.arm(tried, fault, at);
      const error = await operation.run(tried).catch((thrown: unknown) => thrown ?? 'nothing');
      const { powerCut } = disk.disarm();
      const pending = powerCut?.pending ?? 0;
      powerCut?.lose((call) => survival(call, pending));
      const failure =
        countOpenFiles() > openFiles
          ? 'leaves a file open'
          : await judge(operation, tried, states, error, fault);
      if (failure !== null) failures.push(`${operation.name}, ${name} at call ${at}: ${failure}`);
    }
    const notes = [`${operation.name}: ${calls} calls that write`];
    return { tried: disturbances.length, failures, notes };
  } finally {
    disk.remove();
    await rm(home, { recursive: true, force: true });
  }
}

function disturbancesOf(calls: number, { isLong, seed }: Effort): Disturbance[] {
  const next = randomNumbers(seed);
  const cuts = Object.entries(SURVIVALS).map(([survivors, survival]) => ({
    name: `power cut that ${survivors} outlasts of what is not flushed`,
    fault: POWER_CUT,
    survival,
  }));
  const chances = Array.from({ length: isLong ? CHANCES : 1 }, () => ({
    name: 'power cut that some outlasts of what is not flushed',
    fault: POWER_CUT,
    survival: () => next() < 0.5,
  }));
  const faults = FAULTS.map((fault) => ({ name: fault.code, fault, survival: () => true }));
  const kinds = [faults, [...cuts, ...chances]];
  // A power cut may come after the last call too.
  return Array.from({ length: calls + 1 }, (_, at) =>
    kinds
      .flatMap((kind) => (isLong ? kind : [kind[at % kind.length]!]))
      .map((one) => ({ ...one, at })),
  ).flat();
}

function countOpenFiles(): number {
  return existsSync(OPEN_FILES) ? readdirSync(OPEN_FILES).length : 0;
}

async function stateOf(operation: DiskOperation, folder: string): Promise<ReadonlySet<string>> {
  return new Set(await operation.inspect(folder));
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((part) => other.has(part));
}

/** What is wrong afterwards; null when all is well. */
async function judge(
  operation: DiskOperation,
  folder: string,
  { before, after }: States,
  error: unknown,
  fault: Fault,
): Promise<string | null> {
  const isCut = fault.code === 'power cut';
  if (error !== undefined && !isCut && !(error instanceof OperatorError)) {
    return `ends as a bug: ${messageOf(error)}`;
  }
  try {
    await operation.restart(folder);
    const state = await stateOf(operation, folder);
    if (![before, after, new Set([...before, ...after])].some((one) => isSame(one, state))) {
      return `neither before nor after: ${[...state].join('; ')}`;
    }
    if (error === undefined && isSame(state, before)) return 'reported as done, and lost';
    const left = await operation.leftovers(folder);
    if (left.length > 0) return `left over: ${left.join(', ')}`;
    if (isSame(state, after)) return null;
    await operation.run(folder);
    return isSame(await stateOf(operation, folder), after) ? null : 'does not work afterwards';
  } catch (problem) {
    return `cannot be used afterwards: ${messageOf(problem)}`;
  }
}

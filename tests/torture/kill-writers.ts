import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { percentile } from '../../src/eval/metrics.ts';
import { STATE_FILE } from '../../src/state/database.ts';
import { deedsOf } from '../support/curated-files.ts';
import { randomNumbers } from '../support/fake-embedder.ts';
import {
  type CurationHome,
  faultsOfCorrections,
  faultsOfFiles,
  makeCurationHome,
} from '../support/killed-curators.ts';
import { faultsOfModeration } from '../support/moderation.ts';
import { otherDisk } from '../support/other-disk.ts';
import { sayingsAbout } from '../support/said-corrections.ts';
import { faultsOfState } from '../support/state-writer.ts';
import {
  CORRECT_SCRIPT,
  CURATE_SCRIPT,
  MODERATE_SCRIPT,
  WRITE_STATE_SCRIPT,
  Writer,
} from '../support/writer.ts';
import type { Outcome, Trial } from './trial.ts';

/** What processes write to, again and again. */
interface Target {
  readonly name: string;
  /** How many changes a process acknowledges that nobody kills. */
  readonly changes: number;
  /** A process that is ready to write. */
  start(): Promise<Writer>;
  /** @param acknowledged what the last process has acknowledged. */
  findFaults(acknowledged: readonly string[]): Promise<string[]>;
  remove(): Promise<void>;
}

/** What became of the processes at one target. */
interface Tally {
  readonly name: string;
  runMs: number;
  tried: number;
  /** Ended by the signal, and not on their own a moment before. */
  killed: number;
  /** Of these, the ones that had acknowledged some of their changes. */
  midst: number;
  readonly failures: string[];
}

const RUNS = { short: 40, long: 1000 };
const MEASURED_RUNS = 3;

/** How far after a change the kill may come, as a multiple of what one change takes. */
const SPREAD = 1.5;

const FILES = 12;
const ARTICLES = ['news', 'mistaken', 'withdrawn'].flatMap((folder) =>
  Array.from({ length: 8 }, (_, number) => `${folder}/${number}.md`),
);
const ROUNDS = 24;
const MODERATED_ROUNDS = 12;
const DEEDS_OF_ROUND = 5;
/** A state goes through so many kills, and the first of them may come while it is created. */
const KILLS_OF_STATE = 5;

/**
 * Processes that add, remove, restore and replace files of a corpus, say what was withdrawn or corrected,
 * decide about proposals, and write to the state are killed. What they have acknowledged has to be there,
 * what they were about to do is done or not, every file and the database is whole, and the next start
 * leaves nothing behind.
 */
export const killWritersTrial: Trial = {
  name: 'kill-writers',
  what: 'whoever writes the corpus, corrections, settings or the log is killed at a random moment',
  async run({ isLong, runs, seed }): Promise<Outcome> {
    const count = runs ?? (isLong ? RUNS.long : RUNS.short);
    const other = otherDisk();
    const targets = [
      filesOn('files', tmpdir()),
      ...(other === null ? [] : [filesOn('files, removed to another disk', other)]),
      corrections(),
      state(),
      moderator(),
    ];
    const tallies = await Promise.all(
      targets.map((target, at) => {
        const share = Math.ceil((count - at) / targets.length);
        return torture(target, share, randomNumbers(`${seed} ${target.name}`));
      }),
    );
    return {
      tried: total(tallies.map(({ tried }) => tried)),
      failures: tallies.flatMap(({ name, failures }) =>
        failures.map((failure) => `${name}: ${failure}`),
      ),
      notes: tallies.map(
        ({ name, runMs, tried, killed, midst }) =>
          `${name}: ${tried} runs of about ${Math.round(runMs)} ms, ${killed} killed, ` +
          `${midst} of them after a change that was acknowledged`,
      ),
    };
  },
};

async function torture(target: Target, count: number, next: () => number): Promise<Tally> {
  const tally: Tally = { name: target.name, runMs: 0, tried: 0, killed: 0, midst: 0, failures: [] };
  if (count <= 0) return tally;
  try {
    tally.runMs = await measure(target);
    for (; tally.tried < count; tally.tried++) {
      // Counted in changes, as the same run takes longer where others keep the machine busy.
      const after = Math.floor(next() * target.changes);
      const killMs = (next() * SPREAD * tally.runMs) / target.changes;
      const writer = await target.start();
      writer.begin();
      await writer.hasAcknowledged(after);
      await Promise.race([wait(killMs), writer.end()]);
      const acknowledged = await writer.end('SIGKILL');
      const { code, signal } = writer.ending;
      const wasKilled = signal === 'SIGKILL';
      if (wasKilled) tally.killed += 1;
      if (wasKilled && acknowledged.length > 0) tally.midst += 1;
      const faults = await target.findFaults(acknowledged);
      if (!wasKilled && code !== 0) faults.push(`ended with ${code ?? signal}`);
      if (faults.length > 0) {
        tally.failures.push(
          `killed ${killMs.toFixed(1)} ms after change ${after}: ${faults.join('; ')}`,
        );
      }
    }
    return tally;
  } finally {
    await target.remove();
  }
}

/** How long a run takes that nobody kills, in milliseconds. */
async function measure(target: Target): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < MEASURED_RUNS; run++) {
    const writer = await target.start();
    const startedMs = performance.now();
    writer.begin();
    const acknowledged = await writer.end();
    times.push(performance.now() - startedMs);
    const faults = await target.findFaults(acknowledged);
    if (acknowledged.length !== target.changes) {
      faults.push(`${acknowledged.length} of ${target.changes} changes acknowledged`);
    }
    if (faults.length > 0) throw new Error(`${target.name}, unharmed: ${faults.join('; ')}`);
  }
  return percentile(times, 0.5);
}

/** Files of a corpus that are added, removed, restored and replaced. */
function filesOn(name: string, parentOfRemoved: string): Target {
  let home: CurationHome | undefined;
  return {
    name,
    changes: total(Array.from({ length: FILES }, (_, file) => deedsOf(file).length)),
    async start() {
      home = await makeCurationHome(parentOfRemoved);
      return Writer.start(CURATE_SCRIPT, [home.corpusDir, home.removedDir, String(FILES)]);
    },
    async findFaults(acknowledged) {
      const faults = await faultsOfFiles(home!, acknowledged);
      await home!.remove();
      return faults;
    },
    remove: async () => home?.remove(),
  };
}

/** What a corpus says about its articles. */
function corrections(): Target {
  let home: CurationHome | undefined;
  return {
    name: 'corrections',
    changes: sayingsAbout(ARTICLES).length,
    async start() {
      home = await makeCurationHome();
      return Writer.start(CORRECT_SCRIPT, [home.corpusDir, home.removedDir, ...ARTICLES]);
    },
    async findFaults(acknowledged) {
      const faults = await faultsOfCorrections(home!, ARTICLES, acknowledged);
      await home!.remove();
      return faults;
    },
    remove: async () => home?.remove(),
  };
}

/** Settings, the log, conversations and all else that the state holds. */
function state(): Target {
  let folder: string | undefined;
  let starts = 0;
  const everAcknowledged: string[] = [];
  const remove = async (): Promise<void> => {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  };
  return {
    name: 'settings, log, conversations and pending actions',
    changes: ROUNDS,
    async start() {
      if (starts % KILLS_OF_STATE === 0) {
        await remove();
        folder = await mkdtemp(path.join(tmpdir(), 'verbatim-state-'));
        everAcknowledged.length = 0;
      }
      starts += 1;
      return Writer.start(WRITE_STATE_SCRIPT, [path.join(folder!, STATE_FILE), String(ROUNDS)]);
    },
    async findFaults(acknowledged) {
      everAcknowledged.push(...acknowledged);
      return faultsOfState(path.join(folder!, STATE_FILE), everAcknowledged);
    },
    remove,
  };
}

/** A moderator's decisions, which concern the corpus, the uploads and the state together. */
function moderator(): Target {
  let home: string | undefined;
  const remove = async (): Promise<void> => {
    if (home !== undefined) await rm(home, { recursive: true, force: true });
  };
  return {
    name: 'proposals, uploads and decisions',
    changes: MODERATED_ROUNDS * DEEDS_OF_ROUND,
    async start() {
      home = await mkdtemp(path.join(tmpdir(), 'verbatim-moderator-'));
      await mkdir(path.join(home, 'corpus'));
      return Writer.start(MODERATE_SCRIPT, [home, String(MODERATED_ROUNDS)]);
    },
    async findFaults(acknowledged) {
      const faults = await faultsOfModeration(home!, acknowledged);
      await remove();
      return faults;
    },
    remove,
  };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { tryLockIndex } from '../../src/vector-index/index-lock.ts';
import { Lane, withoutTime } from './lane.ts';
import { LaneWorker } from './lane-worker.ts';
import type { Outcome, Trial } from './trial.ts';

const HOLDER = fileURLToPath(new URL('../support/hold-lock-script.ts', import.meta.url));
const READERS = 2;
const ROUNDS = { short: 2, long: 60 };

/** Ways in which the holder of a lock lives or has died. */
const HOLDERS: readonly {
  readonly signals: readonly NodeJS.Signals[];
  readonly isFree: boolean;
}[] = [
  { signals: [], isFree: false },
  { signals: ['SIGSTOP'], isFree: false },
  { signals: ['SIGSTOP', 'SIGCONT'], isFree: false },
  { signals: ['SIGTERM'], isFree: true },
  { signals: ['SIGKILL'], isFree: true },
  { signals: ['SIGSTOP', 'SIGKILL'], isFree: true },
];
const DEADLY = new Set<NodeJS.Signals>(['SIGTERM', 'SIGKILL']);

/**
 * Many processes read one index folder while it is replaced again and again: each answer is that of
 * one of the two indexes. Whoever else wants to write is refused in one line while the writer lives,
 * also where it has been stopped, and is let in as soon as it is dead.
 */
export const lockTrial: Trial = {
  name: 'lock',
  what: 'several processes read and write one index',
  async run({ isLong, runs }) {
    const rounds = runs ?? (isLong ? ROUNDS.long : ROUNDS.short);
    const lane = await Lane.ofBundledCorpus();
    try {
      const reading = await readWhileWritten(lane, rounds);
      const holding = await askForHeldLock(lane);
      return {
        tried: reading.tried + holding.tried,
        failures: [...reading.failures, ...holding.failures],
        notes: [`${reading.tried} answers in ${rounds} rounds of indexing`],
      };
    } finally {
      await lane.remove();
    }
  },
};

async function readWhileWritten(lane: Lane, rounds: number): Promise<Outcome> {
  const references = new Set<string>();
  for (const state of [0, 1] as const) {
    await lane.setState(state);
    await lane.index();
    references.add(await lane.answer());
  }
  if (references.size !== 2) throw new Error('the two states have the same answer');
  const failures: string[] = [];
  let tried = 0;
  const written = new AbortController();
  const read = async (): Promise<void> => {
    const worker = new LaneWorker(lane);
    while (!written.signal.aborted) {
      const outcome = await worker.perform('ask', lane.indexDir);
      tried += 1;
      if (outcome === null) failures.push('a reader crashed');
      else if (outcome.code !== 0) failures.push(`a reader is refused: ${outcome.output}`);
      else if (!references.has(withoutTime(outcome.output))) {
        failures.push(`a reader answers as neither index does: ${outcome.output}`);
      }
    }
    worker.end();
  };
  const write = async (): Promise<void> => {
    for (let round = 0; round < rounds; round++) {
      await lane.setState(round % 2 === 0 ? 0 : 1);
      const args = round % 3 === 2 ? ['--full'] : [];
      const both = await Promise.all([lane.index(args), lane.index(args)]);
      const refused = both.filter(({ code }) => code !== 0);
      const isClear = refused.every(
        ({ code, stderr }) => code === 2 && stderr.includes('another process is changing'),
      );
      if (refused.length > 1 || !isClear) {
        failures.push(`two writers: ${both.map(({ stderr }) => stderr).join(' / ')}`);
      }
    }
    written.abort();
  };
  await Promise.all([write(), ...Array.from({ length: READERS }, read)]);
  return { tried, failures };
}

async function askForHeldLock(lane: Lane): Promise<Outcome> {
  const failures: string[] = [];
  for (const { signals, isFree } of HOLDERS) {
    const name = signals.join(' and ') || 'no signal';
    const holder = await startHolder(lane);
    try {
      for (const signal of signals) await send(holder, signal);
      const lock = await tryLockIndex(lane.indexDir);
      lock?.release();
      if ((lock !== null) !== isFree) failures.push(`after ${name}: ${lock ? 'free' : 'kept'}`);
      const { code, stderr } = await lane.index();
      if ((code === 0) !== isFree)
        failures.push(`after ${name}: index ends with ${code}: ${stderr}`);
    } finally {
      holder.kill('SIGKILL');
    }
  }
  return { tried: HOLDERS.length, failures };
}

async function startHolder(lane: Lane): Promise<ChildProcess> {
  const holder = spawn(process.execPath, ['--import', 'tsx', HOLDER, lane.indexDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  return holder;
}

async function send(holder: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exited = once(holder, 'exit');
  holder.kill(signal);
  if (DEADLY.has(signal)) await exited;
}

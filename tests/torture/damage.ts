import { cp, link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sha256 } from '../../src/corpus/article.ts';
import { type GenerationNames, readCurrent } from '../../src/vector-index/current-file.ts';
import { LOCK_FILE } from '../../src/vector-index/index-lock.ts';
import { FORMAT_VERSION, type Manifest } from '../../src/vector-index/manifest.ts';
import { randomNumbers } from '../support/fake-embedder.ts';
import type { Run } from '../support/run-verbatim.ts';
import type { Outcome, Task } from './lane-child.ts';
import { LaneWorker } from './lane-worker.ts';
import { Lane, withoutTime } from './lane.ts';
import type { Outcome as TrialOutcome, Trial } from './trial.ts';

type Random = () => number;

/** A copy of an index that is to be damaged. */
interface Target {
  readonly indexDir: string;
  readonly names: GenerationNames;
  /** Paths of all files below `indexDir`. */
  readonly files: readonly string[];
}

interface Damage {
  readonly name: string;
  /** Does it, and says where. */
  readonly apply: (target: Target, next: Random) => Promise<string>;
}

const DAMAGES: readonly Damage[] = [
  { name: 'a byte flipped', apply: (target, next) => change(target, next, flip) },
  { name: 'cut short', apply: (target, next) => change(target, next, cut) },
  { name: 'emptied', apply: (target, next) => change(target, next, () => Buffer.alloc(0)) },
  { name: 'two files swapped', apply: (target, next) => swapWithin(target, next) },
  { name: 'swapped with a kept one', apply: (target, next) => swapAcross(target, next) },
  { name: 'an earlier format', apply: (target) => claimFormat(target, FORMAT_VERSION - 1) },
  { name: 'a later format', apply: (target) => claimFormat(target, FORMAT_VERSION + 1) },
  { name: 'another model', apply: (target, next) => claimOtherModel(target, next) },
  { name: 'huge counts', apply: (target, next) => claimHugeCounts(target, next) },
];
/** Each so many-th place is tried with the program itself. */
const REAL_PROGRAM_EVERY = 10;
/** Repairing an index with a graph takes twenty times as long, so most places are in one without. */
const GRAPH_SHARE = 0.12;

const PLACES = { short: 64, long: 2000 };

/**
 * Damage to the current generation has to be refused with one line that names the index and the
 * remedy; with damage to anything else the answer has to be the same as before. After that `index`
 * has to make the index whole. Most places are tried in a process that lives on, so that a crash of a
 * native library would be seen; each tenth is tried with the real program.
 */
export const damageTrial: Trial = {
  name: 'damage',
  what: 'files of the index are damaged, swapped, foreign or forged',
  async run({ isLong, runs, seed }): Promise<TrialOutcome> {
    const places = runs ?? (isLong ? PLACES.long : PLACES.short);
    const withGraph = Math.round(places * GRAPH_SHARE);
    const lanes = [await Lane.ofBundledCorpus()];
    if (withGraph > 0) lanes.push(await Lane.ofGeneratedCorpus());
    try {
      const counts = [places - withGraph, withGraph];
      const tallies = await Promise.all(lanes.map((lane, at) => torture(lane, counts[at]!, seed)));
      const all = tallies.flatMap((byDamage) => [...byDamage.values()]);
      return {
        tried: all.reduce((sum, tally) => sum + tally.places, 0),
        failures: all.flatMap(({ failures }) => failures),
        notes: lanes.flatMap(({ name }, at) =>
          [...tallies[at]!].map(
            ([damage, tally]) =>
              `${name}, ${damage}: ${tally.places} places, ${tally.realProgram} by the program, ` +
              `${tally.refused} refused, ${tally.asBefore} answered as before, ` +
              `${tally.repaired} repaired, ${tally.crashes} crashes`,
          ),
        ),
      };
    } finally {
      await Promise.all(lanes.map((lane) => lane.remove()));
    }
  },
};

class Tally {
  places = 0;
  realProgram = 0;
  refused = 0;
  asBefore = 0;
  repaired = 0;
  crashes = 0;
  readonly failures: string[] = [];
}

async function torture(lane: Lane, count: number, seed: string): Promise<Map<string, Tally>> {
  const next = randomNumbers(`${seed} ${lane.name}`);
  for (const state of [0, 1] as const) {
    await lane.setState(state);
    const { code, stderr } = await lane.index();
    if (code !== 0) throw new Error(stderr);
  }
  const reference = await lane.answer();
  const worker = new LaneWorker(lane);
  const tallies = new Map(DAMAGES.map(({ name }) => [name, new Tally()]));
  for (let place = 0; place < count; place++) {
    const damage = DAMAGES[place % DAMAGES.length]!;
    const tally = tallies.get(damage.name)!;
    const target = await copyIndex(lane, `damaged-${place}`);
    const where = await damage.apply(target, next);
    const isReal = Math.floor(place / DAMAGES.length) % REAL_PROGRAM_EVERY === 1;
    const performer = isReal ? new Program(lane) : worker;
    tally.places += 1;
    if (isReal) tally.realProgram += 1;
    const failure = await check(performer, target, where, reference, tally);
    if (failure !== null) tally.failures.push(`${lane.name}: ${where}: ${failure}`);
    await rm(target.indexDir, { recursive: true });
  }
  worker.end();
  return tallies;
}

/** What is wrong with how damage was met; null when all is well. */
async function check(
  performer: LaneWorker | Program,
  target: Target,
  where: string,
  reference: string,
  tally: Tally,
): Promise<string | null> {
  const { indexDir, names } = target;
  const asked = await performer.perform('ask', indexDir);
  if (asked === null) {
    tally.crashes += 1;
    return 'asking crashes the process';
  }
  const concernsCurrent = where.includes(names.current) || where.includes('current');
  if (asked.code === 0) {
    // Even a flip in `current` may do no harm, where it hits the name of a kept generation.
    if (withoutTime(asked.output) !== reference) return `answers otherwise: ${asked.output}`;
    tally.asBefore += 1;
  } else {
    const isOneLine = !asked.output.trim().includes('\n');
    const namesAll = asked.output.includes(indexDir) && asked.output.includes('verbatim -- index');
    if (asked.code !== 2 || !isOneLine || !namesAll)
      return `exits with ${asked.code}: ${asked.output}`;
    if (!concernsCurrent) return `refuses what is whole: ${asked.output}`;
    tally.refused += 1;
  }
  let indexed = await performer.perform('index', indexDir);
  if (indexed?.code === 2 && indexed.output.includes(`delete ${path.join(indexDir, LOCK_FILE)}`)) {
    // The one remedy that is left to the operator: another process might have this lock.
    await rm(path.join(indexDir, LOCK_FILE));
    indexed = await performer.perform('index', indexDir);
  }
  if (indexed?.code !== 0) return `indexing ends with ${JSON.stringify(indexed)}`;
  const again = await performer.perform('ask', indexDir);
  if (again?.code !== 0 || withoutTime(again.output) !== reference) {
    return `after indexing: ${JSON.stringify(again)}`;
  }
  tally.repaired += 1;
  return null;
}

/** Starts the real program for each task. */
class Program {
  readonly #lane: Lane;

  constructor(lane: Lane) {
    this.#lane = lane;
  }

  /** @returns null when the process crashed. */
  async perform(kind: Task['kind'], indexDir: string): Promise<Outcome | null> {
    const { code, stdout, stderr }: Run =
      kind === 'ask' ? await this.#lane.ask(indexDir) : await this.#lane.index([], indexDir);
    if (code === null) return null;
    return { code, output: code === 0 ? stdout : stderr };
  }
}

/** Links the files, so that a copy costs nothing; damage is done to a file of its own. */
async function copyIndex(lane: Lane, name: string): Promise<Target> {
  const indexDir = lane.folder(name);
  const names = await readCurrent(lane.indexDir);
  if (names === null) throw new Error(`no index in ${lane.indexDir}`);
  const entries = await readdir(lane.indexDir, { recursive: true, withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = path.relative(lane.indexDir, path.join(entry.parentPath, entry.name));
    await mkdir(path.dirname(path.join(indexDir, file)), { recursive: true });
    const copy = file === LOCK_FILE ? cp : link;
    await copy(path.join(lane.indexDir, file), path.join(indexDir, file));
    files.push(file);
  }
  return { indexDir, names, files: files.sort() };
}

/** Puts other bytes in the place of a file, without touching those that it shares with others. */
async function replace(target: Target, file: string, bytes: Uint8Array): Promise<void> {
  const place = path.join(target.indexDir, file);
  await rm(place);
  await writeFile(place, bytes);
}

async function change(
  target: Target,
  next: Random,
  spoil: (bytes: Buffer, next: Random) => Buffer,
): Promise<string> {
  const file = pick(next, target.files);
  const bytes = await readFile(path.join(target.indexDir, file));
  // There is nothing to flip in the lock, which is empty; what a failing disk might put there is.
  await replace(target, file, spoil(bytes.length > 0 ? bytes : Buffer.alloc(4096, 255), next));
  return file;
}

function flip(bytes: Buffer, next: Random): Buffer {
  bytes[Math.floor(next() * bytes.length)]! ^= 1 << Math.floor(8 * next());
  return bytes;
}

function cut(bytes: Buffer, next: Random): Buffer {
  return bytes.subarray(0, Math.floor(next() * bytes.length));
}

async function swapWithin(target: Target, next: Random): Promise<string> {
  const { current, previous } = target.names;
  const generation = pick(next, [current, current, ...previous]);
  const files = target.files.filter((file) => file.startsWith(generation));
  const first = pick(next, files);
  return swap(
    target,
    first,
    pick(
      next,
      files.filter((file) => file !== first),
    ),
  );
}

async function swapAcross(target: Target, next: Random): Promise<string> {
  const { current, previous } = target.names;
  const file = pick(
    next,
    target.files.filter((name) => name.startsWith(current)),
  );
  return swap(target, file, path.join(previous[0]!, path.basename(file)));
}

async function swap(target: Target, one: string, other: string): Promise<string> {
  const place = (file: string): string => path.join(target.indexDir, file);
  await rename(place(one), place('swapped'));
  await rename(place(other), place(one));
  await rename(place('swapped'), place(other));
  return `${one} and ${other}`;
}

function claimFormat(target: Target, formatVersion: number): Promise<string> {
  return forge(target, (manifest) => ({ ...manifest, formatVersion }));
}

/** As if the index came from a program with another model, or with other settings. */
function claimOtherModel(target: Target, next: Random): Promise<string> {
  return forge(target, ({ model, passages, ...rest }) => {
    const models = [
      { ...model, id: 'another/model' },
      { ...model, dims: model.dims * 2 },
      { ...model, sha256: '0'.repeat(64) },
      { ...model, questionPrefix: 'query: ' },
    ];
    return { ...rest, passages, model: pick(next, models) };
  });
}

/** Numbers that would fill the memory if they were believed. */
function claimHugeCounts(target: Target, next: Random): Promise<string> {
  return forge(target, ({ counts, files, ...rest }) => {
    const huge = pick(next, [2 ** 31, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER, 1e300, -1, 0.5]);
    const manifests = [
      { ...rest, files, counts: { ...counts, articles: huge } },
      { ...rest, files, counts: { ...counts, passages: huge } },
      { ...rest, files: { ...files, 'more.bin': { bytes: huge, sha256: '0'.repeat(64) } }, counts },
    ];
    return pick(next, manifests);
  });
}

/** Changes the manifest as a program would that meant it: the generation has its name from it. */
async function forge(target: Target, edit: (manifest: Manifest) => object): Promise<string> {
  const { current, previous } = target.names;
  const file = path.join(target.indexDir, current, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest;
  const content = Buffer.from(JSON.stringify(edit(manifest)));
  await replace(target, path.join(current, 'manifest.json'), content);
  const name = current.replace(/[0-9a-f]{8}$/, sha256(content).slice(0, 8));
  await rename(path.join(target.indexDir, current), path.join(target.indexDir, name));
  await replace(target, 'current', Buffer.from(`${[name, ...previous].join('\n')}\n`));
  return `${current} as current`;
}

function pick<T>(next: Random, choices: readonly T[]): T {
  return choices[Math.floor(next() * choices.length)]!;
}

/**
 * Does to the program what must not harm it, and prints a table: what was done, how often, how often
 * it held. The exit code is 0 only when all held.
 *
 *     npm run torture
 *     npm run torture -- --long
 *     npm run torture -- --only kill --runs 200 --seed 1
 *     npm run torture -- --only soak --minutes 120
 */
import { parseArgs } from 'node:util';
import { messageOf } from '../../src/errors.ts';
import { articlesTrial } from './articles.ts';
import { badDaysTrial } from './bad-days.ts';
import { damageTrial } from './damage.ts';
import { diskTrial } from './disk.ts';
import { fullDiskTrial } from './full-disk.ts';
import { killTrial } from './kill.ts';
import { killWritersTrial } from './kill-writers.ts';
import { table } from './lane.ts';
import { lockTrial } from './lock.ts';
import { patternsTrial } from './patterns.ts';
import { soakTrial } from './soak.ts';
import { strangersTrial } from './strangers.ts';
import type { Effort, Outcome, Trial } from './trial.ts';

const TRIALS: readonly Trial[] = [
  diskTrial,
  fullDiskTrial,
  lockTrial,
  killTrial,
  killWritersTrial,
  damageTrial,
  articlesTrial,
  patternsTrial,
  strangersTrial,
  badDaysTrial,
  soakTrial,
];

const EXIT_MISUSE = 2;

const { effort, trials, showsNotes } = readOptions();
const rows: (string | number)[][] = [['what', 'tried', 'held', 'minutes']];
const failures: string[] = [];
for (const trial of trials) {
  print(`${trial.name}: ${trial.what} …`);
  const startedMs = performance.now();
  const outcome = await attempt(trial);
  for (const note of outcome.notes ?? []) if (showsNotes) print(`  ${note}`);
  for (const skipped of outcome.skipped ?? []) print(`  SKIPPED ${skipped}`);
  failures.push(...outcome.failures.map((failure) => `${trial.name}: ${failure}`));
  const minutes = ((performance.now() - startedMs) / 60_000).toFixed(1);
  const held = Math.max(0, outcome.tried - outcome.failures.length);
  rows.push([`${trial.name}: ${trial.what}`, outcome.tried, held, minutes]);
}
print(`\n${table(rows)}\n\n--seed ${effort.seed}`);
for (const failure of failures) print(`FAILED ${failure}`);
// Set last, and not by ending the process: what was printed has to come out.
process.exitCode = failures.length === 0 ? 0 : 1;

/** A trial that breaks off has not held. */
async function attempt(trial: Trial): Promise<Outcome> {
  try {
    const outcome = await trial.run(effort);
    if (outcome.tried > 0 || outcome.skipped !== undefined) return outcome;
    return { ...outcome, failures: [...outcome.failures, 'tried nothing'] };
  } catch (error) {
    const reason = error instanceof Error ? String(error.stack) : String(error);
    return { tried: 1, failures: [`broke off: ${reason}`] };
  }
}

function readOptions(): { effort: Effort; trials: readonly Trial[]; showsNotes: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string', multiple: true },
        long: { type: 'boolean', default: false },
        runs: { type: 'string' },
        minutes: { type: 'string' },
        seed: { type: 'string', default: String(Date.now()) },
        verbose: { type: 'boolean', default: false },
      },
    });
    const { long: isLong, seed } = values;
    const runs = positive('runs', values.runs);
    const minutes = positive('minutes', values.minutes);
    return {
      effort: { isLong, runs, minutes, seed },
      trials: choose(values.only),
      showsNotes: values.verbose,
    };
  } catch (error) {
    process.stderr.write(`torture: ${messageOf(error)}\n`);
    process.exit(EXIT_MISUSE);
  }
}

function choose(names: readonly string[] | undefined): readonly Trial[] {
  if (names === undefined) return TRIALS;
  return names.map((name) => {
    const trial = TRIALS.find((one) => one.name === name);
    if (trial !== undefined) return trial;
    const known = TRIALS.map((one) => one.name).join(', ');
    throw new Error(`--only must be one of ${known}, found "${name}"`);
  });
}

function positive(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new Error(`--${name} must be a number above 0, found "${text}"`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

import { expect, it } from 'vitest';
import { damageTrial } from '../torture/damage.ts';
import { killTrial } from '../torture/kill.ts';
import { killWritersTrial } from '../torture/kill-writers.ts';
import { lockTrial } from '../torture/lock.ts';
import { strangersTrial } from '../torture/strangers.ts';
import { SHORT } from '../torture/trial.ts';

// `npm run torture` tries more of the same.
it.each([
  { trial: damageTrial, runs: 10, what: damageTrial.what },
  { trial: killTrial, runs: 4, what: killTrial.what },
  { trial: killWritersTrial, runs: 8, what: killWritersTrial.what },
  { trial: lockTrial, runs: 1, what: lockTrial.what },
  { trial: strangersTrial, runs: null, what: strangersTrial.what },
])('nothing is lost or let in when $what', { timeout: 300_000 }, async ({ trial, runs }) => {
  const { tried, failures } = await trial.run({ ...SHORT, runs });
  expect(failures).toEqual([]);
  expect(tried).toBeGreaterThan(0);
});

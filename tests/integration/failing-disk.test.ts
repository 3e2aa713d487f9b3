import { expect, it } from 'vitest';
import { diskTrial } from '../torture/disk.ts';
import { fullDiskTrial } from '../torture/full-disk.ts';
import { SHORT } from '../torture/trial.ts';

// `npm run torture` tries more of the same.
it.each([
  { trial: diskTrial, runs: null, what: diskTrial.what },
  { trial: fullDiskTrial, runs: 1, what: fullDiskTrial.what },
])('nothing is lost when $what', { timeout: 300_000 }, async ({ trial, runs }) => {
  const { tried, failures, skipped = [] } = await trial.run({ ...SHORT, runs });
  for (const one of skipped) process.stderr.write(`SKIPPED ${one}\n`);
  expect(failures).toEqual([]);
  expect(tried).toBeGreaterThan(0);
});

import { expect, it } from 'vitest';
import { badDaysTrial } from '../torture/bad-days.ts';
import { SHORT } from '../torture/trial.ts';

// `npm run torture` plays more of the same.
it('keeps what it promised when Discord fails in one way after another', async () => {
  const { tried, failures } = await badDaysTrial.run({ ...SHORT, runs: 6 });
  expect(failures).toEqual([]);
  expect(tried).toBe(6);
}, 300_000);

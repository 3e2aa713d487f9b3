import { describe, expect, it } from 'vitest';
import { keptSinceMs } from '../../../src/state/retention.ts';

const HOUR_MS = 3_600_000;

describe('questions', () => {
  it.each([
    { days: 30, hours: 720 },
    { days: 1, hours: 24 },
    { days: 0, hours: 1 },
  ])('are kept for $hours hours where $days days are set', ({ days, hours }) => {
    expect(keptSinceMs(1_700_000_000_000, days)).toBe(1_700_000_000_000 - hours * HOUR_MS);
  });
});

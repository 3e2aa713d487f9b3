import { describe, expect, it } from 'vitest';
import { formatAge } from '../../../../src/cli/doctor/check-index.ts';

const MINUTE = 60_000;

describe('formatAge', () => {
  it.each([
    { ms: -5 * MINUTE, expected: 'just now' },
    { ms: MINUTE, expected: 'just now' },
    { ms: 90 * MINUTE, expected: '90 minutes ago' },
    { ms: 47 * 60 * MINUTE, expected: '47 hours ago' },
    { ms: 10.9 * 24 * 60 * MINUTE, expected: '10 days ago' },
  ])('tells $ms ms as $expected', ({ ms, expected }) => {
    expect(formatAge(ms)).toBe(expected);
  });
});

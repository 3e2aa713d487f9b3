import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { RateLimit } from '../../../src/discord/rate-limit.ts';

describe('a rate limit', () => {
  it('grants so many a minute and says when the next is free', () => {
    const { limit, clock } = limitOf(2);
    expect(limit.tryTake('ann')).toEqual({ allowed: true });
    clock.ms += 10_000;
    expect(limit.tryTake('ann')).toEqual({ allowed: true });
    clock.ms += 10_000;
    expect(limit.tryTake('ann')).toEqual({ allowed: false, retryAfterMs: 40_000 });
    clock.ms += 40_000;
    expect(limit.tryTake('ann')).toEqual({ allowed: true });
    expect(limit.tryTake('ann')).toEqual({ allowed: false, retryAfterMs: 10_000 });
  });

  it('never grants more within any minute, whenever it is asked', () => {
    const { limit, clock } = limitOf(30);
    const grantedMs: number[] = [];
    for (let step = 0; step < 2000; step++) {
      if (limit.tryTake('ann').allowed) grantedMs.push(clock.ms);
      clock.ms += 137;
    }
    const mostInAMinute = Math.max(
      ...grantedMs.map(
        (start) => grantedMs.filter((ms) => ms >= start && ms < start + 60_000).length,
      ),
    );
    expect(mostInAMinute).toBe(30);
  });

  it('does not count what it refused', () => {
    const { limit, clock } = limitOf(1);
    limit.tryTake('ann');
    for (let second = 1; second < 60; second++) {
      clock.ms += 1000;
      expect(limit.tryTake('ann').allowed).toBe(false);
    }
    clock.ms += 1000;
    expect(limit.tryTake('ann').allowed).toBe(true);
  });

  it('counts every key by itself', () => {
    const { limit } = limitOf(1);
    expect(limit.tryTake('ann').allowed).toBe(true);
    expect(limit.tryTake('ben').allowed).toBe(true);
    expect(limit.tryTake('ann').allowed).toBe(false);
  });

  it('of 0 grants everything', () => {
    const { limit } = limitOf(0);
    for (let time = 0; time < 1000; time++) expect(limit.tryTake('ann').allowed).toBe(true);
  });

  it('forgets whoever was last here some minutes ago', () => {
    const { limit, clock } = limitOf(30);
    const before = heapBytes();
    for (let member = 0; member < 1_000_000; member++) {
      limit.tryTake(`member ${member}`);
      clock.ms += 3.6;
    }
    // At most 34,000 are of the last two minutes; a million would take more than 100 MB.
    expect(heapBytes() - before).toBeLessThan(30 * 2 ** 20);
    expect(limit.tryTake('member 999999')).toEqual({ allowed: true });
  });
});

function limitOf(perMinute: number): { limit: RateLimit; clock: { ms: number } } {
  const clock = { ms: 0 };
  return { limit: new RateLimit({ perMinute, now: () => clock.ms }), clock };
}

/** What is still referenced. */
function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
  return process.memoryUsage().heapUsed;
}

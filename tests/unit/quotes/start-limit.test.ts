import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StartLimit } from '../../../src/quotes/start-limit.ts';

let limit: StartLimit;

beforeEach(() => {
  vi.useFakeTimers();
  limit = new StartLimit();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('starts of a process that fails', () => {
  it('come at once after one failure, then after longer and longer pauses', () => {
    const pausesMs = [limit.pauseMs()];
    for (let failures = 1; failures <= 4; failures++) {
      limit.countFailure();
      pausesMs.push(limit.pauseMs());
    }
    expect(pausesMs).toEqual([0, 0, 250, 500, 1000]);
  });

  it('are refused after five failures within a minute, until the minute is over', () => {
    for (let failures = 1; failures <= 5; failures++) limit.countFailure();
    expect(() => limit.pauseMs()).toThrow(
      'failed 5 times within a minute and is left alone for now',
    );
    vi.advanceTimersByTime(60_000);
    expect(limit.pauseMs()).toBe(0);
  });
});

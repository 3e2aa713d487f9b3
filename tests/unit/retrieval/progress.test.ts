import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Progress, type IndexProgress } from '../../../src/retrieval/progress.ts';

function fileOf(sizeBytes: number): {
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
} {
  return { path: 'a.txt', sizeBytes, modifiedMs: 0 };
}

describe('the progress of indexing', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  function reportsOf(sizes: readonly number[]): { progress: Progress; reports: IndexProgress[] } {
    const reports: IndexProgress[] = [];
    return { progress: new Progress(sizes.map(fileOf), (report) => reports.push(report)), reports };
  }

  it('estimates the time left from the bytes that were read', () => {
    const { progress, reports } = reportsOf([100, 300]);
    vi.advanceTimersByTime(10_000);
    progress.read(fileOf(100), 3);
    vi.advanceTimersByTime(20_000);
    progress.read(fileOf(300), 12);
    expect(reports).toEqual([
      {
        stage: 'reading',
        filesDone: 1,
        filesTotal: 2,
        passages: 3,
        passagesTotal: null,
        secondsLeft: 30,
      },
      {
        stage: 'reading',
        filesDone: 2,
        filesTotal: 2,
        passages: 12,
        passagesTotal: null,
        secondsLeft: 0,
      },
    ]);
  });

  it('starts a new estimate when passages are linked, of those that were not linked while reading', () => {
    const { progress, reports } = reportsOf([100]);
    vi.advanceTimersByTime(60_000);
    progress.read(fileOf(100), 10_000);
    progress.linked(6000, 10_000);
    expect(reports.at(-1)).toMatchObject({ passages: 6000, secondsLeft: null });
    vi.advanceTimersByTime(5000);
    progress.linked(7000, 10_000);
    expect(reports.at(-1)).toMatchObject({
      stage: 'linking',
      passages: 7000,
      passagesTotal: 10_000,
      secondsLeft: 15,
    });
  });

  it('has no estimate while there is nothing to go by', () => {
    const { progress, reports } = reportsOf([0, 100]);
    progress.read(fileOf(0), 0);
    expect(reports[0]?.secondsLeft).toBeNull();
  });

  it('need not be watched', () => {
    expect(() => new Progress([fileOf(1)], undefined).read(fileOf(1), 1)).not.toThrow();
  });
});

// oxlint-disable no-console -- the console is what this is about
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { quietly } from '../../../src/embeddings/quietly.ts';

describe('quiet work', () => {
  const printed: unknown[] = [];

  beforeEach(() => {
    printed.length = 0;
    for (const method of ['warn', 'error'] as const) {
      vi.spyOn(console, method).mockImplementation((line) => void printed.push(line));
    }
  });

  afterEach(() => void vi.restoreAllMocks());

  it('prints nothing, and what comes after it is printed', async () => {
    await quietly(async () => {
      console.warn('an attempt failed');
      console.error('another one');
    });
    console.warn('later');
    expect(printed).toEqual(['later']);
  });

  it('gives the console back when it fails', async () => {
    await expect(quietly(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    console.error('later');
    expect(printed).toEqual(['later']);
  });

  it('gives it back after the last of two that overlap, whichever ends first', async () => {
    let end = (): void => {};
    const long = quietly(() => new Promise<void>((resolve) => (end = resolve)));
    await quietly(async () => {});
    console.warn('within');
    end();
    await long;
    console.warn('later');
    expect(printed).toEqual(['later']);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openState, type StateDatabase } from '../../src/state/database.ts';
import { Handovers } from '../../src/state/handovers.ts';
import { IdentifyTurns } from '../../src/state/identify-turns.ts';

const NOW_MS = Date.UTC(2022, 10, 16);

/** The same state, open twice as in two processes. */
async function openTwice(): Promise<[StateDatabase, StateDatabase]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-shards-'));
  const file = path.join(folder, 'state.db');
  const states: [StateDatabase, StateDatabase] = [await openState(file), await openState(file)];
  onTestFinished(async () => {
    for (const state of states) state.close();
    await rm(folder, { recursive: true, force: true });
  });
  return states;
}

describe('turns in identifying', () => {
  it('are taken one after another by shards of one group, whatever process they run in', async () => {
    const [one, other] = (await openTwice()).map((state) => new IdentifyTurns(state));
    expect(one!.take(0, NOW_MS)).toBe(true);
    expect(other!.take(0, NOW_MS + 4999)).toBe(false);
    expect(other!.take(1, NOW_MS)).toBe(true);
    expect(other!.take(0, NOW_MS + 6000)).toBe(true);
    expect(one!.take(0, NOW_MS + 6001)).toBe(false);
  });

  it('go on when the clock is put back', async () => {
    const [one, other] = (await openTwice()).map((state) => new IdentifyTurns(state));
    expect(one!.take(0, NOW_MS)).toBe(true);
    expect(other!.take(0, NOW_MS - 3_600_000)).toBe(true);
  });
});

describe('what a process leaves to the next one of its shard', () => {
  it('is taken once, by that shard', async () => {
    const [one, other] = (await openTwice()).map((state) => new Handovers(state));
    one!.leave(2, ['1', '2 edited 5']);
    expect(other!.take(1)).toBeNull();
    expect(other!.take(2)).toEqual(new Set(['1', '2 edited 5']));
    expect(other!.take(2)).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { type Run, RunStore } from '../../../src/state/runs.ts';
import { newState } from '../../support/state.ts';

describe('an indexing run', () => {
  it.each<{ what: string; run: Omit<Run, 'id'> }>([
    { what: 'by a moderator', run: runWith() },
    {
      what: 'by the program itself',
      run: runWith({ startedBy: null, serverId: null, channelId: null, messageId: null }),
    },
    { what: 'of changed files only', run: runWith({ full: false }) },
  ])('is unfinished until it is finished: $what', async ({ run }) => {
    const state = await newState();
    const begun = new RunStore(state).begin(run);
    expect(begun).toEqual({ ...run, id: begun.id });
    const runs = new RunStore(state);
    expect(runs.unfinished()).toEqual([begun]);
    runs.finish(begun.id);
    expect(runs.unfinished()).toEqual([]);
  });

  it('knows the message that shows its progress last', async () => {
    const runs = new RunStore(await newState());
    const [first, second] = [runs.begin(runWith({ messageId: null })), runs.begin(runWith())];
    runs.setMessage(first.id, { channelId: '7', messageId: '8' });
    expect(runs.unfinished()).toEqual([{ ...first, channelId: '7', messageId: '8' }, second]);
  });

  it('has a number that no later run gets', async () => {
    const runs = new RunStore(await newState());
    const { id } = runs.begin(runWith());
    runs.finish(id);
    expect(runs.begin(runWith()).id).toBeGreaterThan(id);
  });

  it('keeps the beginning of a name that is too long', async () => {
    const runs = new RunStore(await newState());
    runs.begin(runWith({ startedByName: 'ñ'.repeat(200) }));
    expect(runs.unfinished()[0]?.startedByName).toBe('ñ'.repeat(100));
  });

  it('knows who has asked for its end, in whichever process', async () => {
    const state = await newState();
    const run = new RunStore(state).begin(runWith());
    const elsewhere = new RunStore(state);
    expect(elsewhere.cancellerOf(run.id)).toBeNull();
    elsewhere.cancel(run.id, { id: '1', name: 'Ben' });
    expect(new RunStore(state).cancellerOf(run.id)).toEqual({ id: '1', name: 'Ben' });
    elsewhere.finish(run.id);
    expect(elsewhere.cancellerOf(run.id)).toBeNull();
  });

  it('is left out where its row is damaged', async () => {
    const state = await newState();
    const runs = new RunStore(state);
    runs.begin(runWith());
    state.prepare('UPDATE runs SET is_full = 2').run();
    expect(runs.unfinished()).toEqual([]);
  });
});

function runWith(changes: Partial<Run> = {}): Omit<Run, 'id'> {
  return {
    startedBy: '111',
    startedByName: 'Ann',
    serverId: '222',
    channelId: '333',
    messageId: '444',
    startedAtMs: 1_700_000_000_000,
    full: true,
    ...changes,
  };
}

import { describe, expect, it } from 'vitest';
import { type NewPendingAction, PendingActions } from '../../../src/state/pending-actions.ts';
import { newState } from '../../support/state.ts';

const ASKED = { serverId: '222', actorId: '111' };
const REMOVAL: NewPendingAction = {
  ...ASKED,
  kind: 'remove',
  payload: { path: 'news/bridge.md' },
  expiresAtMs: 1000,
};
const ADDITION: NewPendingAction = {
  ...REMOVAL,
  kind: 'add',
  payload: { path: 'news/bridge.md', stagedFile: '/data/staged/1' },
};

describe('an action that waits for confirmation', () => {
  it.each([REMOVAL, ADDITION])('can be taken once: $kind', async (action) => {
    const pending = new PendingActions(await newState());
    const created = pending.create(action);
    expect(created).toEqual({ ...action, id: created.id });
    expect(pending.take(created.id, ASKED, 999)).toEqual(created);
    expect(pending.take(created.id, ASKED, 999)).toBeNull();
  });

  it('has an id that can stand in a button and is its own', async () => {
    const pending = new PendingActions(await newState());
    const ids = Array.from({ length: 200 }, () => pending.create(REMOVAL).id);
    for (const id of ids) expect(id).toMatch(/^[\w-]{16}$/);
    expect(new Set(ids).size).toBe(200);
  });

  it('cannot be taken from its last moment on, and is then found among the expired once', async () => {
    const pending = new PendingActions(await newState());
    const late = pending.create(ADDITION);
    const early = pending.create({ ...ADDITION, expiresAtMs: 1001 });
    expect(pending.take(late.id, ASKED, 1000)).toBeNull();
    expect(pending.expired(1000)).toEqual([late]);
    expect(pending.expired(1000)).toEqual([]);
    expect(pending.take(early.id, ASKED, 1000)).toEqual(early);
  });

  it('is given to the first of two that ask for it', async () => {
    const state = await newState();
    const { id } = new PendingActions(state).create(REMOVAL);
    const taken = [new PendingActions(state), new PendingActions(state)].map((pending) =>
      pending.take(id, ASKED, 0),
    );
    expect(taken.map((action) => action === null)).toEqual([false, true]);
  });

  it.each([{ actorId: '112' }, { serverId: '223' }])(
    'is not given to others, and stays: %o',
    async (other) => {
      const pending = new PendingActions(await newState());
      const created = pending.create(REMOVAL);
      expect(pending.take(created.id, { ...ASKED, ...other }, 0)).toBeNull();
      expect(pending.take(created.id, ASKED, 0)).toEqual(created);
    },
  );

  it('names the uploaded files that wait, whatever the time is', async () => {
    const pending = new PendingActions(await newState());
    pending.create(REMOVAL);
    expect(pending.stagedFiles()).toEqual([]);
    pending.create(ADDITION);
    expect(pending.stagedFiles()).toEqual(['/data/staged/1']);
  });

  it.each([
    { column: 'kind', value: 'dance' },
    { column: 'payload', value: '{"path": 7}' },
    { column: 'payload', value: '{' },
    { column: 'payload', value: '{"path": "a.md"}' },
  ])('counts as unknown where $column is damaged: $value', async ({ column, value }) => {
    const state = await newState();
    const pending = new PendingActions(state);
    const { id } = pending.create(ADDITION);
    state.prepare(`UPDATE pending_actions SET ${column} = ?`).run(value);
    expect(pending.take(id, ASKED, 0)).toBeNull();
  });
});

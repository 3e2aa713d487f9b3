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

const RESTORATION: NewPendingAction = {
  ...REMOVAL,
  kind: 'restore',
  payload: { path: 'news/bridge.md', removedId: '1' },
};
const REINSTATEMENT: NewPendingAction = { ...REMOVAL, kind: 'reinstate' };

describe('an action that waits for confirmation', () => {
  it.each([REMOVAL, ADDITION, RESTORATION, REINSTATEMENT])(
    'can be begun once: $kind',
    async (action) => {
      const pending = new PendingActions(await newState());
      const created = pending.create(action);
      expect(created).toEqual({ ...action, id: created.id });
      expect(pending.begin(created.id, ASKED, 'Ada', 999)).toMatchObject(created);
      expect(pending.begin(created.id, ASKED, 'Ada', 999)).toBeNull();
    },
  );

  it('has an id that can stand in a button and is its own', async () => {
    const pending = new PendingActions(await newState());
    const ids = Array.from({ length: 200 }, () => pending.create(REMOVAL).id);
    for (const id of ids) expect(id).toMatch(/^[\w-]{16}$/);
    expect(new Set(ids).size).toBe(200);
  });

  it('cannot be begun from its last moment on, and is then found among the expired once', async () => {
    const pending = new PendingActions(await newState());
    const late = pending.create(ADDITION);
    const early = pending.create({ ...ADDITION, expiresAtMs: 1001 });
    expect(pending.begin(late.id, ASKED, 'Ada', 1000)).toBeNull();
    expect(pending.expired(1000)).toEqual([late]);
    expect(pending.expired(1000)).toEqual([]);
    expect(pending.begin(early.id, ASKED, 'Ada', 1000)).toMatchObject(early);
  });

  it('is given to the first of two that ask for it', async () => {
    const state = await newState();
    const { id } = new PendingActions(state).create(REMOVAL);
    const taken = [new PendingActions(state), new PendingActions(state)].map((pending) =>
      pending.begin(id, ASKED, 'Ada', 0),
    );
    expect(taken.map((action) => action === null)).toEqual([false, true]);
  });

  it.each([{ actorId: '112' }, { serverId: '223' }])(
    'is not given to others, and stays: %o',
    async (other) => {
      const pending = new PendingActions(await newState());
      const created = pending.create(REMOVAL);
      expect(pending.begin(created.id, { ...ASKED, ...other }, 'Eve', 0)).toBeNull();
      expect(pending.begin(created.id, ASKED, 'Ada', 0)).toMatchObject(created);
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
    expect(pending.begin(id, ASKED, 'Ada', 0)).toBeNull();
  });
});

describe('an action that has been begun', () => {
  it.each([REMOVAL, ADDITION, RESTORATION, REINSTATEMENT])(
    'stays until it is finished: $kind',
    async (action) => {
      const state = await newState();
      const { id } = new PendingActions(state).create(action);
      const begun = new PendingActions(state).begin(id, ASKED, 'Ada', 500);
      expect(begun).toEqual({ ...action, id, begunAtMs: 500, begunByName: 'Ada' });
      const pending = new PendingActions(state);
      expect(pending.begun(499)).toEqual([]);
      expect(pending.begun(500)).toEqual([begun]);
      expect(pending.finish(id)).toBe(true);
      expect(pending.finish(id)).toBe(false);
      expect(pending.begun(500)).toEqual([]);
    },
  );

  it('is open to nobody, and does not expire', async () => {
    const pending = new PendingActions(await newState());
    const { id } = pending.create(ADDITION);
    pending.begin(id, ASKED, 'Ada', 500);
    expect(pending.begin(id, ASKED, 'Ada', 500)).toBeNull();
    expect(pending.find(id, ASKED, 500)).toBeNull();
    expect(pending.expired(1000)).toEqual([]);
    expect(pending.stagedFiles()).toEqual(['/data/staged/1']);
  });

  it('is open as before once it is put back', async () => {
    const pending = new PendingActions(await newState());
    const created = pending.create(ADDITION);
    pending.begin(created.id, ASKED, 'Ada', 500);
    pending.putBack(created.id);
    expect(pending.begun(1000)).toEqual([]);
    expect(pending.begin(created.id, ASKED, 'Ada', 500)).toMatchObject(created);
  });

  it('is not begun by others, nor too late', async () => {
    const pending = new PendingActions(await newState());
    const { id } = pending.create(REMOVAL);
    expect(pending.begin(id, { ...ASKED, actorId: '112' }, 'Eve', 500)).toBeNull();
    expect(pending.begin(id, ASKED, 'Ada', 1000)).toBeNull();
    expect(pending.begin(id, ASKED, 'x'.repeat(200), 999)?.begunByName).toHaveLength(100);
  });
});

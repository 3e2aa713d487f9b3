import { describe, expect, it } from 'vitest';
import { type AuditEntry, AuditLog } from '../../../src/state/audit-log.ts';
import { newState } from '../../support/state.ts';

describe('the audit log', () => {
  it('holds what was appended, newest first, by page', async () => {
    const log = new AuditLog(await newState());
    const entries = ['a.md', 'b.md', 'c.md'].map((subject) => log.append(eventWith({ subject })));
    expect(log.page({ offset: 0, limit: 2 })).toEqual({
      entries: [entries[2], entries[1]],
      total: 3,
    });
    expect(log.page({ offset: 2, limit: 2 })).toEqual({ entries: [entries[0]], total: 3 });
    expect(log.page({ offset: 4, limit: 2 })).toEqual({ entries: [], total: 3 });
  });

  it('keeps the order of events when the clock was put back', async () => {
    const log = new AuditLog(await newState());
    log.append(eventWith({ atMs: 2000 }));
    log.append(eventWith({ atMs: 1000 }));
    expect(log.page({ offset: 0, limit: 9 }).entries.map(({ atMs }) => atMs)).toEqual([1000, 2000]);
  });

  it('takes entries of the program itself, without server, subject or detail', async () => {
    const log = new AuditLog(await newState());
    const entry = log.append(
      eventWith({ serverId: null, actorId: null, subject: null, detail: null }),
    );
    expect(log.page({ offset: 0, limit: 1 }).entries).toEqual([entry]);
  });

  it.each([
    { serverIds: ['1'], expected: ['1'] },
    { serverIds: ['1', null], expected: [null, '1'] },
    { serverIds: [null], expected: [null] },
    { serverIds: ['3'], expected: [] },
    { serverIds: [], expected: [] },
  ])('can be read for the servers $serverIds', async ({ serverIds, expected }) => {
    const log = new AuditLog(await newState());
    for (const serverId of ['1', '2', null]) log.append(eventWith({ serverId }));
    const { entries, total } = log.page({ offset: 0, limit: 9, serverIds });
    expect(entries.map(({ serverId }) => serverId)).toEqual(expected);
    expect(total).toBe(expected.length);
  });

  it('cuts names and details that are too long, between characters', async () => {
    const log = new AuditLog(await newState());
    const entry = log.append(eventWith({ actorName: '🌉'.repeat(101), detail: '🌉'.repeat(1001) }));
    expect(entry).toMatchObject({ actorName: '🌉'.repeat(100), detail: '🌉'.repeat(1000) });
    expect(log.page({ offset: 0, limit: 1 }).entries).toEqual([entry]);
  });

  it('knows who added each path last', async () => {
    const log = new AuditLog(await newState());
    log.append(eventWith({ subject: 'a.md', actorName: 'Ann' }));
    log.append(eventWith({ subject: 'a.md', actorName: 'Ben' }));
    log.append(eventWith({ subject: 'a.md', actorName: 'Cem', action: 'remove' }));
    log.append(eventWith({ subject: 'b.md', actorName: 'Dora' }));
    log.append(eventWith({ subject: 'c.md', actorName: 'Eve' }));
    expect([...log.addedBy(['a.md', 'b.md', 'unknown.md'])]).toEqual([
      ['a.md', 'Ben'],
      ['b.md', 'Dora'],
    ]);
    expect(log.addedBy([]).size).toBe(0);
  });

  it.each([
    { what: 'changed', sql: "UPDATE audit_entries SET actor_name = 'Nobody'" },
    { what: 'removed', sql: 'DELETE FROM audit_entries' },
    {
      what: 'replaced',
      sql:
        'INSERT OR REPLACE INTO audit_entries (id, at_ms, actor_name, action) ' +
        "SELECT id, at_ms, 'Nobody', action FROM audit_entries",
    },
  ])('refuses to have an entry $what', async ({ sql }) => {
    const state = await newState();
    const log = new AuditLog(state);
    const entry = log.append(eventWith());
    expect(() => state.prepare(sql).run()).toThrow('the audit log is append-only');
    expect(log.page({ offset: 0, limit: 9 }).entries).toEqual([entry]);
  });

  it('leaves out an entry that this program does not understand', async () => {
    const state = await newState();
    const log = new AuditLog(state);
    const entry = log.append(eventWith());
    state
      .prepare("INSERT INTO audit_entries (at_ms, actor_name, action) VALUES (1, 'Ann', 'dance')")
      .run();
    expect(log.page({ offset: 0, limit: 9 }).entries).toEqual([entry]);
  });
});

function eventWith(changes: Partial<AuditEntry> = {}): Omit<AuditEntry, 'id'> {
  return {
    atMs: 1_700_000_000_000,
    serverId: '222',
    actorId: '111',
    actorName: 'Ann',
    action: 'add',
    subject: 'news/bridge.md',
    detail: '3 passages',
    ...changes,
  };
}

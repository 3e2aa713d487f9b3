import { describe, expect, it } from 'vitest';
import { GapStore, MAX_GAPS_PER_SERVER } from '../../../src/state/gaps.ts';
import { newState } from '../../support/state.ts';

describe('the gaps of a server', () => {
  it('are the questions that found nothing there, newest first', async () => {
    const gaps = new GapStore(await newState());
    gaps.record({ serverId: '1', question: 'Who built the bridge?', askedAtMs: 10 });
    gaps.record({ serverId: '2', question: 'Who else?', askedAtMs: 20 });
    gaps.record({ serverId: null, question: 'Who asks in private?', askedAtMs: 30 });
    gaps.record({ serverId: '1', question: 'Who fell off it? 🌉', askedAtMs: 40 });
    expect(gaps.list('1', { limit: 9 })).toEqual([
      { id: expect.any(Number), question: 'Who fell off it? 🌉', askedAtMs: 40 },
      { id: expect.any(Number), question: 'Who built the bridge?', askedAtMs: 10 },
    ]);
    expect(gaps.list('1', { limit: 1 })).toHaveLength(1);
    expect(gaps.list('', { limit: 9 })).toEqual([]);
  });

  it('hide what was dismissed, until it is asked again', async () => {
    const gaps = new GapStore(await newState());
    for (const askedAtMs of [1, 2, 3]) gaps.record({ serverId: '1', question: 'Who?', askedAtMs });
    const [, second, first] = gaps.list('1', { limit: 9 });
    expect(gaps.dismiss('1', [first!.id, second!.id], 100)).toBe(2);
    expect(gaps.dismiss('1', [first!.id], 100)).toBe(0);
    expect(gaps.list('1', { limit: 9 }).map(({ askedAtMs }) => askedAtMs)).toEqual([3]);
    gaps.record({ serverId: '1', question: 'Who?', askedAtMs: 200 });
    expect(gaps.list('1', { limit: 9 }).map(({ askedAtMs }) => askedAtMs)).toEqual([200, 3]);
  });

  it('cannot be dismissed from another server', async () => {
    const gaps = new GapStore(await newState());
    gaps.record({ serverId: '1', question: 'Who?', askedAtMs: 1 });
    const [gap] = gaps.list('1', { limit: 9 });
    expect(gaps.dismiss('2', [gap!.id], 100)).toBe(0);
    expect(gaps.list('1', { limit: 9 })).toEqual([gap]);
  });

  it('are forgotten once they are older than a time, and their numbers not used again', async () => {
    const state = await newState();
    const gaps = new GapStore(state);
    gaps.record({ serverId: '1', question: 'Who?', askedAtMs: 999 });
    gaps.record({ serverId: null, question: 'Who?', askedAtMs: 999 });
    const [old] = gaps.list('1', { limit: 9 });
    gaps.dismiss('1', [old!.id], 1000);
    gaps.removeOlderThan(1000);
    expect(state.prepare('SELECT * FROM gaps').all()).toEqual([]);
    gaps.record({ serverId: '1', question: 'Who?', askedAtMs: 1000 });
    gaps.removeOlderThan(1000);
    expect(gaps.list('1', { limit: 9 })[0]?.id).toBeGreaterThan(old!.id);
  });

  it.each([{ serverId: '1' }, { serverId: null }])(
    'of $serverId are bounded, and the oldest make room',
    async ({ serverId }) => {
      const state = await newState();
      const gaps = new GapStore(state);
      gaps.record({ serverId: '2', question: 'Elsewhere?', askedAtMs: 0 });
      state
        .prepare(
          'WITH RECURSIVE time (ms) AS (SELECT 1 UNION ALL SELECT ms + 1 FROM time WHERE ms < ?) ' +
            "INSERT INTO gaps (server_id, question, asked_at_ms) SELECT ?, 'Who?', ms FROM time",
        )
        .run(MAX_GAPS_PER_SERVER, serverId);
      gaps.record({ serverId, question: 'Who?', askedAtMs: 10_000 });
      const times = state
        .prepare(
          'SELECT min(asked_at_ms) AS oldest, max(asked_at_ms) AS newest, count(*) AS count ' +
            'FROM gaps WHERE server_id IS ?',
        )
        .get([serverId]);
      expect(times).toMatchObject({ oldest: 2, newest: 10_000, count: MAX_GAPS_PER_SERVER });
      expect(gaps.list('2', { limit: 9 })).toHaveLength(1);
    },
  );

  it('keep the beginning of a question that is too long', async () => {
    const gaps = new GapStore(await newState());
    gaps.record({ serverId: '1', question: '🌉'.repeat(2000), askedAtMs: 1 });
    expect(gaps.list('1', { limit: 1 })[0]?.question).toBe('🌉'.repeat(1000));
  });
});

import { describe, expect, it } from 'vitest';
import { hasServer } from '../../../src/discord/shard.ts';

describe('a shard', () => {
  it.each([
    { serverId: '41771983423143937', count: 4, shard: 2 },
    { serverId: '41771983423143937', count: 1, shard: 0 },
    { serverId: '613425648685547541', count: 16, shard: 8 },
  ])('$shard of $count has the server $serverId and no other has', ({ serverId, count, shard }) => {
    const ids = Array.from({ length: count }, (_, id) => id);
    expect(ids.filter((id) => hasServer({ id, count }, serverId))).toEqual([shard]);
  });

  it('has direct messages where it is the first', () => {
    expect([0, 1].filter((id) => hasServer({ id, count: 2 }, null))).toEqual([0]);
  });
});

import { describe, expect, it } from 'vitest';
import { homesOf } from '../../../src/discord/access.ts';
import type { BotParts } from '../../../src/discord/bot-parts.ts';

function homesAmong(serverIds: readonly string[] | null, homeServers: readonly string[]): object {
  const link = { serverIds: () => serverIds } as Partial<BotParts['link']> as BotParts['link'];
  return homesOf({ homeServers, link });
}

describe('the servers whose moderators own the corpus', () => {
  it.each([
    { serverIds: ['1'], homeServers: [], homes: ['1'], why: 'the only one' },
    { serverIds: ['1', '2'], homeServers: [], homes: [], why: 'one of two' },
    { serverIds: [], homeServers: [], homes: [], why: 'none' },
    {
      serverIds: null,
      homeServers: [],
      homes: [],
      why: 'one that may be the only one of its shard',
    },
    { serverIds: null, homeServers: ['2'], homes: ['2'], why: 'one that is named' },
  ])('are $homes where there is $why', ({ serverIds, homeServers, homes }) => {
    expect(homesAmong(serverIds, homeServers)).toEqual(homes);
  });
});

import { type Client, SnowflakeUtil } from 'discord.js';
import { describe, expect, it, vi } from 'vitest';
import { CatchUp } from '../../../src/discord/edge/catch-up.ts';
import type { Logger } from '../../../src/logger.ts';

const MINUTE_MS = 60_000;
const BOT = { id: '1' };
const MEMBER = { id: '2' };

type Fetch = (options: { limit: number; before?: string }) => Promise<Map<string, object>>;

/** Messages of one channel, newest first, and what is asked of it. */
function channelOf(minutesAgo: readonly number[]) {
  const nowMs = Date.now();
  const messages = minutesAgo.map((minutes, position) => {
    // No two at the same time, as their ids come from it.
    const timestamp = nowMs - minutes * MINUTE_MS - position;
    const id = String(SnowflakeUtil.generate({ timestamp, increment: 0n }));
    return { id, author: MEMBER, createdTimestamp: timestamp, reference: null, client };
  });
  const fetch = vi.fn<Fetch>(({ limit, before }) => {
    const from = before === undefined ? 0 : messages.findIndex(({ id }) => id === before) + 1;
    return Promise.resolve(new Map(messages.slice(from, from + limit).map((one) => [one.id, one])));
  });
  const channel = {
    id: '3',
    isDMBased: () => false,
    isTextBased: () => true,
    lastMessageId: messages[0]?.id ?? null,
    permissionsFor: () => ({ has: () => true }),
    messages: { fetch },
    client,
  };
  return { channel, messages, fetch };
}

const client = { user: BOT };

/** What is answered of a channel within ten minutes, in order. */
async function answeredIn(channel: object, logger: Partial<Logger> = {}): Promise<string[]> {
  const answered: string[] = [];
  const lent = { ...client, channels: { cache: new Map([['3', channel]]) } };
  const catchUp = new CatchUp(lent as unknown as Client, {
    windowMs: 10 * MINUTE_MS,
    answer: async ({ id }) => void answered.push(id),
    logger: logger as Logger,
  });
  await catchUp.look();
  return answered;
}

describe('what was written while the bot was away', () => {
  it('is answered in its order as far as the window reaches, over several pages', async () => {
    const recent = Array.from({ length: 150 }, () => 5);
    const { channel, messages, fetch } = channelOf([...recent, 11, 12]);
    const expected = messages.slice(0, 150).map(({ id }) => id);
    expect(await answeredIn(channel)).toEqual(expected.reverse());
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('is looked for in no channel in which nothing was written within the window', async () => {
    const { channel, fetch } = channelOf([11]);
    expect(await answeredIn(channel)).toEqual([]);
    expect(fetch).not.toHaveBeenCalled();
  });

  it('is looked for among the newest five hundred messages of a channel', async () => {
    const { channel, messages } = channelOf(Array.from({ length: 700 }, () => 1));
    expect(await answeredIn(channel)).toHaveLength(500);
    expect(await answeredIn(channel)).toContain(messages[0]!.id);
  });

  it('stays unanswered where Discord does not tell, which is logged', async () => {
    const { channel, fetch } = channelOf([1]);
    fetch.mockRejectedValue(new Error('no'));
    const warn = vi.fn<() => void>();
    expect(await answeredIn(channel, { warn })).toEqual([]);
    expect(warn).toHaveBeenCalledOnce();
  });
});

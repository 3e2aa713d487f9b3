import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveMessage } from '../../../src/discord/edge/live-message.ts';
import type { Sender } from '../../../src/discord/edge/sender.ts';

// Fake clocks reach the timers of the global object only.
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number, _value: undefined, { signal }: { signal: AbortSignal }) =>
    new Promise<void>((resolve, reject) => {
      signal.throwIfAborted();
      setTimeout(resolve, ms);
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    }),
}));

const OCCASION = {
  id: '1',
  applicationId: '2',
  token: 'a token',
  channelId: '3',
  user: { id: '4' },
};
const REPLY = { channelId: '3', id: '10' };
const SUCCESSOR = { channelId: '3', id: '20' };
const MINUTE_MS = 60_000;

/** What was sent: by which way, what, and after how many milliseconds. */
let sent: [way: string, content: string | undefined, afterMs: number][];
let startedMs: number;

beforeEach(() => {
  vi.useFakeTimers();
  startedMs = Date.now();
  sent = [];
});

afterEach(() => {
  vi.useRealTimers();
});

function liveMessage({
  isPrivate = false,
  sender = {},
}: { readonly isPrivate?: boolean; readonly sender?: Partial<Sender> } = {}): LiveMessage {
  const note = (way: string, content: string | undefined): void => {
    sent.push([way, content, Date.now() - startedMs]);
  };
  const recording: Partial<Sender> = {
    editOriginal: async (_ticket, { content }) => {
      note('reply', content);
      return REPLY;
    },
    post: async (_channelId, { content }) => {
      note('channel', content);
      return SUCCESSOR;
    },
    postDirectly: async (_userId, { content }) => {
      note('direct', content);
      return SUCCESSOR;
    },
    edit: async ({ id }, { content }) => note(id === SUCCESSOR.id ? 'successor' : 'first', content),
    ...sender,
  };
  return new LiveMessage(recording as Sender, OCCASION, { isPrivate, now: () => Date.now() });
}

describe('a message about work that goes on', () => {
  it('changes every three seconds at most, to what is newest then', async () => {
    const live = liveMessage();
    for (let step = 0; step < 70; step++) {
      void live.show({ content: `step ${step}` });
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(sent.map(([, content]) => content)).toEqual(['step 0', 'step 29', 'step 59']);
    const times = sent.map(([, , afterMs]) => afterMs);
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(3000);
    expect(times[2]! - times[1]!).toBeGreaterThanOrEqual(3000);
  });

  it('tells where it stands each time, though more is to be shown already', async () => {
    const live = liveMessage();
    const first = live.show({ content: 'first' });
    await vi.advanceTimersByTimeAsync(10);
    void live.show({ content: 'second' });
    expect(await first).toEqual(REPLY);
    expect(sent).toHaveLength(1);
  });

  it('shows the outcome at once, and nothing after it', async () => {
    const live = liveMessage();
    void live.show({ content: 'first' });
    await vi.advanceTimersByTimeAsync(10);
    void live.show({ content: 'second' });
    await live.finish({ content: 'done' });
    void live.show({ content: 'too late' });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent.map(([, content]) => content)).toEqual(['first', 'done']);
  });

  it('goes on where a state could not be shown', async () => {
    const editOriginal = vi
      .fn<Sender['editOriginal']>()
      .mockRejectedValueOnce(new Error('an outage'))
      .mockResolvedValue(REPLY);
    const live = liveMessage({ sender: { editOriginal } });
    const first = live.show({ content: 'first' });
    await vi.advanceTimersByTimeAsync(10);
    expect(await first).toBeNull();
    await live.finish({ content: 'done' });
    expect(editOriginal).toHaveBeenLastCalledWith(OCCASION, { content: 'done' });
  });

  it('goes on in a message of its own in the channel before Discord takes no more', async () => {
    const live = liveMessage();
    await Promise.all([live.show({ content: 'early' }), vi.advanceTimersByTimeAsync(10)]);
    await vi.advanceTimersByTimeAsync(14 * MINUTE_MS);
    const shown = live.show({ content: 'late' });
    await vi.advanceTimersByTimeAsync(10);
    expect(await shown).toEqual(SUCCESSOR);
    await live.finish({ content: 'done' });
    expect(sent.map(([way, content]) => [way, content])).toEqual([
      ['reply', 'early'],
      ['channel', 'late'],
      ['first', 'This took long, and goes on in a message of its own below.'],
      ['successor', 'done'],
    ]);
  });

  it('goes on in a direct message where it was private', async () => {
    const live = liveMessage({ isPrivate: true });
    await vi.advanceTimersByTimeAsync(14 * MINUTE_MS);
    await live.finish({ content: 'done' });
    expect(sent.map(([way, content]) => [way, content])).toEqual([
      ['direct', 'done'],
      ['reply', 'This took long, and goes on in a direct message to you.'],
    ]);
  });
});

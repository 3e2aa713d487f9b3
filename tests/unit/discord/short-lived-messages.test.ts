import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ShortLivedMessages } from '../../../src/discord/edge/short-lived-messages.ts';
import type { MessagePlace } from '../../../src/discord/reply.ts';

const FIRST = { channelId: '1', id: '10' };
const SECOND = { channelId: '2', id: '20' };

let removed: MessagePlace[];
let errors: unknown[];

beforeEach(() => {
  vi.useFakeTimers();
  removed = [];
  errors = [];
});

afterEach(() => {
  vi.useRealTimers();
});

function shortLivedMessages(
  remove = async (message: MessagePlace): Promise<void> => void removed.push(message),
): ShortLivedMessages {
  return new ShortLivedMessages({ remove }, (error) => errors.push(error));
}

describe('a short-lived message', () => {
  it('is taken away when its time is over', async () => {
    const messages = shortLivedMessages();
    messages.add(FIRST, 60_000);
    messages.add(SECOND, 90_000);
    await vi.advanceTimersByTimeAsync(59_999);
    expect(removed).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(removed).toEqual([FIRST]);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(removed).toEqual([FIRST, SECOND]);
  });

  it('is taken away at the end, and only once', async () => {
    const messages = shortLivedMessages();
    messages.add(FIRST, 10);
    messages.add(SECOND, 60_000);
    await vi.advanceTimersByTimeAsync(10);
    await messages.removeAll();
    expect(removed).toEqual([FIRST, SECOND]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(removed).toEqual([FIRST, SECOND]);
  });

  it('that cannot be taken away is reported, and the others go', async () => {
    const refusal = new Error('refused');
    const messages = shortLivedMessages(async (message) => {
      if (message === FIRST) throw refusal;
      removed.push(message);
    });
    messages.add(FIRST, 10);
    await vi.advanceTimersByTimeAsync(10);
    expect(errors).toEqual([refusal]);
    messages.add(FIRST, 10);
    messages.add(SECOND, 10);
    await messages.removeAll();
    expect(errors).toEqual([refusal, refusal]);
    expect(removed).toEqual([SECOND]);
  });
});

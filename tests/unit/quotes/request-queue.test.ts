import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BusyError, type Library } from '../../../src/quotes/library.ts';
import { RequestQueue, type WaitingRequest } from '../../../src/quotes/request-queue.ts';

const MAX_WAIT_MS = 1000;

let queue: RequestQueue;

beforeEach(() => {
  vi.useFakeTimers();
  queue = new RequestQueue(MAX_WAIT_MS);
});

afterEach(() => {
  vi.useRealTimers();
});

interface TestRequest extends WaitingRequest {
  readonly reject: ReturnType<typeof vi.fn<(error: Error) => void>>;
}

function add(method: keyof Library): TestRequest {
  const request = { method, args: [], resolve: vi.fn<() => void>(), reject: vi.fn<() => void>() };
  queue.add(request);
  return request;
}

describe('the requests to a library', () => {
  it('are taken in their order, each once', () => {
    const requests = [add('answer'), add('answer')];
    expect([queue.take(), queue.take(), queue.take()]).toEqual([...requests, undefined]);
  });

  it('are taken look-ups first', () => {
    const answer = add('answer');
    const lookUps = [add('suggestDates'), add('excerpts')];
    expect([queue.take(), queue.take(), queue.take()]).toEqual([...lookUps, answer]);
  });

  it('are given up when they wait too long', () => {
    const early = add('answer');
    vi.advanceTimersByTime(MAX_WAIT_MS - 1);
    const late = add('overview');
    expect(early.reject).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(early.reject).toHaveBeenCalledExactlyOnceWith(expect.any(BusyError));
    expect(late.reject).not.toHaveBeenCalled();
    expect([queue.take(), queue.take()]).toEqual([late, undefined]);
  });

  it('are not given up once they are taken', () => {
    const request = add('answer');
    queue.take();
    vi.advanceTimersByTime(2 * MAX_WAIT_MS);
    expect(request.reject).not.toHaveBeenCalled();
  });

  it('that are put back come first among their kind, and may wait as long as it takes', () => {
    const first = add('answer');
    queue.take();
    vi.advanceTimersByTime(MAX_WAIT_MS);
    const [second, lookUp] = [add('answer'), add('sources')];
    queue.putBack(first);
    vi.advanceTimersByTime(MAX_WAIT_MS - 1);
    expect([queue.take(), queue.take(), queue.take()]).toEqual([lookUp, first, second]);
    expect(first.reject).not.toHaveBeenCalled();
  });

  it('can all be rejected', () => {
    const error = new Error('closed');
    const requests = [add('answer'), add('overview')];
    queue.rejectAll(error);
    for (const { reject } of requests) expect(reject).toHaveBeenCalledExactlyOnceWith(error);
    vi.advanceTimersByTime(MAX_WAIT_MS);
    for (const { reject } of requests) expect(reject).toHaveBeenCalledOnce();
    expect(queue.take()).toBeUndefined();
  });
});

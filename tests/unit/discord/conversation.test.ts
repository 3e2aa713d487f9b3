import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { conversationOf, historyOf } from '../../../src/discord/conversation.ts';
import type { TargetMessage } from '../../../src/discord/request.ts';
import { openQuestionDesk, type QuestionDesk } from '../../support/question-desk.ts';

const HOUR_MS = 60 * 60_000;

let desk: QuestionDesk;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  desk = await openQuestionDesk();
  await desk.ask(desk.mention('1', 'Who is the mayor of Kyiv?'));
});

afterEach(() => {
  vi.useRealTimers();
});

/** What was asked before in the conversation that a reply to a message goes on with. */
async function askedBefore(id: string, isByThisBot = true): Promise<string[]> {
  const repliesTo: TargetMessage = { id, text: '', isByThisBot };
  const request = { ...desk.mention('9', 'and since when?'), repliesTo };
  const history = await historyOf(conversationOf(request, desk.parts), desk.parts);
  return history.map(({ question }) => question);
}

describe('a conversation', () => {
  it('goes on from a reply to the answer, and not from one to another message', async () => {
    expect(await askedBefore('1000')).toEqual(['Who is the mayor of Kyiv?']);
    expect(await askedBefore('1', false)).toEqual([]);
    expect(await askedBefore('999')).toEqual([]);
  });

  it('is over an hour after the last answer', async () => {
    vi.advanceTimersByTime(HOUR_MS);
    expect(await askedBefore('1000')).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(await askedBefore('1000')).toEqual([]);
  });

  it('lasts longer where it goes on, without what was said too long ago', async () => {
    vi.advanceTimersByTime(HOUR_MS - 1);
    const repliesTo = { id: '1000', text: '', isByThisBot: true };
    await desk.ask({ ...desk.mention('2', 'and since when?'), repliesTo });
    expect(await askedBefore('1001')).toHaveLength(2);
    vi.advanceTimersByTime(2);
    expect(await askedBefore('1001')).toEqual(['and since when?']);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RateLimit } from '../../../src/discord/rate-limit.ts';
import { BusyError } from '../../../src/quotes/library.ts';
import { openQuestionDesk, type QuestionDesk } from '../../support/question-desk.ts';

const MINUTE_MS = 60_000;
const MAYOR = 'who is the mayor of Kyiv?';
const RIVER = 'how high did the river rise in Harlow?';

let desk: QuestionDesk;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  desk = await openQuestionDesk();
  await desk.ask(desk.mention('1', MAYOR));
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the answer to a question that is edited', () => {
  it('follows for a quarter of an hour', async () => {
    vi.advanceTimersByTime(15 * MINUTE_MS);
    await desk.bot.edited(desk.mention('1', RIVER));
    expect(desk.textsShown()).toEqual([`“${RIVER}”`]);
  });

  it('stays as it is later', async () => {
    vi.advanceTimersByTime(15 * MINUTE_MS + 1);
    await desk.bot.edited(desk.mention('1', RIVER));
    expect(desk.textsShown()).toEqual([`“${MAYOR}”`]);
  });

  it('stays as it is when there is no time for another', async () => {
    vi.spyOn(desk.parts.library, 'answer').mockRejectedValue(new BusyError('busy'));
    await desk.bot.edited(desk.mention('1', RIVER));
    expect(desk.textsShown()).toEqual([`“${MAYOR}”`]);
  });

  it('stays as it is where the bot has been switched off since', async () => {
    desk.parts.settings.setChannelMode('222', '333', 'off');
    await desk.bot.edited(desk.mention('1', RIVER));
    expect(desk.textsShown()).toEqual([`“${MAYOR}”`]);
  });

  it('takes one of the questions that a member may ask in a minute', async () => {
    const member = new RateLimit({ perMinute: 1, now: Date.now });
    Object.assign(desk.parts, { limits: { ...desk.parts.limits, member } });
    await desk.bot.edited(desk.mention('1', RIVER));
    await desk.bot.edited(desk.mention('1', MAYOR));
    expect(desk.textsShown()).toEqual([`“${RIVER}”`]);
    vi.advanceTimersByTime(MINUTE_MS);
    await desk.bot.edited(desk.mention('1', MAYOR));
    expect(desk.textsShown()).toEqual([`“${MAYOR}”`]);
  });

  it('is none to messages that were never answered', async () => {
    await desk.bot.edited(desk.mention('2', RIVER));
    expect(desk.textsShown()).toEqual([`“${MAYOR}”`]);
  });
});

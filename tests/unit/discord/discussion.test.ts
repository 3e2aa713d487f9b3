import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openQuestionDesk, type QuestionDesk } from '../../support/question-desk.ts';

const MINUTE_MS = 60_000;
const MAYOR = 'who is the mayor of Kyiv?';
const RIVER = 'how high did the river rise in Harlow?';

let desk: QuestionDesk;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  desk = await openQuestionDesk();
});

afterEach(() => {
  vi.useRealTimers();
});

function pass(minutes: number): Promise<unknown> {
  return vi.advanceTimersByTimeAsync(minutes * MINUTE_MS);
}

/** What the bot has said once a question has waited. */
async function saidAfter(id: string, question: string): Promise<string[]> {
  desk.bot.handle(desk.overheard(id, question));
  await pass(1);
  return desk.textsShown();
}

describe('a discussion', () => {
  it('is joined in when nobody has answered for the time of the wait, and not before', async () => {
    desk.bot.handle(desk.overheard('1', MAYOR));
    await pass(0.99);
    expect(desk.textsShown()).toEqual([]);
    await pass(0.01);
    expect(desk.textsShown()).toEqual([`“${MAYOR}”`]);
  });

  it('is joined in again only when the cool-down is over', async () => {
    await saidAfter('1', MAYOR);
    expect(await saidAfter('2', RIVER)).toHaveLength(1);
    await pass(9);
    expect(await saidAfter('3', RIVER)).toHaveLength(2);
  });

  it.each(['Not useful', 'Not for me', 'Not in this channel'])(
    'is left alone for much longer after “%s”',
    async (label) => {
      await saidAfter('1', MAYOR);
      desk.press('1000', label);
      desk.parts.mutes.unmute('222', '111');
      await pass(117);
      expect(await saidAfter('2', RIVER)).toHaveLength(1);
      await pass(2);
      expect(await saidAfter('3', RIVER)).toHaveLength(2);
    },
  );

  it('is not joined in any more once the bot is to stop', async () => {
    desk.bot.handle(desk.overheard('1', MAYOR));
    await desk.bot.close();
    await pass(1);
    expect(desk.textsShown()).toEqual([]);
  });

  it('goes on when one answer cannot be sent', async () => {
    const logged: string[] = [];
    const failing = { error: (_: object, message: string): void => void logged.push(message) };
    Object.assign(desk.parts, { logger: failing });
    const post = vi.spyOn(desk.parts.link, 'post').mockRejectedValueOnce(new Error('no'));
    await saidAfter('1', MAYOR);
    expect(logged).toEqual(['could not join in']);
    await pass(10);
    expect(await saidAfter('2', RIVER)).toEqual([`“${RIVER}”`]);
    expect(post).toHaveBeenCalledTimes(2);
  });
});

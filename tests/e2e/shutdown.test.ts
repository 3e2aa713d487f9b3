import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANSWER, Duty, UNANSWERABLE } from '../support/duty.ts';

const STOPPING = 'stopping; answers that have been begun are finished first';
const STOPS_WITHIN_MS = 10_000;

let duty: Duty;

beforeEach(async () => {
  duty = await Duty.begin();
});

afterEach(() => duty.end());

describe.each(['SIGTERM', 'SIGINT'] as const)('at %s the bot', (signal) => {
  it('finishes the answers that it has begun, turns others away, and ends', async () => {
    const goOn = await duty.holdAnswers();
    const begun = await duty.ask();
    const mentioned = await duty.mention();
    await begun.acknowledged();
    duty.bot.send(signal);
    await duty.bot.logged(STOPPING);
    const late = await duty.ask();
    expect(await late.reply()).toMatchObject({
      ephemeral: true,
      content: 'I am just being restarted. Please ask again in a minute.',
    });
    goOn();
    expect((await begun.reply()).text).toContain(ANSWER);
    expect((await mentioned.botReply()).text).toContain(ANSWER);
    const sinceMs = performance.now();
    expect(await duty.bot.ended()).toBe(0);
    expect(performance.now() - sinceMs).toBeLessThan(STOPS_WITHIN_MS);
  });
});

describe('a bot that is stopped', () => {
  it('takes away the messages that were not to stay', async () => {
    const mentioned = await duty.mention(UNANSWERABLE);
    const reply = await mentioned.botReply();
    expect(await duty.bot.stop()).toBe(0);
    expect(reply.deletedByNow()).toBe(true);
  });

  it('takes away also those that it had still to write', async () => {
    const goOn = await duty.holdAnswers();
    const mentioned = await duty.mention(UNANSWERABLE);
    // Messages are handled in order, so that the mention has been taken up by then.
    await (await duty.ask()).acknowledged();
    duty.bot.send('SIGTERM');
    await duty.bot.logged(STOPPING);
    goOn();
    const reply = await mentioned.botReply();
    expect(await duty.bot.ended()).toBe(0);
    expect(reply.deletedByNow()).toBe(true);
  });

  it('ends in time also where answers and Discord are stuck', async () => {
    const goOn = await duty.holdAnswers();
    await (await duty.ask()).acknowledged();
    await duty.mention(UNANSWERABLE);
    duty.standIn.trouble.outage();
    const sinceMs = performance.now();
    expect(await duty.bot.stop()).toBe(0);
    expect(performance.now() - sinceMs).toBeLessThan(STOPS_WITHIN_MS);
    expect(goOn).toThrow('ESRCH');
  });

  it('ends also while it is still connecting', async () => {
    expect(await duty.bot.stop()).toBe(0);
    duty.standIn.trouble.rateLimitNext({ path: /^\/gateway\/bot$/, retryAfterMs: 60_000 });
    const bot = await duty.startBot({ readyWhenLogged: 'opened the index' });
    await duty.standIn.until('the bot to be put off', () =>
      duty.standIn.requests.some(({ path, status }) => path === '/gateway/bot' && status === 429),
    );
    const sinceMs = performance.now();
    expect(await bot.stop()).toBe(0);
    expect(performance.now() - sinceMs).toBeLessThan(STOPS_WITHIN_MS);
  });

  it('takes a signal that comes twice, as from a terminal, for one', async () => {
    const goOn = await duty.holdAnswers();
    const begun = await duty.ask();
    await begun.acknowledged();
    duty.bot.send('SIGINT');
    duty.bot.send('SIGINT');
    await duty.bot.logged(STOPPING);
    goOn();
    expect((await begun.reply()).text).toContain(ANSWER);
    expect(await duty.bot.ended()).toBe(0);
  });

  it('ends at once when it is told again', async () => {
    const goOn = await duty.holdAnswers();
    await (await duty.ask()).acknowledged();
    duty.standIn.trouble.outage();
    goOn();
    duty.bot.send('SIGINT');
    await duty.bot.logged(STOPPING);
    const again = setInterval(() => duty.bot.send('SIGTERM'), 50);
    try {
      expect(await duty.bot.ended()).toBeNull();
    } finally {
      clearInterval(again);
    }
  });
});

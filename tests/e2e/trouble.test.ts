import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Exchange } from '../support/discord-stand-in/exchange.ts';
import { NO_ANSWER } from '../support/discord-stand-in/trouble.ts';
import { ANSWER, Duty, QUESTION, UNANSWERABLE } from '../support/duty.ts';

const CALLBACK = /^\/interactions\/.*\/callback$/;
const ORIGINAL = /\/messages\/@original$/;
const CHANNEL_MESSAGES = /^\/channels\/\d+\/messages$/;

let duty: Duty;

beforeAll(async () => {
  duty = await Duty.begin({ MEMBER_QUESTIONS_PER_MINUTE: '0', CHANNEL_ANSWERS_PER_MINUTE: '0' });
});

afterAll(() => duty.end());

/** The statuses with which Discord answers one kind of request in the course of a piece of work. */
async function statusesOf(
  method: string,
  path: RegExp,
  work: () => Promise<unknown>,
): Promise<number[]> {
  const before = duty.requests(method, path).length;
  await work();
  return duty
    .requests(method, path)
    .slice(before)
    .map(({ status }) => status);
}

/** Whether a request names an interaction. */
function isAbout({ interaction }: Exchange): (request: { readonly path: string }) => boolean {
  return ({ path }) => path.includes(interaction.id);
}

/** What all can read in answer to a question. */
async function answerTo(exchange: Exchange): Promise<string> {
  const reply = await exchange.reply({ timeoutMs: 20_000 });
  return reply.ephemeral ? 'nothing for all to read' : reply.text;
}

/** Waits for a line of the log about one interaction or message, and reads all that there are. */
async function logOf(id: string): Promise<string[]> {
  await duty.bot.logged(`"${id}"`);
  return duty.bot.logLines
    .filter(({ interaction, message }) => interaction === id || message === id)
    .map(({ level, msg }) => `${level}: ${msg}`);
}

/** A question that has been acknowledged, and whose answer comes when `goOn` is called. */
async function askAndHold(): Promise<{ asked: Exchange; goOn: () => void }> {
  const goOn = await duty.holdAnswers();
  const asked = await duty.ask();
  await asked.acknowledged();
  return { asked, goOn };
}

describe('a request that fails', () => {
  it('is sent again, and what took effect is no error', async () => {
    duty.standIn.trouble.failNext({ path: CALLBACK, status: 502, afterHandling: true });
    const asked = await duty.ask();
    const statuses = await statusesOf('POST', CALLBACK, () => answerTo(asked));
    expect(statuses).toEqual([502, 400]);
    expect(await logOf(asked.interaction.id)).toEqual(['info: answered']);
  });

  it.each([
    { what: 'the acknowledgement', method: 'POST', path: CALLBACK, good: 204 },
    { what: 'the answer', method: 'PATCH', path: ORIGINAL, good: 200 },
  ])('is sent again when it is $what', async ({ method, path, good }) => {
    const { trouble } = duty.standIn;
    trouble.failNext({ method, path, status: 502, times: 2 });
    trouble.failNext({ method, path, status: NO_ANSWER });
    trouble.rateLimitNext({ path, retryAfterMs: 50 });
    const statuses = await statusesOf(method, path, async () => answerTo(await duty.ask()));
    expect(statuses).toEqual([502, 502, NO_ANSWER, 429, good]);
  });

  it('is sent again when it is a reply to a message, which is posted once', async () => {
    const { trouble } = duty.standIn;
    const general = duty.server.addChannel('once');
    const failure = { method: 'POST', path: CHANNEL_MESSAGES, afterHandling: true };
    trouble.failNext({ ...failure, status: 502 });
    trouble.failNext({ ...failure, status: NO_ANSWER });
    let id = '';
    const statuses = await statusesOf('POST', CHANNEL_MESSAGES, async () => {
      const asked = await duty.mention(QUESTION, { in: general });
      ({ id } = asked);
      await logOf(id);
    });
    expect(statuses).toEqual([502, NO_ANSWER, 200]);
    const replies = general.messages.filter(({ repliesTo }) => repliesTo === id);
    expect(replies).toHaveLength(1);
    expect(await logOf(id)).toEqual(['info: answered']);
  });
});

describe('a connection that is interrupted', () => {
  it('is resumed, and what was asked meanwhile is answered', async () => {
    duty.standIn.trouble.dropSocket();
    const whileGone = await duty.ask();
    await duty.standIn.until(
      'the bot to ask',
      () => whileGone.interaction.acknowledgement !== null,
    );
    expect(await answerTo(whileGone)).toContain(ANSWER);
    expect(await answerTo(await duty.ask())).toContain(ANSWER);
  });

  it.each([
    {
      what: 'is lost without a word',
      begin: () => duty.standIn.trouble.dropSocket({ torn: true }),
    },
    { what: 'is to be made anew', begin: () => duty.standIn.trouble.askToReconnect() },
  ])('and $what is made again', async ({ begin }) => {
    begin();
    expect(await answerTo(await duty.ask())).toContain(ANSWER);
  });

  it.each([
    {
      what: 'cannot be resumed',
      begin: () => duty.standIn.trouble.dropSocket({ resumable: false }),
    },
    { what: 'is not valid any more', begin: () => duty.standIn.trouble.invalidateSession() },
  ])('and $what is begun anew, with the answers that were under way', async ({ begin }) => {
    const { asked, goOn } = await askAndHold();
    begin();
    goOn();
    expect(await answerTo(asked)).toContain(ANSWER);
    await duty.standIn.botConnected({ timeoutMs: 20_000 });
    expect(await answerTo(await duty.ask())).toContain(ANSWER);
  });

  it('is told to the operator when it begins and when it ends', async () => {
    const { length } = duty.bot.log;
    const outage = duty.standIn.trouble.outage({ torn: true });
    await duty.bot.logged('no connection to Discord, connecting again', length);
    outage.end();
    await duty.bot.logged('connected again', length);
    expect(await answerTo(await duty.ask())).toContain(ANSWER);
  });
});

describe('an outage', () => {
  it('is waited out by the answers that were under way', async () => {
    const { asked, goOn } = await askAndHold();
    const privately = await duty.ask(UNANSWERABLE);
    const mentioned = await duty.mention(QUESTION, { in: duty.server.addChannel('news') });
    await privately.acknowledged();
    const outage = duty.standIn.trouble.outage();
    goOn();
    await duty.standIn.until('three answers to fail', () => {
      const failed = [
        ...duty.requests('PATCH', ORIGINAL),
        ...duty.requests('DELETE', ORIGINAL),
        ...duty.requests('POST', CHANNEL_MESSAGES),
      ].filter(({ status }) => status === 503);
      return new Set(failed.map(({ path }) => path)).size === 3;
    });
    outage.end();
    expect(await answerTo(asked)).toContain(ANSWER);
    expect((await mentioned.botReply({ timeoutMs: 20_000 })).text).toContain(ANSWER);
    const reply = await privately.reply({ timeoutMs: 20_000 });
    expect(reply).toMatchObject({ ephemeral: true, embeds: [] });
    await duty.standIn.botConnected({ timeoutMs: 20_000 });
  });
});

describe('an outage that begins with the first word on a command', () => {
  it('leaves nobody waiting for an answer that was announced', async () => {
    const { trouble } = duty.standIn;
    trouble.failNext({ path: CALLBACK, status: 502, afterHandling: true });
    const asked = await duty.ask();
    await asked.acknowledged();
    const outage = trouble.outage();
    // Longer than anything but the answer itself is tried again.
    const firstWords = () => duty.requests('POST', CALLBACK).filter(isAbout(asked));
    await duty.standIn.until(
      'the bot to go on without the first word',
      () => firstWords().some(({ body }) => !isDeepStrictEqual(body, firstWords()[0]?.body)),
      { timeoutMs: 20_000 },
    );
    await sleep(4000);
    outage.end();
    const reply = await asked.reply({ timeoutMs: 30_000 });
    expect(reply.content).toContain('Something went wrong on my side');
    await duty.standIn.botConnected({ timeoutMs: 20_000 });
  });
});

describe('an answer to what is gone', () => {
  it.each([
    {
      what: 'whose message was deleted',
      begin: async () => {
        const { asked, goOn } = await askAndHold();
        duty.standIn.trouble.deleteMessage(asked.interaction.original!);
        return { asked, goOn };
      },
    },
    {
      what: 'whose channel was deleted',
      begin: async () => {
        const channel = duty.server.addChannel('short-lived');
        const goOn = await duty.holdAnswers();
        const asked = await duty.ask(QUESTION, { in: channel });
        await asked.acknowledged();
        duty.standIn.trouble.deleteChannel(channel);
        return { asked, goOn };
      },
    },
  ])('$what is given up, with one line in the log', async ({ begin }) => {
    const { asked, goOn } = await begin();
    goOn();
    const { id } = asked.interaction;
    expect(await logOf(id)).toEqual(['warn: Discord no longer takes the answer']);
    expect(asked.followUps).toEqual([]);
    expect(await answerTo(await duty.ask())).toContain(ANSWER);
  });

  it('is given up where a message was to be answered', async () => {
    const channel = duty.server.addChannel('short-lived');
    const goOn = await duty.holdAnswers();
    const mentioned = await duty.mention(QUESTION, { in: channel });
    // Messages are handled in order, so that this one has been taken up by then.
    await (await duty.ask(QUESTION)).acknowledged();
    duty.standIn.trouble.deleteChannel(channel);
    goOn();
    expect(await logOf(mentioned.id)).toEqual(['warn: Discord no longer takes the answer']);
  });

  it('whose right to answer has expired comes in a message of its own', async () => {
    const { asked, goOn } = await askAndHold();
    duty.standIn.trouble.expireToken(asked);
    goOn();
    expect(await logOf(asked.interaction.id)).toEqual(['info: answered']);
    expect(duty.general.messages.at(-1)).toMatchObject({ repliesTo: null, ephemeral: false });
    expect(duty.general.messages.at(-1)?.text).toContain(ANSWER);
  });

  it('is not even begun when Discord forgot the question', async () => {
    duty.standIn.trouble.failNext({ path: CALLBACK, status: 404, code: 10_062 });
    const asked = await duty.ask();
    const { id } = asked.interaction;
    expect(await logOf(id)).toEqual(['warn: Discord no longer takes the answer']);
    expect(asked.interaction.original).toBeNull();
  });
});

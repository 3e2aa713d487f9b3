import { PermissionFlagsBits } from 'discord-api-types/v10';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Channel } from '../support/discord-stand-in/channel.ts';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { SAMPLE_FILES } from '../support/library.ts';
import { Newsroom } from '../support/newsroom.ts';

const WHO_OPENED = 'Who opened the new bridge over the Lenne?';
const OPENED = 'Mayor Ingrid Tarn opened the new bridge';
const WHY_WALKED_OUT = 'Why did the dockers of Harlow walk out?';
const HOW_HIGH = 'How high is the lighthouse of Harlow?';
const HIGH = '41 metres high';
/** Several processes share the machine. */
const PATIENCE = { timeoutMs: 30_000 };

let newsroom: Newsroom;
let ada: Member;

beforeAll(async () => {
  newsroom = await Newsroom.open({ articles: SAMPLE_FILES });
  ada = newsroom.server.addMember('Ada');
  return () => newsroom.close();
});

function mentions(question: string, channel: Channel = newsroom.general): Promise<SeenMessage> {
  return ada.writes(newsroom.mentionWith(question), { in: channel });
}

/** How many replies a message has had, with those that are gone. */
function repliesTo({ id }: SeenMessage, channel: Channel = newsroom.general): number {
  return channel.log.filter((message) => message.repliesTo?.id === id).length;
}

/** Waits until the bot has looked at the channel, of which a question that it missed is the last. */
async function untilLookedInto(last: SeenMessage): Promise<void> {
  await last.botReply(PATIENCE);
}

describe('a bot that was killed', () => {
  it('answers what was written to it meanwhile, once, wherever it was written', async () => {
    const other = newsroom.server.addChannel('other');
    const thread = newsroom.general.addThread('a thread');
    await newsroom.killBot();
    const missed = [
      { question: await mentions(WHO_OPENED), channel: newsroom.general },
      { question: await mentions(WHO_OPENED, other), channel: other },
      { question: await mentions(WHO_OPENED, thread), channel: thread },
    ];
    await newsroom.startBot();
    for (const { question } of missed) {
      expect((await question.botReply(PATIENCE)).text).toContain(OPENED);
    }
    for (const { question, channel } of missed) expect(repliesTo(question, channel)).toBe(1);
  });

  it('answers what it had taken on and not answered', async () => {
    const { standIn } = newsroom;
    const answering = await newsroom.bot.answeringPid();
    process.kill(answering, 'SIGSTOP');
    const taken = await mentions(HOW_HIGH);
    const isTakenOn = (): boolean => standIn.requests.some(({ path }) => path.endsWith('/typing'));
    await standIn.until('the bot to take the question on', isTakenOn, PATIENCE);
    const killed = newsroom.killBot();
    process.kill(answering, 'SIGCONT');
    await killed;
    await newsroom.startBot();
    expect((await taken.botReply(PATIENCE)).text).toContain(HIGH);
    expect(repliesTo(taken)).toBe(1);
  });

  it('answers nothing again: not what was answered, found to have no answer, or removed', async () => {
    const channel = newsroom.server.addChannel('settled');
    const answered = await mentions(WHO_OPENED, channel);
    const inVain = await mentions('Who won the chess tournament in Sydney?', channel);
    const regretted = await mentions(WHY_WALKED_OUT, channel);
    await answered.botReply(PATIENCE);
    const note = await inVain.botReply(PATIENCE);
    await ada.presses(await regretted.botReply(PATIENCE), 'Remove');
    // As it goes by itself after a minute.
    newsroom.standIn.trouble.deleteMessage(note);
    await newsroom.killBot();
    const missed = await mentions(HOW_HIGH, channel);
    await newsroom.startBot();
    await untilLookedInto(missed);
    for (const question of [answered, inVain, regretted]) {
      expect(repliesTo(question, channel)).toBe(1);
    }
  });

  it('leaves alone what was not written to it', async () => {
    const channel = newsroom.server.addChannel('talk');
    const bot = newsroom.server.addBot('Another bot');
    await newsroom.killBot();
    const others = [
      await ada.writes(WHO_OPENED, { in: channel }),
      await bot.writes(newsroom.mentionWith(WHO_OPENED), { in: channel }),
    ];
    const missed = await mentions(HOW_HIGH, channel);
    await newsroom.startBot();
    await untilLookedInto(missed);
    for (const message of others) expect(repliesTo(message, channel)).toBe(0);
  });

  it('asks Discord about no channel in which nothing was written, or that it may not read', async () => {
    const quiet = newsroom.server.addChannel('quiet');
    const closed = newsroom.server.addChannel('closed');
    closed.deny('bot', PermissionFlagsBits.ReadMessageHistory);
    await newsroom.killBot();
    await mentions(WHO_OPENED, closed);
    const missed = await mentions(WHY_WALKED_OUT);
    await newsroom.startBot();
    await untilLookedInto(missed);
    const asked = newsroom.standIn.requests.filter(
      ({ method, path }) => method === 'GET' && path.endsWith('/messages'),
    );
    for (const { id } of [quiet, closed]) {
      expect(asked.map(({ path }) => path)).not.toContain(`/channels/${id}/messages`);
    }
  });

  it('looks for nothing where CATCH_UP_MINUTES is 0', async () => {
    await newsroom.killBot();
    const channel = newsroom.server.addChannel('missed');
    const missed = await mentions(WHO_OPENED, channel);
    const before = newsroom.standIn.requests.length;
    await newsroom.startBot({ CATCH_UP_MINUTES: '0' });
    await (await mentions(HOW_HIGH, channel)).botReply(PATIENCE);
    expect(repliesTo(missed, channel)).toBe(0);
    const asked = newsroom.standIn.requests.slice(before).filter(({ method }) => method === 'GET');
    expect(asked.filter(({ path }) => path.endsWith('/messages'))).toEqual([]);
    await newsroom.stopBot();
    await newsroom.startBot();
    expect((await missed.botReply(PATIENCE)).text).toContain(OPENED);
  });
});

describe('a bot whose session Discord has forgotten', () => {
  it('looks again where Discord could not list what was written', async () => {
    const channel = newsroom.server.addChannel('unlisted');
    const { trouble } = newsroom.standIn;
    const path = new RegExp(`^/channels/${channel.id}/messages$`);
    trouble.failNext({ method: 'GET', path, status: 503, times: 4 });
    trouble.dropSocket({ resumable: false });
    const missed = await mentions(HOW_HIGH, channel);
    expect((await missed.botReply(PATIENCE)).text).toContain(HIGH);
    expect(repliesTo(missed, channel)).toBe(1);
  });

  it('answers what was written to it until it had another', async () => {
    const channel = newsroom.server.addChannel('outage');
    const answered = await mentions(WHO_OPENED, channel);
    await answered.botReply(PATIENCE);
    newsroom.standIn.trouble.dropSocket({ resumable: false });
    const missed = await mentions(HOW_HIGH, channel);
    expect((await missed.botReply(PATIENCE)).text).toContain(HIGH);
    expect(repliesTo(missed, channel)).toBe(1);
    expect(repliesTo(answered, channel)).toBe(1);
  });
});

import { PermissionFlagsBits } from 'discord-api-types/v10';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Channel } from '../support/discord-stand-in/channel.ts';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { FLOOD_FILES } from '../support/floods.ts';
import { Newsroom } from '../support/newsroom.ts';
import { Talk } from '../support/talk.ts';

const TARNOW = 'How high did the river rise in Tarnow?';
const HARLOW = 'How high did the river rise in Harlow?';
/** Which homes it is about, only the question before tells. */
const HOMES = 'how many homes?';
const TARNOW_HOMES = 'Some 700 homes';
const HARLOW_HOMES = 'Some 9,000 homes';

let newsroom: Newsroom;
let talk: Talk;
let ada: Member;
let ben: Member;

async function open({ readsMessages }: { readonly readsMessages: boolean }) {
  newsroom = await Newsroom.open({ articles: FLOOD_FILES, readsMessages });
  talk = new Talk(newsroom);
  ada = newsroom.server.addMember('Ada');
  ben = newsroom.server.addMember('Ben');
  return () => newsroom.close();
}

function newChannel(): Channel {
  return newsroom.server.addChannel('talk');
}

/** A follow-up shows in small print what it was taken to be about. */
async function expectFollowUp(message: SeenMessage, town: string, words: string): Promise<void> {
  expect(message.content).toBe(`-# about: ${town}`);
  expect((await talk.quotes(message))[0]).toContain(words);
}

describe('a bot that reads only what is addressed to it', () => {
  beforeAll(() => open({ readsMessages: false }));

  it('takes a reply to its answer for a follow-up, by whomever', async () => {
    const first = await talk.mention(ada, TARNOW, newChannel());
    expect(first.reply.content).toBe('');
    const second = await talk.reply(ben, HOMES, first.reply);
    await expectFollowUp(second.reply, 'Tarnow', TARNOW_HOMES);
    const third = await talk.reply(ada, 'and who said that?', second.reply);
    await expectFollowUp(third.reply, 'Tarnow', 'said the fire brigade');
  });

  it('does not mix two conversations side by side in one channel', async () => {
    const channel = newChannel();
    const adas = await talk.mention(ada, TARNOW, channel);
    const bens = await talk.mention(ben, HARLOW, channel);
    const adasNext = await talk.reply(ada, HOMES, adas.reply);
    const bensNext = await talk.reply(ben, HOMES, bens.reply);
    await expectFollowUp(adasNext.reply, 'Tarnow', TARNOW_HOMES);
    await expectFollowUp(bensNext.reply, 'Harlow', HARLOW_HOMES);
    const anew = await talk.mention(ada, 'how many homes had no electricity?', channel);
    expect(anew.reply.content).not.toContain('about:');
  });

  it('goes on from a question that brings its own name with that', async () => {
    const first = await talk.mention(ada, TARNOW, newChannel());
    const { reply } = await talk.reply(ada, 'and how many homes in Harlow?', first.reply);
    expect((await talk.quotes(reply))[0]).toContain(HARLOW_HOMES);
  });

  it('takes a mention in a thread for a follow-up, and needs one in threads of others', async () => {
    const thread = newChannel().addThread('Floods');
    const unheard = await ada.writes(TARNOW, { in: thread });
    await talk.mention(ada, TARNOW, thread);
    await expectFollowUp((await talk.mention(ben, HOMES, thread)).reply, 'Tarnow', TARNOW_HOMES);
    expect(thread.messages.filter(({ repliesTo }) => repliesTo === unheard.id)).toEqual([]);
  });

  it('goes on in a thread that it opens, where it says that it has to be mentioned', async () => {
    const { reply: answer } = await talk.mention(ada, TARNOW, newChannel());
    const thread = await talk.openThread(ben, answer);
    expect(thread).toMatchObject({ name: TARNOW });
    const [hint] = thread.messages;
    expect(hint?.content).toContain('Mention me with your question');
    await expectFollowUp((await talk.mention(ada, HOMES, thread)).reply, 'Tarnow', TARNOW_HOMES);
    const { reply } = await talk.reply(ben, HOMES, hint!);
    await expectFollowUp(reply, 'Tarnow', TARNOW_HOMES);
  });

  it('opens no second thread below an answer', async () => {
    const { reply } = await talk.mention(ada, TARNOW, newChannel());
    await talk.openThread(ada, reply);
    const { content } = await talk.press(ben, reply, 'Continue in thread');
    expect(content).toBe('There is a thread below that answer already.');
  });

  it.each([
    ['Create Public Threads', PermissionFlagsBits.CreatePublicThreads],
    ['Send Messages in Threads', PermissionFlagsBits.SendMessagesInThreads],
  ])('names the permission %s when it lacks that for a thread', async (name, bit) => {
    const channel = newChannel();
    channel.deny('bot', bit);
    const { reply } = await talk.mention(ada, TARNOW, channel);
    const refusal = await talk.press(ada, reply, 'Continue in thread');
    expect(refusal.ephemeral).toBe(true);
    expect(refusal.content).toContain(`**${name}**`);
    expect(newsroom.server.threads.filter(({ parent }) => parent === channel)).toEqual([]);
  });

  it('offers a form to go on, and public stays public', async () => {
    const { reply: answer } = await talk.mention(ada, TARNOW, newChannel());
    const next = await talk.followUp(ben, answer, HOMES);
    expect(next.ephemeral).toBe(false);
    await expectFollowUp(next, 'Tarnow', TARNOW_HOMES);
    const last = await talk.reply(ada, 'and who said that?', next);
    await expectFollowUp(last.reply, 'Tarnow', 'said the fire brigade');
  });

  it('offers a form to go on, and private stays private', async () => {
    const answer = await talk.ask(ada, TARNOW, newChannel(), { private: true });
    const next = await talk.followUp(ada, answer, HOMES);
    expect(next.ephemeral).toBe(true);
    await expectFollowUp(next, 'Tarnow', TARNOW_HOMES);
    const last = await talk.followUp(ada, next, 'and who said that?');
    expect(last.ephemeral).toBe(true);
    await expectFollowUp(last, 'Tarnow', 'said the fire brigade');
  });

  it('goes on within the limits of what was asked', async () => {
    const limits = { outlet: 'The Morning Post', to: '2022-11-30' };
    const answer = await talk.ask(ada, HARLOW, newChannel(), limits);
    const next = await talk.followUp(ada, answer, 'and in Tarnow?');
    expect(next.text).not.toContain('tarn-flood.txt');
  });

  it('takes direct messages for one conversation', async () => {
    await talk.say(ada, TARNOW, ada.dm);
    await expectFollowUp((await talk.say(ada, HOMES, ada.dm)).reply, 'Tarnow', TARNOW_HOMES);
    const bens = await talk.say(ben, 'how many homes had no electricity?', ben.dm);
    expect(bens.reply.content).not.toContain('about:');
  });

  it('knows its conversations after a restart', async () => {
    const { reply: answer } = await talk.mention(ada, TARNOW, newChannel());
    const thread = await talk.openThread(ada, answer);
    await newsroom.stopBot();
    await newsroom.startBot();
    const inChannel = await talk.reply(ben, HOMES, answer);
    await expectFollowUp(inChannel.reply, 'Tarnow', TARNOW_HOMES);
    const inThread = await talk.mention(ben, HOMES, thread);
    await expectFollowUp(inThread.reply, 'Tarnow', TARNOW_HOMES);
    expect((await talk.followUp(ada, answer, HOMES)).content).toBe('-# about: Tarnow');
  });
});

describe('under a follow-up', () => {
  beforeAll(() => open({ readsMessages: false }));

  it('“More quotes” goes on with the same, page by page', async () => {
    const first = await talk.mention(ada, TARNOW, newChannel());
    const { reply } = await talk.reply(ada, HOMES, first.reply);
    const seen = await talk.quotes(reply);
    let page = reply;
    let pages = 0;
    while (page.buttons.some(({ label }) => label === 'More quotes')) {
      page = await talk.press(ben, page, 'More quotes');
      if (page.embeds.length === 0) break;
      pages += 1;
      expect(page.content).toBe('-# about: Tarnow');
      const texts = await talk.quotes(page);
      expect(texts.filter((text) => seen.includes(text))).toEqual([]);
      seen.push(...texts);
    }
    expect(pages).toBeGreaterThan(1);
  });

  it('“Context” shows what surrounds its quote', async () => {
    const first = await talk.mention(ada, TARNOW, newChannel());
    const { reply } = await talk.reply(ada, HOMES, first.reply);
    const context = await talk.press(ben, reply, reply.buttons[0]?.label ?? '');
    expect(context.ephemeral).toBe(true);
    expect((await talk.quotes(context))[0]).toContain(TARNOW_HOMES);
  });

  it('“Share” shows its quotes to all, who can go on from there', async () => {
    const answer = await talk.ask(ada, TARNOW, newChannel(), { private: true });
    const next = await talk.followUp(ada, answer, HOMES);
    const shared = await talk.press(ada, next, 'Share');
    expect(shared).toMatchObject({ ephemeral: false, embeds: next.embeds });
    expect(shared.content).toContain(HOMES);
    const last = await talk.reply(ben, 'and who said that?', shared);
    await expectFollowUp(last.reply, 'Tarnow', 'said the fire brigade');
  });
});

describe('a bot that may read messages that are not addressed to it', () => {
  let thread: Channel;

  beforeAll(async () => {
    const close = await open({ readsMessages: true });
    const { reply } = await talk.mention(ada, TARNOW, newChannel());
    thread = await talk.openThread(ada, reply);
    return close;
  });

  it('needs no mention in a thread that it opened, and no form', async () => {
    expect(thread.messages[0]?.content).toContain('Just write your question');
    const { reply } = await talk.say(ben, HOMES, thread);
    await expectFollowUp(reply, 'Tarnow', TARNOW_HOMES);
    expect(reply.buttons.map(({ label }) => label)).not.toContain('Follow up');
  });

  it('leaves alone there what members reply to each other, and what programs write', async () => {
    const { said } = await talk.say(ben, HOMES, thread);
    const left = [
      await ada.writes('thanks!', { in: thread, replyTo: said }),
      await newsroom.server.addBot('Newsbot').writes(TARNOW, { in: thread }),
      thread.postByWebhook('Newswire', TARNOW),
    ];
    const { said: last, reply } = await talk.say(ada, HOMES, thread);
    const after = thread.messages.slice(-left.length - 2);
    expect(after.map(({ id }) => id)).toEqual([...left, last, reply].map(({ id }) => id));
  });

  it('leaves a thread alone that it did not open, unless mentioned', async () => {
    const other = newChannel().addThread('Floods');
    await talk.mention(ada, TARNOW, other);
    const unheard = await ben.writes(HOMES, { in: other });
    const { reply } = await talk.mention(ben, HOMES, other);
    await expectFollowUp(reply, 'Tarnow', TARNOW_HOMES);
    expect(other.messages.filter(({ repliesTo }) => repliesTo === unheard.id)).toEqual([]);
  });

  it('is silent in its thread where it was switched off since', async () => {
    const channel = newChannel();
    const { reply } = await talk.mention(ada, TARNOW, channel);
    const quiet = await talk.openThread(ada, reply);
    await newsroom.setMode(channel, 'off');
    await ben.writes(HOMES, { in: quiet });
    await talk.say(ben, HOMES, thread);
    expect(quiet.messages).toHaveLength(2);
  });
});

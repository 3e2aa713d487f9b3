import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { STATE_FILE } from '../../src/state/database.ts';
import type { Channel } from '../support/discord-stand-in/channel.ts';
import type { Member } from '../support/discord-stand-in/member.ts';
import { FLOOD_FILES } from '../support/floods.ts';
import { Newsroom } from '../support/newsroom.ts';
import { Talk } from '../support/talk.ts';
import { tracesOf } from '../support/traces.ts';

const TARNOW = 'How high did the river rise in Tarnow?';
const HARLOW = 'How high did the river rise in Harlow?';
const TOO_OLD = 'That answer is too old for its buttons to work. Please ask your question again.';

let newsroom: Newsroom;
let talk: Talk;

async function open(env: Readonly<Record<string, string>> = {}): Promise<() => Promise<void>> {
  newsroom = await Newsroom.open({ articles: FLOOD_FILES, env });
  talk = new Talk(newsroom);
  return () => newsroom.close();
}

function newChannel(): Channel {
  return newsroom.server.addChannel('talk');
}

/** The files of the bot that hold a text. */
function traces(text: string): Promise<string[]> {
  return tracesOf(text, path.join(newsroom.dataDir, STATE_FILE));
}

/** What `/privacy` tells a member. */
async function privacyOf(member: Member, channel: Channel = newsroom.general) {
  const page = await (await member.runs('privacy', {}, { in: channel })).reply();
  expect(page.ephemeral).toBe(true);
  return page;
}

async function deleteAll(member: Member): Promise<string> {
  const page = await privacyOf(member);
  const { interaction } = await member.presses(page, 'Delete it all');
  return (await page.waitUntil(() => interaction.isOriginalAnswered)).content;
}

describe('/privacy', () => {
  beforeAll(() => open());

  it('says that there is nothing, and offers nothing to delete', async () => {
    const page = await privacyOf(newsroom.server.addMember('Quiet'));
    expect(page.text).toContain('**0 questions** that you asked');
    expect(page.buttons).toEqual([]);
  });

  it('shows what is kept about whoever asks, and nobody else', async () => {
    const [ada, ben] = [newsroom.server.addMember('Ada'), newsroom.server.addMember('Ben')];
    const { reply } = await talk.mention(ada, `Well, ${TARNOW}`, newChannel());
    await talk.reply(ada, 'how many homes?', reply);
    await talk.reply(ben, 'who said that?', reply);
    await talk.press(ada, reply, 'Useful');
    const { text } = await privacyOf(ada);
    expect(text).toContain('**2 questions** that you asked');
    expect(text).toContain('Questions are deleted after 30 days.');
    expect(text).toContain(`- Well, ${TARNOW} · <t:`);
    expect(text).toContain('- how many homes? · <t:');
    expect(text).toContain('**2** of them belong to a conversation');
    expect(text).toContain('**1 vote** on');
    expect(text).not.toContain('who said that?');
  });

  it('shows the same in direct messages, and what was asked there', async () => {
    const ada = newsroom.server.addMember('Ada');
    await talk.say(ada, TARNOW, ada.dm);
    await talk.ask(ada, HARLOW, newChannel(), { private: true });
    const { text } = await privacyOf(ada, ada.dm);
    expect(text).toContain(`- ${TARNOW}`);
    expect(text).toContain(`- ${HARLOW}`);
  });

  it('deletes it all, also on disk, and leaves what others asked', async () => {
    const [ada, ben] = [newsroom.server.addMember('Ada'), newsroom.server.addMember('Ben')];
    const [adas, bens] = [`Oh, ${TARNOW}`, `Ah, ${HARLOW}`];
    const channel = newChannel();
    const { reply } = await talk.mention(ada, adas, channel);
    const { reply: toBen } = await talk.mention(ben, bens, channel);
    await talk.press(ada, reply, 'Useful');
    await talk.press(ada, toBen, 'Not useful');
    await talk.press(ada, toBen, 'More quotes');
    expect(await traces(adas)).not.toEqual([]);
    expect(await deleteAll(ada)).toContain('Deleted: 2 questions with the answers, 2 votes');
    expect(await traces(adas)).toEqual([]);
    expect(await traces(bens)).not.toEqual([]);
    expect((await privacyOf(ada)).buttons).toEqual([]);
    expect((await privacyOf(ben)).text).toContain(`- ${bens}`);

    expect((await talk.press(ben, reply, reply.buttons[0]?.label ?? '')).content).toBe(TOO_OLD);
    const context = await talk.press(ada, toBen, toBen.buttons[0]?.label ?? '');
    expect(await talk.quotes(context)).toHaveLength(1);
  });

  it('deletes what was asked on other servers too', async () => {
    const ada = newsroom.server.addMember('Ada');
    const elsewhere = newsroom.addServer('Elsewhere');
    const question = `Hm, ${TARNOW}`;
    await talk.mention(elsewhere.addMember(ada), question, elsewhere.addChannel('lobby'));
    expect(await deleteAll(ada)).toContain('Deleted: 1 question with');
    expect(await traces(question)).toEqual([]);
    elsewhere.removeBot();
  });
});

describe('a bot that keeps no questions', () => {
  beforeAll(() => open({ KEEP_QUESTIONS_DAYS: '0' }));

  it('writes none to disk, and its buttons and conversations work until it is restarted', async () => {
    const ada = newsroom.server.addMember('Ada');
    const channel = newChannel();
    const { reply } = await talk.mention(ada, TARNOW, channel);
    const next = await talk.reply(ada, 'how many homes?', reply);
    const nothing = 'Which saxophonist won the chess tournament?';
    await talk.mention(ada, nothing, channel);
    await talk.press(ada, next.reply, 'Useful');
    expect(next.reply.content).toBe('-# about: Tarnow');
    const { text } = await privacyOf(ada);
    expect(text).toContain('Questions are never written to disk');
    expect(text).toContain(`- ${TARNOW}`);
    const label = reply.buttons[0]?.label ?? '';
    expect(await talk.quotes(await talk.press(ada, reply, label))).toHaveLength(1);
    const onDisk = async (): Promise<string[]> =>
      (await Promise.all([TARNOW, 'how many homes?', nothing].map(traces))).flat();
    expect(await onDisk()).toEqual([]);

    await newsroom.stopBot();
    expect(await onDisk()).toEqual([]);
    await newsroom.startBot();
    expect((await talk.press(ada, reply, label)).content).toBe(TOO_OLD);
    expect((await privacyOf(ada)).text).toContain('**0 questions**');
  });

  it('removes what was kept before', async () => {
    const ada = newsroom.server.addMember('Ada');
    const question = `Now, ${TARNOW}`;
    await newsroom.stopBot();
    await newsroom.startBot({ KEEP_QUESTIONS_DAYS: '30' });
    await talk.mention(ada, question, newChannel());
    expect(await traces(question)).not.toEqual([]);
    await newsroom.stopBot();
    await newsroom.startBot();
    expect(await traces(question)).toEqual([]);
  });
});

import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { STATE_FILE } from '../../src/state/database.ts';
import type { Channel } from '../support/discord-stand-in/channel.ts';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { FLOOD_FILES } from '../support/floods.ts';
import { Newsroom } from '../support/newsroom.ts';
import { type Asked, Talk } from '../support/talk.ts';
import { tracesOf } from '../support/traces.ts';

const TARNOW = 'How high did the river rise in Tarnow?';
const HARLOW = 'How high did the river rise in Harlow?';
const TARNOW_ROSE = 'The river rose by three metres in Tarnow';
const HARLOW_ROSE = 'The river rose by two metres';
const NOBODY_KNOWS = 'Which saxophonist won the chess tournament in Sydney?';

let newsroom: Newsroom;
let talk: Talk;
let ada: Member;
let ben: Member;

beforeAll(async () => {
  newsroom = await Newsroom.open({ articles: FLOOD_FILES });
  talk = new Talk(newsroom);
  ada = newsroom.server.addMember('Ada');
  ben = newsroom.server.addMember('Ben');
  return () => newsroom.close();
});

function newChannel(): Channel {
  return newsroom.server.addChannel('talk');
}

/** The files of the bot that hold a text, once it has dealt with everything up to now. */
async function traces(text: string): Promise<string[]> {
  await talk.mention(ada, TARNOW, newChannel());
  return tracesOf(text, path.join(newsroom.dataDir, STATE_FILE));
}

/** Lets a member do something while the bot is about to answer. */
async function whileAnswering(work: () => Promise<void>): Promise<void> {
  const pid = await newsroom.bot.answeringPid();
  process.kill(pid, 'SIGSTOP');
  try {
    await work();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

describe('a question that is edited', () => {
  it('gets another answer in the place of the one before, which is forgotten', async () => {
    const before = 'Well, how high did the river rise in Tarnow?';
    const { said, reply } = await talk.mention(ada, before, newChannel());
    await ada.edits(said, newsroom.mentionWith(HARLOW));
    const edited = await reply.waitUntil(({ text }) => text.includes(HARLOW_ROSE));
    expect((await talk.quotes(edited))[0]).toContain(HARLOW_ROSE);
    expect(await traces(before)).toEqual([]);
    const next = await talk.reply(ben, 'how many homes?', reply);
    expect(next.reply.content).toBe('-# about: Harlow');
  });

  it('gets another answer after a restart too, in a conversation as well', async () => {
    const channel = newChannel();
    const { reply: first } = await talk.mention(ada, HARLOW, channel);
    const { said, reply } = await talk.reply(ada, 'how many homes?', first);
    await newsroom.stopBot();
    await newsroom.startBot();
    await ada.edits(said, 'how many homes was it in Tarnow?');
    const edited = await reply.waitUntil(({ edited: isEdited }) => isEdited);
    expect((await talk.quotes(edited))[0]).toContain(TARNOW_ROSE);
  });

  it('twice in a row is answered as it is in the end', async () => {
    const { said, reply } = await talk.mention(ada, TARNOW, newChannel());
    await whileAnswering(async () => {
      await ada.edits(said, newsroom.mentionWith('Who opened the bridge in Osterby?'));
      await ada.edits(said, newsroom.mentionWith(HARLOW));
    });
    await reply.waitUntil(({ text }) => text.includes('opened the new bridge'));
    const last = await reply.waitUntil(({ text }) => text.includes(HARLOW_ROSE));
    expect((await talk.quotes(last))[0]).toContain(HARLOW_ROSE);
  });

  it('before it was answered is answered as it is in the end', async () => {
    const channel = newChannel();
    await whileAnswering(async () => {
      const said = await ada.writes(newsroom.mentionWith(TARNOW), { in: channel });
      await ada.edits(said, newsroom.mentionWith(HARLOW));
    });
    await newsroom.standIn.until('the second answer', () =>
      channel.messages.some(({ text }) => text.includes(HARLOW_ROSE)),
    );
    expect(channel.messages).toHaveLength(2);
  });

  it('so that nothing is found is told so, and nothing is kept', async () => {
    const before = 'Oh, how high did the river rise in Tarnow?';
    const { said, reply } = await talk.mention(ada, before, newChannel());
    await ada.edits(said, newsroom.mentionWith(NOBODY_KNOWS));
    const edited = await reply.waitUntil(({ content }) => content.startsWith('Nothing close'));
    expect(edited).toMatchObject({ embeds: [], buttons: [] });
    expect(await traces(before)).toEqual([]);
  });

  it('away loses its answer', async () => {
    const before = 'So how high did the river rise in Tarnow?';
    const { said, reply } = await talk.mention(ada, before, newChannel());
    await ada.edits(said, 'never mind');
    await reply.waitUntil(({ deleted }) => deleted);
    expect(await traces(before)).toEqual([]);
  });

  it('but says the same keeps its answer as it is', async () => {
    const { said, reply } = await talk.mention(ada, TARNOW, newChannel());
    await ada.edits(said, `${newsroom.mentionWith(TARNOW)} ${ben.mention}`);
    await traces(TARNOW);
    expect(reply.now()).toMatchObject({ edited: false, deleted: false });
  });
});

describe('a question that is deleted', () => {
  it('takes its answer along, and what was kept', async () => {
    const question = 'Hm, how high did the river rise in Tarnow?';
    const { said, reply } = await talk.mention(ada, question, newChannel());
    expect(await traces(question)).not.toEqual([]);
    await ada.deletes(said);
    await reply.waitUntil(({ deleted }) => deleted);
    expect(await traces(question)).toEqual([]);
  });

  it('does so after a restart, when nothing else is known of it', async () => {
    const question = 'And how high did the river rise in Tarnow?';
    const asked = await talk.mention(ada, question, newChannel().addThread('Floods'));
    const direct = await talk.say(ada, question, ada.dm);
    await newsroom.stopBot();
    await newsroom.startBot();
    for (const { said, reply } of [asked, direct]) {
      await ada.deletes(said);
      await reply.waitUntil(({ deleted }) => deleted);
    }
    expect(await traces(question)).toEqual([]);
  });

  it('does so when it is gone before the answer comes', async () => {
    const question = 'Ah, how high did the river rise in Tarnow?';
    const channel = newChannel();
    await whileAnswering(async () => {
      await ada.deletes(await ada.writes(newsroom.mentionWith(question), { in: channel }));
    });
    await newsroom.standIn.until('the answer to be gone', () =>
      channel.log.some(({ author, isDeleted }) => author.id !== ada.id && isDeleted),
    );
    expect(channel.messages).toEqual([]);
    expect(await traces(question)).toEqual([]);
  });

  it('does so together with others, at a stroke', async () => {
    const question = 'But how high did the river rise in Tarnow?';
    const channel = newChannel();
    const thread = await talk.openThread(ada, (await talk.mention(ada, TARNOW, channel)).reply);
    const elsewhere = await talk.mention(ben, question, thread);
    await talk.mention(ada, `${question} Please.`, channel);
    newsroom.standIn.trouble.purge(channel);
    expect(await traces(`${question} Please.`)).toEqual([]);
    newsroom.standIn.trouble.purge(thread);
    expect(await traces(question)).toEqual([]);
    expect(elsewhere.reply.deletedByNow()).toBe(true);
  });

  it('takes what others were shown on top along', async () => {
    const question = 'Then how high did the river rise in Tarnow?';
    const { said, reply } = await talk.mention(ada, question, newChannel());
    await talk.press(ben, reply, 'More quotes');
    await ada.deletes(said);
    expect(await traces(question)).toEqual([]);
  });

  it('and found nothing leaves no gap', async () => {
    const question = `Well, ${NOBODY_KNOWS}`;
    const { said } = await talk.mention(ada, question, newChannel());
    expect(await traces(question)).not.toEqual([]);
    await ada.deletes(said);
    expect(await traces(question)).toEqual([]);
  });
});

describe('a message of somebody that a question was about', () => {
  /** Lets Ada ask whether something is true that Ben wrote, and that Discord shows to the bot. */
  async function askAbout(
    claim: string,
    channel: Channel,
  ): Promise<Asked & { readonly source: SeenMessage }> {
    const { said: source } = await talk.mention(ben, claim, channel);
    await talk.mention(ben, HARLOW, channel);
    const asked = await talk.say(ada, newsroom.mentionWith('true?'), channel, source);
    expect((await talk.quotes(asked.reply))[0]).toContain(TARNOW_ROSE);
    return { ...asked, source };
  }

  it('takes the answer along when it is deleted', async () => {
    const claim = 'Now, how high did the river rise in Tarnow?';
    const channel = newChannel();
    const { source, reply } = await askAbout(claim, channel);
    await ben.deletes(source);
    await reply.waitUntil(({ deleted }) => deleted);
    expect(await traces(claim)).toEqual([]);
  });

  it('takes along what was shared of “Find quotes on this”', async () => {
    const claim = 'They say that the river rose by three metres in Tarnow.';
    const channel = newChannel();
    const source = await ben.writes(claim, { in: channel });
    const found = await ada.runsOnMessage('Find quotes on this', source, { in: channel });
    const shared = await talk.press(ada, await found.reply(), 'Share');
    expect(shared.content).toContain(claim);
    await ben.deletes(source);
    await shared.waitUntil(({ deleted }) => deleted);
    expect(await traces(claim)).toEqual([]);
  });

  it('is still what an edited remark asks about', async () => {
    const channel = newChannel();
    const { said, reply } = await askAbout(TARNOW, channel);
    await ada.edits(said, newsroom.mentionWith('is that true?'));
    await traces(TARNOW);
    expect(reply.now()).toMatchObject({ edited: false, embeds: reply.embeds });
  });
});

describe('what was kept of an answer is forgotten', () => {
  it('when a moderator deletes the answer', async () => {
    const question = 'Still, how high did the river rise in Tarnow?';
    const { reply } = await talk.mention(ada, question, newChannel());
    newsroom.standIn.trouble.deleteMessage(reply);
    expect(await traces(question)).toEqual([]);
  });

  it('when its channel is deleted, with the threads there', async () => {
    const [first, second] = [`Okay, ${TARNOW}`, `Right, ${HARLOW}`];
    const channel = newChannel();
    const { reply } = await talk.mention(ada, first, channel);
    await talk.mention(ada, second, await talk.openThread(ada, reply));
    newsroom.standIn.trouble.deleteChannel(channel);
    expect(await traces(first)).toEqual([]);
    expect(await traces(second)).toEqual([]);
  });

  it('when its thread is deleted, also one that was archived before the bot started', async () => {
    const question = `Also, ${TARNOW}`;
    const thread = newChannel().addThread('Floods');
    await talk.mention(ada, question, thread);
    await newsroom.stopBot();
    thread.archive();
    await newsroom.startBot();
    newsroom.standIn.trouble.deleteChannel(thread);
    expect(await traces(question)).toEqual([]);
  });
});

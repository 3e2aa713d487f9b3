import { beforeAll, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { readJsonLines } from '../../src/json-lines.ts';
import type { Channel } from '../support/discord-stand-in/channel.ts';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { Moderator } from '../support/moderator.ts';
import { Newsroom } from '../support/newsroom.ts';
import { Talk } from '../support/talk.ts';

const MAYOR = 'who is the mayor of Kyiv?';
const MISSILES = 'How many cruise missiles did Russia fire on 29 December?';
const VOTES = 'how many votes did the UN resolution get?';
const CHESS = 'Who won the chess tournament in Sydney?';
const HASTY = { DISCUSSION_WAIT_SECONDS: '0', DISCUSSION_COOL_DOWN_MINUTES: '0' };
const PATIENCE = { timeoutMs: 30_000 };

let newsroom: Newsroom;
let talk: Talk;
let ada: Member;
let ben: Member;

async function open(env: Readonly<Record<string, string>>): Promise<() => Promise<void>> {
  newsroom = await Newsroom.open({ readsMessages: true, env });
  talk = new Talk(newsroom);
  ada = newsroom.server.addMember('Ada');
  ben = newsroom.server.addMember('Ben');
  return () => newsroom.close();
}

/** A channel where the bot may join in. */
async function newChannel(room = newsroom): Promise<Channel> {
  const channel = room.server.addChannel('discussion');
  await room.setMode(channel, 'discussion');
  return channel;
}

/** What the bot has said in a channel once it has judged every question asked so far anywhere. */
async function saidIn(channel: Channel, room = newsroom): Promise<SeenMessage[]> {
  await joinedBy(room.server.owner, await newChannel(room));
  return channel.messages.filter(
    ({ authorId, ephemeral }) => authorId === room.standIn.bot.user.id && !ephemeral,
  );
}

/** Asks nobody in particular, and waits until the bot joins in. */
async function joinedBy(member: Member, channel: Channel, question: string = MAYOR) {
  const said = await member.writes(question, { in: channel });
  return said.botReply(PATIENCE);
}

function readTexts(name: string): Promise<{ text: string }[]> {
  const text = v.pipe(
    v.union([v.object({ text: v.string() }), v.object({ question: v.string() })]),
    v.transform((line) => ({ text: 'text' in line ? line.text : line.question })),
  );
  return readJsonLines(`tests/eval/${name}.jsonl`, text);
}

describe('in a channel with discussion mode, when nobody has answered for a while,', () => {
  beforeAll(() => open({ DISCUSSION_WAIT_SECONDS: '1' }));

  describe.concurrent('the bot', () => {
    it('answers a question that it is sure of, with buttons against it', async () => {
      const channel = await newChannel();
      const said = await ada.writes(MAYOR, { in: channel });
      const reply = await said.botReply(PATIENCE);
      expect(reply).toMatchObject({ repliesTo: said.id, content: '' });
      expect((await talk.quotes(reply))[0]).toContain('Klitschko');
      expect(reply.buttons.map(({ label }) => label).slice(-5)).toEqual([
        'Useful',
        'Not useful',
        'Not for me',
        'Not in this channel',
        'Remove',
      ]);
    });

    it('answers in threads of the channel too', async () => {
      const thread = (await newChannel()).addThread('Kyiv');
      expect((await talk.quotes(await joinedBy(ada, thread)))[0]).toContain('Klitschko');
    });

    it('is silent where it is not sure, and tells nobody', async () => {
      const channel = await newChannel();
      await ada.writes(CHESS, { in: channel });
      expect(await saidIn(channel)).toEqual([]);
    });

    it('is silent in channels with another mode', async () => {
      const channel = newsroom.server.addChannel('talk');
      await ada.writes(MAYOR, { in: channel });
      expect(await saidIn(channel)).toEqual([]);
    });

    it.each([
      ['a reply', 'ask his mother', true],
      ['an answer', 'the mayor of Kyiv is called Klitschko', false],
    ])('is silent after %s of somebody else', async (_, content, isReply) => {
      const channel = await newChannel();
      const said = await ada.writes(MAYOR, { in: channel });
      await ben.writes(content, { in: channel, ...(isReply && { replyTo: said }) });
      expect(await saidIn(channel)).toEqual([]);
    });

    it('is silent when it was asked about the message', async () => {
      const channel = await newChannel();
      const said = await ada.writes(MAYOR, { in: channel });
      await talk.say(ben, newsroom.mentionWith(''), channel, said);
      expect(await saidIn(channel)).toHaveLength(1);
    });

    it('is silent when it has just answered the same', async () => {
      const channel = await newChannel();
      await talk.ask(ben, MAYOR, channel);
      await ada.writes(MAYOR, { in: channel });
      expect(await saidIn(channel)).toHaveLength(1);
    });

    it('is silent when the question was edited or deleted meanwhile', async () => {
      const channel = await newChannel();
      await ada.edits(await ada.writes(MAYOR, { in: channel }), `${MAYOR} edit: nvm`);
      await ada.deletes(await ada.writes(MAYOR, { in: channel }));
      expect(await saidIn(channel)).toEqual([]);
    });

    it('is silent when the channel was given another mode meanwhile', async () => {
      const channel = await newChannel();
      await ada.writes(MAYOR, { in: channel });
      await newsroom.setMode(channel, 'mentions');
      expect(await saidIn(channel)).toEqual([]);
    });

    it('answers one question and not the next ones, as it has to cool down', async () => {
      const channel = await newChannel();
      await ada.writes(MISSILES, { in: channel });
      await ben.writes(VOTES, { in: channel });
      const [first, ...others] = await saidIn(channel);
      expect((await talk.quotes(first!))[0]).toContain('69 cruise missiles');
      expect(others).toEqual([]);
      await ada.writes(VOTES, { in: channel });
      expect(await saidIn(channel)).toHaveLength(1);
      expect((await talk.mention(ada, VOTES, channel)).reply.embeds).not.toEqual([]);
    });
  });

  it('the bot follows edits of what it answered, and a deletion', async () => {
    const channel = await newChannel();
    const said = await ada.writes(MAYOR, { in: channel });
    const reply = await said.botReply(PATIENCE);
    await ada.edits(said, MISSILES);
    const edited = await reply.waitUntil(({ text }) => text.includes('69 cruise missiles'));
    expect(edited.buttons.map(({ label }) => label)).toContain('Not for me');
    await ada.edits(said, CHESS);
    await reply.waitUntil(({ deleted }) => deleted);

    const other = await ada.writes(MAYOR, { in: await newChannel() });
    const answer = await other.botReply(PATIENCE);
    await ada.deletes(other);
    await answer.waitUntil(({ deleted }) => deleted);
  });
});

describe('a bot that joins in without waiting or cooling down', () => {
  beforeAll(() => open(HASTY));

  it('is woken by 300 messages of chatter at most 3 times', async () => {
    const channel = await newChannel();
    const chatter = await readTexts('chatter');
    for (const { text } of chatter) await ada.writes(text, { in: channel });
    expect(chatter).toHaveLength(300);
    expect((await saidIn(channel)).map(({ text }) => text).slice(3)).toEqual([]);
  });

  it('answers at least 40 of 50 questions, each in a channel of its own', async () => {
    const channels: Channel[] = [];
    for (const { text } of await readTexts('discussion-questions')) {
      const channel = await newChannel();
      channels.push(channel);
      await ben.writes(text, { in: channel });
    }
    expect(channels).toHaveLength(50);
    await saidIn(newsroom.general);
    const answered = channels.filter(({ messages }) => messages.length === 2);
    expect(answered.length).toBeGreaterThanOrEqual(40);
  });

  it('leaves a member alone who does not want it, until they take that back', async () => {
    const cleo = newsroom.server.addMember('Cleo');
    const channel = await newChannel();
    const reply = await joinedBy(cleo, channel);
    const note = await talk.press(cleo, reply, 'Not for me');
    expect(note.ephemeral).toBe(true);
    expect(note.content).toContain('`/privacy` undoes that');
    await cleo.writes(MISSILES, { in: channel });
    expect(await saidIn(channel)).toHaveLength(1);
    await joinedBy(ben, channel, MISSILES);

    const page = await (await cleo.runs('privacy', {}, { in: channel })).reply();
    expect(page.text).toContain('**1 server** on which I do not answer you unasked');
    const { interaction } = await cleo.presses(page, 'Answer me unasked again');
    await page.waitUntil(() => interaction.isOriginalAnswered);
    await joinedBy(cleo, channel, VOTES);
  });

  it('leaves a channel alone when a moderator says so, and nobody else', async () => {
    const channel = await newChannel();
    const moderator = Moderator.join(newsroom.server, 'Mo', channel);
    const reply = await joinedBy(ada, channel);
    const refusal = await talk.press(ben, reply, 'Not in this channel');
    expect(refusal).toMatchObject({ ephemeral: true });
    expect(refusal.content).toContain('Only moderators can do that');
    const next = await joinedBy(ada, channel, MISSILES);
    expect((await talk.press(moderator.member, next, 'Not in this channel')).content).toContain(
      '`/settings channel` undoes that',
    );
    await ada.writes(VOTES, { in: channel });
    expect(await saidIn(channel)).toHaveLength(2);
    expect((await moderator.runs('corpus log')).text).toContain(
      `answers in ${channel.mention}: discussion → mentions`,
    );
    await moderator.runs('settings channel', { mode: 'discussion' });
    await joinedBy(ada, channel, VOTES);
  });

  it('never answers what bots and other programs write', async () => {
    const channel = await newChannel();
    const other = newsroom.server.addBot('Verbatim II');
    await other.writes(MAYOR, { in: channel });
    channel.postByWebhook('Newswire', MAYOR);
    await other.writes(newsroom.mentionWith(MISSILES), { in: channel });
    expect(await saidIn(channel)).toEqual([]);
  });

  it('and another bot of its kind do not answer each other', async () => {
    const rival = await Newsroom.open({ readsMessages: true, env: HASTY });
    try {
      const rooms = [
        { room: newsroom, channel: await newChannel(), member: ada },
        { room: rival, channel: await newChannel(rival), member: rival.server.addMember('Ada') },
      ];
      // Both see the same question of a member, and each the other's answer as that of a bot.
      const [mine, theirs] = await Promise.all(
        rooms.map(({ channel, member }) => joinedBy(member, channel, MISSILES)),
      );
      for (const [position, { room, channel }] of rooms.entries()) {
        const other = room.server.addBot('Verbatim II');
        const [own, foreign] = position === 0 ? [mine!, theirs!] : [theirs!, mine!];
        await other.writes(foreign.text, { in: channel });
        await other.writes(foreign.text, { in: channel, replyTo: own });
        await other.writes(room.mentionWith(VOTES), { in: channel, replyTo: own });
        expect(await saidIn(channel, room)).toHaveLength(1);
      }
    } finally {
      await rival.close();
    }
  });
});

describe('discussion mode without the right to read messages', () => {
  beforeAll(async () => {
    newsroom = await Newsroom.open();
    talk = new Talk(newsroom);
    return () => newsroom.close();
  });

  it('is refused, with what is missing and how to get it', async () => {
    const moderator = Moderator.join(newsroom.server, 'Mo', newsroom.general);
    const refusal = await moderator.runs('settings channel', { mode: 'discussion' });
    expect(refusal).toMatchObject({ ephemeral: true, embeds: [] });
    expect(refusal.content).toContain('**Message Content Intent**');
    expect(refusal.content).toContain('`MESSAGE_CONTENT=on`');
    const page = await moderator.runs('settings show');
    expect(page.text).toContain('`discussion`, I may join in unasked: none');
    expect(page.text).toContain('there is no discussion mode');
  });
});

import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ConversationStore, type LatestAnswer } from '../../src/state/conversations.ts';
import type { Channel } from '../support/discord-stand-in/channel.ts';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { FLOOD_FILES } from '../support/floods.ts';
import { Newsroom } from '../support/newsroom.ts';
import { Talk } from '../support/talk.ts';

const TARNOW = 'How high did the river rise in Tarnow?';
const HARLOW = 'How high did the river rise in Harlow?';
const CROWD = 20;

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

function linkTo({ id, channelId }: SeenMessage): string {
  return `https://discord.com/channels/${newsroom.server.id}/${channelId}/${id}`;
}

/** Whether a message answers, and does not point to another that does. */
function isAnswer({ content, embeds }: SeenMessage): boolean {
  return embeds.length > 0 && !content.includes('I have just answered that');
}

function latestIn({ id }: Channel): Promise<LatestAnswer | null> {
  return newsroom.readState((state) => new ConversationStore(state).latestIn(id));
}

describe('the same question twice in a row in one channel', () => {
  it('is answered by a link to the answer above', async () => {
    const channel = newChannel();
    const { reply } = await talk.mention(ada, TARNOW, channel);
    const again = await talk.mention(ben, 'in tarnow the river did rise how high', channel);
    expect(again.reply).toMatchObject({
      content: `I have just answered that: ${linkTo(reply)}`,
      embeds: [],
    });
  });

  it('is answered once more, privately and with the link, with /ask', async () => {
    const channel = newChannel();
    const answer = await talk.ask(ada, TARNOW, channel);
    const again = await talk.ask(ben, TARNOW, channel);
    expect(again).toMatchObject({ ephemeral: true, embeds: answer.embeds });
    expect(again.content).toContain(`I have just answered that: ${linkTo(answer)}`);
    const mentioned = await talk.mention(ben, TARNOW, channel);
    expect(mentioned.reply.content).toContain(linkTo(answer));
  });

  it('points to the answer after a restart too', async () => {
    const channel = newChannel();
    const { reply } = await talk.mention(ada, TARNOW, channel);
    await newsroom.stopBot();
    await newsroom.startBot();
    expect((await talk.mention(ben, TARNOW, channel)).reply.content).toContain(linkTo(reply));
  });

  it('is answered when something else was answered in between', async () => {
    const channel = newChannel();
    for (const question of [TARNOW, HARLOW, TARNOW]) {
      expect(isAnswer((await talk.mention(ada, question, channel)).reply)).toBe(true);
    }
  });

  it('is answered when the answer above is gone, or only one member saw it', async () => {
    const channel = newChannel();
    await talk.ask(ada, TARNOW, channel, { private: true });
    const { reply } = await talk.mention(ada, TARNOW, channel);
    expect(isAnswer(reply)).toBe(true);
    newsroom.standIn.trouble.deleteMessage(reply);
    // The bot hears of both at once, and nobody writes that fast.
    await vi.waitFor(async () => expect(await latestIn(channel)).toBeNull());
    expect(isAnswer((await talk.mention(ben, TARNOW, channel)).reply)).toBe(true);
  });

  it('is answered in another channel or thread', async () => {
    const channel = newChannel();
    for (const place of [channel, channel.addThread('Floods'), newChannel()]) {
      expect(isAnswer((await talk.mention(ada, TARNOW, place)).reply)).toBe(true);
    }
  });

  it('is answered within other limits, and not within the same', async () => {
    const channel = newChannel();
    const limits = { outlet: 'The Morning Post' };
    expect(isAnswer(await talk.ask(ada, TARNOW, channel))).toBe(true);
    const answer = await talk.ask(ada, TARNOW, channel, limits);
    expect(isAnswer(answer)).toBe(true);
    expect((await talk.ask(ben, TARNOW, channel, limits)).content).toContain(linkTo(answer));
    expect(isAnswer((await talk.mention(ben, TARNOW, channel)).reply)).toBe(true);
  });

  it.each([
    ['mentions', (member: Member, channel: Channel) => mention(member, channel)],
    ['/ask', (member: Member, channel: Channel) => talk.ask(member, TARNOW, channel)],
  ])(`gets something to each of ${CROWD} members who ask at once by %s`, async (_, askBy) => {
    const channel = newChannel();
    const members = Array.from({ length: CROWD }, (__, number) =>
      newsroom.server.addMember(`Member ${number}`),
    );
    const replies = await Promise.all(members.map((member) => askBy(member, channel)));
    const answers = replies.filter(({ embeds }) => embeds.length > 0);
    const links = replies.filter(({ content }) => content.includes('I have just answered that'));
    expect(answers.length).toBeGreaterThan(0);
    expect(new Set([...answers, ...links]).size).toBe(CROWD);
  });
});

async function mention(member: Member, channel: Channel): Promise<SeenMessage> {
  return (await talk.mention(member, TARNOW, channel)).reply;
}

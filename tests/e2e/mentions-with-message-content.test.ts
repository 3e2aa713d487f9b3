import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../support/discord-stand-in/channel.ts';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { Newsroom } from '../support/newsroom.ts';
import { quotesIn } from '../support/shown-quotes.ts';

const MISSILES = 'How many cruise missiles did Russia fire on 29 December?';

let newsroom: Newsroom;
/** Of its own for each test, since the same is not answered twice in a row in one channel. */
let channel: Channel;
let ada: Member;
let ben: Member;

beforeAll(async () => {
  newsroom = await Newsroom.open({ readsMessages: true });
  ada = newsroom.server.addMember('Ada');
  ben = newsroom.server.addMember('Ben');
  return () => newsroom.close();
});

beforeEach(() => {
  channel = newsroom.server.addChannel('talk');
});

async function answerTo(remark: string, claim: SeenMessage): Promise<SeenMessage> {
  const said = await ada.writes(newsroom.mentionWith(remark), { in: channel, replyTo: claim });
  const reply = await said.botReply();
  expect(reply.repliesTo).toBe(said.id);
  return reply;
}

describe('a mention in reply to a message that the bot may read', () => {
  it.each(['', 'is that true?', '?', 'source please'])(
    'takes that message for the question when it says no more than “%s”',
    async (remark) => {
      const claim = await ben.writes(MISSILES, { in: channel });
      const [quote] = await quotesIn(await answerTo(remark, claim), newsroom.corpusDir);
      expect(quote?.text).toContain('fired 69 cruise missiles');
    },
  );

  it('asks its own question if it has one', async () => {
    const claim = await ben.writes(MISSILES, { in: channel });
    const reply = await answerTo('Who is the mayor of Kyiv?', claim);
    const [quote] = await quotesIn(reply, newsroom.corpusDir);
    expect(quote?.text).toContain('Klitschko');
  });

  it('finds nothing on a message of nothing but a picture, and says what to do', async () => {
    const claim = await ben.writes('', {
      in: channel,
      files: [{ name: 'cat.png', content: Buffer.from('cat') }],
    });
    const reply = await answerTo('is that true?', claim);
    expect(reply.embeds).toEqual([]);
    expect(reply.content).toContain('no text');
  });

  it('is answered when that message is gone before the answer comes', async () => {
    const claim = await ben.writes(MISSILES, { in: channel });
    const said = await ada.writes(newsroom.mentionWith('true?'), {
      in: channel,
      replyTo: claim,
    });
    await ben.deletes(claim);
    expect(await said.botReply()).toMatchObject({ repliesTo: said.id });
  });
});

describe('a message that the bot may read', () => {
  it('is left alone unless it mentions the bot', async () => {
    await ben.writes(MISSILES, { in: channel });
    await ben.writes(`Verbatim, ${MISSILES}`, { in: channel });
    const said = await ada.writes(newsroom.mentionWith(MISSILES), { in: channel });
    const reply = await said.botReply();
    expect(channel.messages.slice(2).map(({ id }) => id)).toEqual([said.id, reply.id]);
  });
});

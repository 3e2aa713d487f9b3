import { beforeAll, describe, expect, it } from 'vitest';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { Newsroom } from '../support/newsroom.ts';
import { quotesIn } from '../support/shown-quotes.ts';

const MISSILES = 'How many cruise missiles did Russia fire on 29 December?';

let newsroom: Newsroom;
let ada: Member;
let ben: Member;

beforeAll(async () => {
  newsroom = await Newsroom.open({ readsMessages: true });
  ada = newsroom.server.addMember('Ada');
  ben = newsroom.server.addMember('Ben');
  return () => newsroom.close();
});

async function answerTo(remark: string, claim: SeenMessage): Promise<SeenMessage> {
  const channel = newsroom.general;
  const said = await ada.writes(newsroom.mentionWith(remark), { in: channel, replyTo: claim });
  const reply = await said.botReply();
  expect(reply.repliesTo).toBe(said.id);
  return reply;
}

describe('a mention in reply to a message that the bot may read', () => {
  it.each(['', 'is that true?', '?', 'source please'])(
    'takes that message for the question when it says no more than “%s”',
    async (remark) => {
      const claim = await ben.writes(MISSILES, { in: newsroom.general });
      const [quote] = await quotesIn(await answerTo(remark, claim), newsroom.corpusDir);
      expect(quote?.text).toContain('fired 69 cruise missiles');
    },
  );

  it('asks its own question if it has one', async () => {
    const claim = await ben.writes(MISSILES, { in: newsroom.general });
    const reply = await answerTo('Who is the mayor of Kyiv?', claim);
    const [quote] = await quotesIn(reply, newsroom.corpusDir);
    expect(quote?.text).toContain('Klitschko');
  });

  it('finds nothing on a message of nothing but a picture, and says what to do', async () => {
    const claim = await ben.writes('', {
      in: newsroom.general,
      files: [{ name: 'cat.png', content: Buffer.from('cat') }],
    });
    const reply = await answerTo('is that true?', claim);
    expect(reply.embeds).toEqual([]);
    expect(reply.content).toContain('no text');
  });

  it('is answered when that message is gone before the answer comes', async () => {
    const claim = await ben.writes(MISSILES, { in: newsroom.general });
    const said = await ada.writes(newsroom.mentionWith('true?'), {
      in: newsroom.general,
      replyTo: claim,
    });
    await ben.deletes(claim);
    expect(await said.botReply()).toMatchObject({ repliesTo: said.id });
  });
});

describe('a message that the bot may read', () => {
  it('is left alone unless it mentions the bot', async () => {
    const channel = newsroom.server.addChannel('talk');
    await ben.writes(MISSILES, { in: channel });
    await ben.writes(`Verbatim, ${MISSILES}`, { in: channel });
    const said = await ada.writes(newsroom.mentionWith(MISSILES), { in: channel });
    const reply = await said.botReply();
    expect(channel.messages.slice(2).map(({ id }) => id)).toEqual([said.id, reply.id]);
  });
});

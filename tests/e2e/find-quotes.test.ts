import { beforeAll, describe, expect, it } from 'vitest';
import type { Channel } from '../support/discord-stand-in/channel.ts';
import type { Exchange } from '../support/discord-stand-in/exchange.ts';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { Newsroom } from '../support/newsroom.ts';
import { quotesIn } from '../support/shown-quotes.ts';

const CLAIM = 'Russia fired 69 cruise missiles at Ukraine on 29 December.';

let newsroom: Newsroom;
let general: Channel;
let ada: Member;
let ben: Member;

beforeAll(async () => {
  newsroom = await Newsroom.open();
  general = newsroom.general;
  ada = newsroom.server.addMember('Ada');
  ben = newsroom.server.addMember('Ben');
  return () => newsroom.close();
});

function findQuotes(message: SeenMessage, channel = general): Promise<Exchange> {
  return ada.runsOnMessage('Find quotes on this', message, { in: channel });
}

describe('“Find quotes on this”', () => {
  it('answers whoever used it, and nobody else', async () => {
    const exchange = await findQuotes(await ben.writes(CLAIM, { in: general }));
    expect(await exchange.acknowledged()).toMatchObject({ ephemeral: true });
    const reply = await exchange.reply();
    expect(reply).toMatchObject({ ephemeral: true, content: '' });
    const [quote] = await quotesIn(reply, newsroom.corpusDir);
    expect(quote?.text).toContain('fired 69 cruise missiles');
  });

  it('gives quotes that whoever used it can share', async () => {
    const claim = await ben.writes(CLAIM, { in: general });
    const found = await (await findQuotes(claim)).reply();
    const shared = await (await ada.presses(found, 'Share')).reply();
    expect(shared).toMatchObject({ ephemeral: false, pings: [] });
    expect(shared.content).toContain(CLAIM);
    expect(await quotesIn(shared, newsroom.corpusDir)).not.toEqual([]);
  });

  it('reads past mentions, emoji and formatting', async () => {
    const claim = await ben.writes(`${ada.mention} <a:siren:123> **${CLAIM}** || <#1> ||`, {
      in: general,
    });
    const reply = await (await findQuotes(claim)).reply();
    const [quote] = await quotesIn(reply, newsroom.corpusDir);
    expect(quote?.text).toContain('fired 69 cruise missiles');
  });

  it('says so when there is nothing close enough', async () => {
    const claim = await ben.writes('I had noodles for lunch.', { in: general });
    const reply = await (await findQuotes(claim)).reply();
    expect(reply).toMatchObject({ ephemeral: true, embeds: [] });
    expect(reply.content).toContain('Nothing close enough');
  });

  it.each([
    ['of nothing but a picture', '', [{ name: 'cat.png', content: 'cat' }]],
    ['of nothing but mentions', '<@1> <:cat:2> <#3>', []],
  ])('says so when there is no text in a message %s', async (_, content, files) => {
    const reply = await (
      await findQuotes(await ben.writes(content, { in: general, files }))
    ).reply();
    expect(reply).toMatchObject({ ephemeral: true, embeds: [] });
    expect(reply.content).toBe('There is no text in that message that I could look for.');
  });

  it('finds out what an answer of the bot is based on', async () => {
    const asked = await ada.runs('ask', { question: CLAIM }, { in: general });
    const reply = await (await findQuotes(await asked.reply())).reply();
    expect(reply).toMatchObject({ ephemeral: true, embeds: [] });
    expect(reply.content).toBe('There is no text in that message that I could look for.');
  });

  it('works in direct messages and in threads', async () => {
    for (const channel of [ada.dm, general.addThread('Claims')]) {
      const claim = await ada.writes(CLAIM, { in: channel });
      const reply = await (await findQuotes(claim, channel)).reply();
      expect(await quotesIn(reply, newsroom.corpusDir)).not.toEqual([]);
    }
  });

  it('takes a very long message', async () => {
    const claim = await ben.writes(`${CLAIM} ${'And so on. '.repeat(170)}`, { in: general });
    const reply = await (await findQuotes(claim)).reply();
    expect(reply.ephemeral).toBe(true);
    expect(reply.text).not.toBe('');
  });
});

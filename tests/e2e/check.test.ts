import { beforeAll, describe, expect, it } from 'vitest';
import type { Channel } from '../support/discord-stand-in/channel.ts';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { Newsroom } from '../support/newsroom.ts';
import { readMarkdown } from '../support/read-markdown.ts';

const BRIDGE = `---
title: Council votes for a new bridge
date: 2022-11-16
outlet: The Morning Post
---

On Tuesday the council of Linford voted for a new bridge over the river. It will cost 12 million
euros, said Mayor Ada Fenwick. “Nobody shall wait for a ferry again,” she told the *council*.

The old bridge had been closed after the flood of 2019.
`;
const EXACT = 'Nobody shall wait for a ferry again';

let newsroom: Newsroom;
let general: Channel;
let ada: Member;
let ben: Member;

beforeAll(async () => {
  newsroom = await Newsroom.open({ articles: { 'bridge.md': BRIDGE } });
  general = newsroom.general;
  ada = newsroom.server.addMember('Ada');
  ben = newsroom.server.addMember('Ben');
  return () => newsroom.close();
});

async function check(text: string, channel = general): Promise<SeenMessage> {
  return (await ada.runs('check', { text }, { in: channel })).reply();
}

async function checkMessage(content: string, channel = general): Promise<SeenMessage> {
  const message = await ben.writes(content, { in: channel });
  return (await ada.runsOnMessage('Check quotes in this', message, { in: channel })).reply();
}

function titles({ embeds }: SeenMessage): (string | undefined)[] {
  return embeds.map(({ title }) => title);
}

describe('/check', () => {
  it('shows an exact quote in its sentence, with outlet and date, to the asker alone', async () => {
    const exchange = await ada.runs('check', { text: `"${EXACT}"` }, { in: general });
    expect(await exchange.acknowledged()).toMatchObject({ ephemeral: true });
    const reply = await exchange.reply();
    expect(reply).toMatchObject({ ephemeral: true, pings: [] });
    expect(titles(reply)).toEqual(['Exact', 'Council votes for a new bridge']);
    const quote = reply.embeds[1];
    expect(quote?.author?.name).toBe('The Morning Post · 16 November 2022');
    const { text, bold, markup } = readMarkdown(quote?.description ?? '');
    expect(text).toBe('““Nobody shall wait for a ferry again,” she told the *council*.”');
    expect(bold).toEqual([EXACT]);
    expect(markup).toEqual([]);
  });

  it('strikes what the article has, and shows in bold what took its place', async () => {
    const reply = await check('It will cost 21 million euros, said Mayor Ada Fenwick.');
    expect(titles(reply)).toEqual(['Altered', 'Council votes for a new bridge']);
    const description = reply.embeds[0]?.description ?? '';
    expect(description).toContain('Number changed: “12” in the article, “21” here');
    expect(description).toContain('It will cost ~~12~~ **21** million euros');
  });

  it('says that a paraphrase is not in the articles', async () => {
    const reply = await check('The mayor promised that people will not have to use a boat.');
    expect(titles(reply)).toEqual(['Not in the articles']);
  });

  it('shows hostile text as it is', async () => {
    const reply = await check(`@everyone <@${ben.id}> ||It|| will cost **21** million euros \`x\``);
    expect(reply.pings).toEqual([]);
    expect(reply.embeds[0]?.description).toContain(String.raw`\@everyone`);
  });

  it.each(['<@1> <:cat:2>', '“…”', '!!! ???'])(
    'says so when there are no words in %s',
    async (text) => {
      const reply = await check(text);
      expect(reply).toMatchObject({ ephemeral: true, embeds: [] });
      expect(reply.content).toContain('no words in that');
    },
  );
});

describe('“Check quotes in this”', () => {
  it('checks every quotation of a message by itself', async () => {
    const reply = await checkMessage(
      `She said "${EXACT}", and “The old bridge had been open after the flood”. And: ` +
        '"we never promised anybody a tunnel"',
    );
    expect(reply).toMatchObject({ ephemeral: true, pings: [] });
    expect(titles(reply).filter((title) => !title?.startsWith('Council'))).toEqual([
      'Exact',
      'Altered',
      'Not in the articles',
    ]);
  });

  it('checks block quotes, and reads past formatting', async () => {
    const reply = await checkMessage(`look:\n> **${EXACT}**\nsays ${ada.mention}`);
    expect(titles(reply)[0]).toBe('Exact');
  });

  it('checks a message without quotation marks as a whole', async () => {
    const reply = await checkMessage('The old bridge had not been closed after the flood of 2019.');
    expect(reply.embeds[0]?.description).toContain('Negation changed');
  });

  it('takes a passage with quotations in it for one quote', async () => {
    const reply = await checkMessage(
      'It will cost 13 million euros, said Mayor Ada Fenwick. "Nobody shall wait for a ferry again," she told the council.',
    );
    expect(titles(reply)).toEqual(['Altered', 'Council votes for a new bridge']);
  });

  it.each([
    ['of nothing but a picture', '', [{ name: 'cat.png', content: 'cat' }]],
    ['of nothing but mentions', '<@1> <:cat:2> <#3>', []],
  ])('says so when there is no text in a message %s', async (_, content, files) => {
    const message = await ben.writes(content, { in: general, files });
    const reply = await (
      await ada.runsOnMessage('Check quotes in this', message, { in: general })
    ).reply();
    expect(reply).toMatchObject({ ephemeral: true, embeds: [] });
    expect(reply.content).toBe('There is no text in that message that I could look for.');
  });

  it('works in direct messages and in threads, and takes a very long message', async () => {
    for (const channel of [ada.dm, general.addThread('Claims')]) {
      const claim = await ada.writes(`"${EXACT}" ${'And so on. '.repeat(170)}`, { in: channel });
      const found = await ada.runsOnMessage('Check quotes in this', claim, { in: channel });
      expect(titles(await found.reply())[0]).toBe('Exact');
    }
  });

  it('says how many quotations it left out', async () => {
    const reply = await checkMessage('"one two three four" '.repeat(7));
    expect(reply.content).toContain('2 more quotations');
  });
});

import { InteractionResponseType, PermissionFlagsBits } from 'discord-api-types/v10';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Channel } from '../support/discord-stand-in/channel.ts';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { Newsroom } from '../support/newsroom.ts';
import { quotesIn, type ShownQuote } from '../support/shown-quotes.ts';

const MISSILES = 'How many cruise missiles did Russia fire on 29 December?';
const CHESS = 'Who won the chess tournament in Sydney?';

let newsroom: Newsroom;
let ada: Member;

beforeAll(async () => {
  newsroom = await Newsroom.open();
  ada = newsroom.server.addMember('Ada');
  return () => newsroom.close();
});

async function ask(
  question: string,
  { in: channel = newsroom.general, ...options }: { in?: Channel; private?: boolean } = {},
): Promise<SeenMessage> {
  const exchange = await ada.runs('ask', { question, ...options }, { in: channel });
  return exchange.reply();
}

function quotes(reply: SeenMessage): Promise<ShownQuote[]> {
  return quotesIn(reply, newsroom.corpusDir);
}

describe('/ask', () => {
  it('is answered for all to see, word for word', async () => {
    const exchange = await ada.runs('ask', { question: MISSILES }, { in: newsroom.general });
    expect(await exchange.acknowledged()).toMatchObject({
      type: InteractionResponseType.DeferredChannelMessageWithSource,
      ephemeral: false,
    });
    const reply = await exchange.reply();
    expect(reply).toMatchObject({ ephemeral: false, content: '' });

    const shown = await quotes(reply);
    expect(shown.length).toBeLessThanOrEqual(3);
    expect(reply.embeds).toHaveLength(shown.length);
    for (const { text, bold, confidence } of shown) {
      expect(confidence).toMatch(/^(very likely|probably|possibly) the answer$/);
      expect(bold).not.toEqual([]);
      for (const sentence of bold) expect(text).toContain(sentence);
    }
    expect(shown[0]).toMatchObject({
      text: expect.stringContaining('fired 69 cruise missiles') as string,
      path: 'sample/2022-12-29-cruise-missile-barrage.md',
      confidence: 'very likely the answer',
    });
  });

  it('is answered with outlet, title, dates, and that the bundled articles are summaries', async () => {
    const reply = await ask('Who is the mayor of Kyiv?');
    expect(reply.embeds[0]).toMatchObject({
      author: { name: 'Verbatim sample · 16 November 2022' },
      title: 'At least 85 missiles launched at Ukraine in one of the largest waves',
      fields: [
        { name: 'Speaks of', value: expect.stringContaining('15 November 2022') as string },
        { name: 'Note', value: 'summary written for this project, not a press report' },
      ],
    });
    expect(reply.embeds[0]?.url).toBeUndefined();
  });

  it('is answered to the asker alone who wants that', async () => {
    const exchange = await ada.runs(
      'ask',
      { question: MISSILES, private: true },
      { in: newsroom.general },
    );
    expect(await exchange.acknowledged()).toMatchObject({ ephemeral: true });
    const reply = await exchange.reply();
    expect(reply.ephemeral).toBe(true);
    expect(await quotes(reply)).not.toEqual([]);
    expect(reply.buttons.map(({ label }) => label)).toContain('Share');
  });

  it('finds nothing, and only the asker is told, with the closest titles', async () => {
    const channel = newsroom.server.addChannel('chess');
    const reply = await ask(CHESS, { in: channel });
    expect(reply).toMatchObject({ ephemeral: true, embeds: [], buttons: [] });
    expect(reply.content).toContain('Nothing close enough in the articles.');
    expect(reply.content).toMatch(/^- Verbatim sample · \d+ \w+ 2022 · \w/m);
    expect(reply.content).not.toContain('“');
    // Nothing is left of the sign for all to see that an answer was under way.
    expect(channel.messages.map(({ id }) => id)).toEqual([reply.id]);
  });

  it('in a script that the bot cannot read is told what it reads', async () => {
    const reply = await ask('Кто мэр Киева и что он сказал?');
    expect(reply.ephemeral).toBe(true);
    expect(reply.content).toBe(
      'I only read English. Please ask again in a language that I can read.',
    );
  });

  it.each([
    'ok',
    '   ',
    'missile '.repeat(125).trim(),
    '?!',
    '💥💥',
    '** __ ~~ ||',
    '@everyone <@1>',
  ])('takes %j for a question', async (question) => {
    const reply = await ask(question);
    await quotes(reply);
    expect(reply.text).not.toBe('');
  });

  it('works in direct messages', async () => {
    const reply = await ask(MISSILES, { in: ada.dm });
    expect(await quotes(reply)).not.toEqual([]);
    expect(await ask(CHESS, { in: ada.dm })).toMatchObject({ ephemeral: true });
  });

  it('works in a thread and in a post of a forum', async () => {
    const thread = newsroom.general.addThread('About missiles');
    const post = newsroom.server.addForum('questions').addPost('Missiles?');
    for (const channel of [thread, post]) {
      const reply = await ask(MISSILES, { in: channel });
      expect(reply).toMatchObject({ ephemeral: false, channelId: channel.id });
      expect(await quotes(reply)).not.toEqual([]);
    }
  });
});

describe('where the bot is switched off', () => {
  let quiet: Channel;

  beforeAll(async () => {
    quiet = newsroom.server.addChannel('quiet');
    await newsroom.setMode(quiet, 'off');
  });

  it.each(['channel', 'thread'])('/ask is answered to the asker alone in the %s', async (place) => {
    const channel = place === 'thread' ? quiet.addThread('Aside') : quiet;
    const exchange = await ada.runs('ask', { question: MISSILES }, { in: channel });
    expect(await exchange.acknowledged()).toMatchObject({ ephemeral: true });
    const reply = await exchange.reply();
    expect(reply.content).toBe('I am switched off in this channel, so only you see this.');
    expect(await quotes(reply)).not.toEqual([]);
  });

  it('/ask is answered to all in a thread where it was switched on again', async () => {
    const thread = quiet.addThread('Loud');
    await newsroom.setMode(thread, 'mentions');
    expect(await ask(MISSILES, { in: thread })).toMatchObject({ ephemeral: false });
  });
});

describe('where the bot lacks a permission', () => {
  it('/ask is answered to the asker alone, who is told which', async () => {
    const channel = newsroom.server.addChannel('strict');
    channel.deny('bot', PermissionFlagsBits.EmbedLinks);
    const reply = await ask(MISSILES, { in: channel });
    expect(reply.ephemeral).toBe(true);
    expect(reply.content).toBe(
      'In this channel I lack the permission **Embed Links**; whoever manages the server can give ' +
        'it to me. So only you see this.',
    );
    expect(await quotes(reply)).not.toEqual([]);
  });

  it('/ask names every one that is missing', async () => {
    const channel = newsroom.server.addChannel('stricter');
    channel.deny('bot', PermissionFlagsBits.SendMessages | PermissionFlagsBits.ReadMessageHistory);
    const reply = await ask(MISSILES, { in: channel });
    expect(reply.content).toContain('**Send Messages**, **Read Message History**');
  });

  it('/ask in a thread takes the permission for threads, and no other', async () => {
    const channel = newsroom.server.addChannel('threads');
    const thread = channel.addThread('Thread');
    channel.deny('bot', PermissionFlagsBits.SendMessages);
    expect(await ask(MISSILES, { in: thread })).toMatchObject({ ephemeral: false });
    channel.deny('bot', PermissionFlagsBits.SendMessagesInThreads);
    const reply = await ask(MISSILES, { in: thread });
    expect(reply.content).toContain('**Send Messages in Threads**');
    expect(reply.ephemeral).toBe(true);
  });
});

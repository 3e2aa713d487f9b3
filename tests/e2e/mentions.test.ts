import { PermissionFlagsBits } from 'discord-api-types/v10';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../support/discord-stand-in/channel.ts';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { Newsroom } from '../support/newsroom.ts';
import { quotesIn } from '../support/shown-quotes.ts';

const MISSILES = 'How many cruise missiles did Russia fire on 29 December?';
const CHESS = 'Who won the chess tournament in Sydney?';

let newsroom: Newsroom;
/** Of its own for each test, since the same is not answered twice in a row in one channel. */
let channel: Channel;
let ada: Member;
let ben: Member;

beforeAll(async () => {
  newsroom = await Newsroom.open();
  ada = newsroom.server.addMember('Ada');
  ben = newsroom.server.addMember('Ben');
  return () => newsroom.close();
});

beforeEach(() => {
  channel = newsroom.server.addChannel('talk');
});

function firstButtonOf({ buttons }: SeenMessage): string {
  return buttons[0]?.label ?? '';
}

describe('a message that mentions the bot', () => {
  it('is answered by a reply, word for word', async () => {
    const said = await ada.writes(newsroom.mentionWith(MISSILES), { in: channel });
    const reply = await said.botReply();
    expect(reply).toMatchObject({ repliesTo: said.id, content: '' });
    const [quote] = await quotesIn(reply, newsroom.corpusDir);
    expect(quote?.text).toContain('fired 69 cruise missiles');
  });

  it('is answered with buttons that work', async () => {
    const said = await ada.writes(newsroom.mentionWith(MISSILES), { in: channel });
    const reply = await said.botReply();
    const context = await (await ben.presses(reply, firstButtonOf(reply))).reply();
    expect(await quotesIn(context, newsroom.corpusDir)).toHaveLength(1);
    const refusal = await (await ben.presses(reply, 'Remove')).reply();
    expect(refusal).toMatchObject({ ephemeral: true });
    await ada.presses(reply, 'Remove');
    await reply.waitUntil(({ deleted }) => deleted);
  });

  it.each([
    ['behind the question', (mention: string) => `${MISSILES} ${mention}`],
    ['in the midst of it', (mention: string) => MISSILES.replace('Russia', `${mention} Russia`)],
    ['in the old form', (mention: string) => `${mention.replace('<@', '<@!')} ${MISSILES}`],
    ['beside others', (mention: string) => `<@&1> <#2> ${mention} <:hm:3> ${MISSILES} <t:4:R>`],
  ])('may do so %s', async (_, write) => {
    const said = await ada.writes(write(newsroom.standIn.bot.mention), { in: channel });
    const [quote] = await quotesIn(await said.botReply(), newsroom.corpusDir);
    expect(quote?.text).toContain('fired 69 cruise missiles');
  });

  it('is answered in threads and posts of forums', async () => {
    const thread = channel.addThread('Missiles');
    const post = newsroom.server.addForum('questions').addPost('Missiles?');
    for (const place of [thread, post]) {
      const said = await ada.writes(newsroom.mentionWith(MISSILES), { in: place });
      const reply = await said.botReply();
      expect(reply).toMatchObject({ channelId: place.id, repliesTo: said.id });
      expect(await quotesIn(reply, newsroom.corpusDir)).not.toEqual([]);
    }
  });

  it('and says nothing else is answered by how to ask', async () => {
    const said = await ada.writes(newsroom.standIn.bot.mention, { in: channel });
    const reply = await said.botReply();
    expect(reply).toMatchObject({ repliesTo: said.id, embeds: [] });
    expect(reply.content).toBe(
      'What would you like to know? Write your question after my name, or use `/ask`.',
    );
  });

  it('and finds nothing is told so in short, with titles and no quote', async () => {
    const said = await ada.writes(newsroom.mentionWith(CHESS), { in: channel });
    const reply = await said.botReply();
    expect(reply).toMatchObject({ repliesTo: said.id, embeds: [], buttons: [] });
    expect(reply.content).toContain('Nothing close enough in the articles.');
    expect(reply.content).toMatch(/^- Verbatim sample · \d+ \w+ 2022 · \w/m);
    expect(reply.content).not.toContain('“');
  });

  it('in a script that the bot cannot read is told what it reads', async () => {
    const said = await ada.writes(newsroom.mentionWith('Кто мэр Киева?'), { in: channel });
    expect((await said.botReply()).content).toContain('I only read English.');
  });

  it('may be deleted before the answer comes', async () => {
    const said = await ada.writes(newsroom.mentionWith(MISSILES), { in: channel });
    await ada.deletes(said);
    expect(await quotesIn(await said.botReply(), newsroom.corpusDir)).not.toEqual([]);
  });
});

describe('a direct message', () => {
  it('needs no mention', async () => {
    const said = await ada.directMessage(MISSILES);
    const reply = await said.botReply();
    expect(reply).toMatchObject({ channelId: ada.dm.id, repliesTo: said.id });
    expect(await quotesIn(reply, newsroom.corpusDir)).not.toEqual([]);
  });

  it('that finds nothing is told so', async () => {
    expect((await (await ada.directMessage(CHESS)).botReply()).content).toContain('Nothing close');
  });
});

describe('a mention in reply to a message', () => {
  const HINT = '**Apps** and **Find quotes on this**';

  it('is answered by how else to ask where Discord withholds that message', async () => {
    const claim = await ben.writes(MISSILES, { in: channel });
    for (const remark of ['', 'is that true?']) {
      const said = await ada.writes(newsroom.mentionWith(remark), {
        in: channel,
        replyTo: claim,
      });
      const reply = await said.botReply();
      expect(reply).toMatchObject({ repliesTo: said.id, embeds: [] });
      expect(reply.content).toContain(HINT);
    }
  });

  it('asks its own question if it has one', async () => {
    const claim = await ben.writes('I like tea.', { in: channel });
    const said = await ada.writes(newsroom.mentionWith(MISSILES), {
      in: channel,
      replyTo: claim,
    });
    expect(await quotesIn(await said.botReply(), newsroom.corpusDir)).not.toEqual([]);
  });

  it('is pointed to the answer where that message mentioned the bot too', async () => {
    const claim = await ben.writes(`${MISSILES} Ask ${newsroom.standIn.bot.mention}`, {
      in: channel,
    });
    const answer = await claim.botReply();
    await newsroom.bot.logged(`"message":"${claim.id}"`);
    const said = await ada.writes(newsroom.mentionWith('true?'), {
      in: channel,
      replyTo: claim,
    });
    expect((await said.botReply()).content).toContain(answer.id);
  });
});

describe('a reply to the bot', () => {
  it('asks the next question', async () => {
    const said = await ada.writes(newsroom.mentionWith(MISSILES), { in: channel });
    const next = await ada.writes('Who is the mayor of Kyiv?', {
      in: channel,
      replyTo: await said.botReply(),
    });
    const [quote] = await quotesIn(await next.botReply(), newsroom.corpusDir);
    expect(quote?.text).toContain('Klitschko');
  });

  it('that says nothing is asked what it wants to know', async () => {
    const said = await ada.writes(newsroom.mentionWith(MISSILES), { in: channel });
    const next = await ada.writes(newsroom.standIn.bot.mention, {
      in: channel,
      replyTo: await said.botReply(),
    });
    expect((await next.botReply()).content).toContain('What would you like to know?');
  });
});

describe('a mention where the bot lacks a permission', () => {
  it('is answered with its name in the channel if the bot may write there', async () => {
    channel.deny('bot', PermissionFlagsBits.EmbedLinks);
    const said = await ada.writes(newsroom.mentionWith(MISSILES), { in: channel });
    const reply = await said.botReply();
    expect(reply).toMatchObject({ channelId: channel.id, embeds: [] });
    expect(reply.content).toContain('I lack the permission **Embed Links**');
  });

  it('is answered to the asker directly if it may not', async () => {
    channel.deny('bot', PermissionFlagsBits.SendMessages);
    const cleo = newsroom.server.addMember('Cleo');
    await cleo.writes(newsroom.mentionWith(MISSILES), { in: channel });
    await newsroom.standIn.until('a direct message', () => cleo.dm.messages.length > 0);
    expect(cleo.dm.messages[0]?.content).toContain('**Send Messages**');
    expect(channel.messages).toHaveLength(1);
  });

  it('is not answered when the asker takes no direct messages, and others are', async () => {
    const mute = newsroom.server.addChannel('mute');
    mute.deny('bot', PermissionFlagsBits.SendMessages);
    const dan = newsroom.server.addMember('Dan');
    dan.user.takesDirectMessages = false;
    await dan.writes(newsroom.mentionWith(MISSILES), { in: mute });
    const said = await dan.writes(newsroom.mentionWith(MISSILES), { in: channel });
    expect(await quotesIn(await said.botReply(), newsroom.corpusDir)).not.toEqual([]);
    expect(dan.dm.messages).toEqual([]);
  });
});

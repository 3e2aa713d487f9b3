import { PermissionFlagsBits } from 'discord-api-types/v10';
import { beforeAll, describe, expect, it } from 'vitest';
import { FeedbackStore, type VoteCount } from '../../src/state/feedback.ts';
import type { Channel } from '../support/discord-stand-in/channel.ts';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { putButton } from '../support/forged-button.ts';
import { SAMPLE_FILES } from '../support/library.ts';
import { Newsroom } from '../support/newsroom.ts';
import { quotesIn } from '../support/shown-quotes.ts';

const TOO_OLD = 'That answer is too old for its buttons to work. Please ask your question again.';

/** One passage each. */
const THEATRE_FILES = {
  'theatre/roof.md': theatre('The roof of the theatre leaks, said the director, Ilse Brandt.'),
  'theatre/play.md': theatre('The theatre shows a comedy by Molnár in spring, with live music.'),
  'theatre/price.md': theatre('A seat in the theatre costs twelve crowns, and six for children.'),
};

let newsroom: Newsroom;
let general: Channel;
let ada: Member;
let ben: Member;

beforeAll(async () => {
  newsroom = await Newsroom.open({ articles: { ...SAMPLE_FILES, ...THEATRE_FILES } });
  general = newsroom.general;
  ada = newsroom.server.addMember('Ada');
  ben = newsroom.server.addMember('Ben');
  return () => newsroom.close();
});

function theatre(text: string): string {
  return `---\ntitle: From the theatre\noutlet: Playbill\ndate: 2022-03-01\n---\n\n${text}\n`;
}

async function ask(
  question: string,
  { in: channel = general, ...options }: { in?: Channel; private?: boolean; outlet?: string } = {},
): Promise<SeenMessage> {
  const exchange = await ada.runs('ask', { question, ...options }, { in: channel });
  return exchange.reply();
}

async function press(member: Member, message: SeenMessage, label: string): Promise<SeenMessage> {
  const exchange = await member.presses(message, label);
  return exchange.reply();
}

function pressContext(member: Member, message: SeenMessage): Promise<SeenMessage> {
  return press(member, message, message.buttons[0]?.label ?? '');
}

function labelsOf({ buttons }: SeenMessage): string[] {
  return buttons.map(({ label }) => label);
}

async function textsOf(message: SeenMessage): Promise<string[]> {
  return (await quotesIn(message, newsroom.corpusDir)).map(({ text }) => text);
}

describe('“More quotes”', () => {
  it('shows whoever presses it the next ones, until there are no more', async () => {
    const answer = await ask('Who opened the bridge in Osterby?');
    const shown = await textsOf(answer);
    let page = answer;
    while (labelsOf(page).includes('More quotes')) {
      page = await press(ben, page, 'More quotes');
      expect(page.ephemeral).toBe(true);
      shown.push(...(await textsOf(page)));
    }
    expect(shown.length).toBeGreaterThan(3);
    expect(new Set(shown).size).toBe(shown.length);
    expect(answer.now()).toEqual(answer);
  });

  it('says so when there were no more', async () => {
    const answer = await ask('What is new about the theatre?', { outlet: 'Playbill' });
    expect(await textsOf(answer)).toHaveLength(3);
    const page = await press(ada, answer, 'More quotes');
    expect(page).toMatchObject({
      ephemeral: true,
      content: 'Those were all the quotes that I have.',
    });
  });
});

describe('“Context”', () => {
  it('shows whoever presses it the quote between its neighbours', async () => {
    const answer = await ask('When does the old ferry make its last crossing?', {
      outlet: 'Morning Post',
    });
    const [quote = ''] = await textsOf(answer);
    const context = await pressContext(ben, answer);
    expect(context.ephemeral).toBe(true);
    expect(await textsOf(context)).toEqual([quote]);
    const [before] = context.embeds;
    expect(before).toMatchObject({
      title: 'Osterby opens its new bridge',
      footer: { text: 'Just before it' },
    });
    expect(before?.description).toContain('“Mayor Ingrid Tarn opened the new bridge');
  });

  it('is there for each quote', async () => {
    const answer = await ask('Who opened the bridge in Osterby?');
    const texts = await textsOf(answer);
    const labels = labelsOf(answer).filter((label) => label.startsWith('Context'));
    const shown: string[] = [];
    for (const label of labels) shown.push(...(await textsOf(await press(ada, answer, label))));
    expect(shown).toEqual(texts);
  });
});

describe('“Useful” and “Not useful”', () => {
  async function votesOn(message: SeenMessage): Promise<VoteCount> {
    const customId = message.buttons.find(({ label }) => label === 'Useful')?.customId ?? '';
    return newsroom.readState((state) =>
      new FeedbackStore(state).countFor(customId.replace('useful:', '')),
    );
  }

  it('count one vote a member, who may think better of it', async () => {
    const answer = await ask('Who opened the bridge in Osterby?');
    expect(await press(ada, answer, 'Useful')).toMatchObject({
      ephemeral: true,
      content: 'Noted: this was useful. Thank you.',
    });
    await press(ben, answer, 'Useful');
    await press(ben, answer, 'Useful');
    expect(await votesOn(answer)).toEqual({ useful: 2, notUseful: 0 });

    const thanks = await press(ada, answer, 'Not useful');
    expect(thanks.ephemeral).toBe(true);
    expect(thanks.content).toContain('Noted: this was not what was asked.');
    expect(await votesOn(answer)).toEqual({ useful: 1, notUseful: 1 });
  });
});

describe('“Share”', () => {
  it('posts a private answer for all to see, and pings nobody', async () => {
    const question = `Who opened the *bridge* in Osterby, ${ben.mention}? @everyone https://a.example`;
    const answer = await ask(question, { private: true });
    const shared = await press(ada, answer, 'Share');
    expect(shared).toMatchObject({ ephemeral: false, pings: [] });
    expect(shared.content).toBe(
      `Shared by ${ada.mention}, who asked: Who opened the \\*bridge\\* in Osterby, ` +
        `\\<\\@${ben.id}>? \\@everyone https\\://a.example`,
    );
    expect(await textsOf(shared)).toEqual(await textsOf(answer));
    expect(labelsOf(shared)).toContain('Remove');
    expect(answer.now()).toEqual(answer);
  });

  it('works on a further page of quotes', async () => {
    const page = await press(ada, await ask('Who opened the bridge in Osterby?'), 'More quotes');
    const shared = await press(ada, page, 'Share');
    expect(shared.ephemeral).toBe(false);
    expect(await textsOf(shared)).toEqual(await textsOf(page));
  });

  it('works in direct messages', async () => {
    const answer = await ask('Who opened the bridge in Osterby?', { in: ada.dm, private: true });
    expect(await press(ada, answer, 'Share')).toMatchObject({ ephemeral: false });
  });

  it('is refused where the bot is off', async () => {
    const channel = newsroom.server.addChannel('off');
    await newsroom.setMode(channel, 'off');
    const answer = await ask('Who opened the bridge in Osterby?', { in: channel });
    const refusal = await press(ada, answer, 'Share');
    expect(refusal.ephemeral).toBe(true);
    expect(refusal.content).toContain('I cannot share it here. I am switched off in this channel');
  });

  it('is refused where the bot lacks a permission', async () => {
    const channel = newsroom.server.addChannel('strict');
    channel.deny('bot', PermissionFlagsBits.SendMessages);
    const answer = await ask('Who opened the bridge in Osterby?', { in: channel });
    const refusal = await press(ada, answer, 'Share');
    expect(refusal.ephemeral).toBe(true);
    expect(refusal.content).toContain('**Send Messages**');
  });
});

describe('“Remove”', () => {
  async function untilDeleted(message: SeenMessage): Promise<boolean> {
    return (await message.waitUntil(({ deleted }) => deleted)).deleted;
  }

  it('takes away the answer of whoever asked', async () => {
    const answer = await ask('Who opened the bridge in Osterby?');
    await ada.presses(answer, 'Remove');
    expect(await untilDeleted(answer)).toBe(true);
  });

  it('may be pressed twice', async () => {
    const answer = await ask('Who opened the bridge in Osterby?');
    await Promise.all([ada.presses(answer, 'Remove'), ada.presses(answer, 'Remove')]);
    expect(await untilDeleted(answer)).toBe(true);
    expect(await ask('Who opened the bridge in Osterby?')).toMatchObject({ ephemeral: false });
  });

  it.each(['ManageMessages', 'ManageGuild', 'Administrator'] as const)(
    'takes it away for members with the permission %s',
    async (permission) => {
      const mod = newsroom.server.addMember('Mod', {
        permissions: PermissionFlagsBits[permission],
      });
      const answer = await ask('Who opened the bridge in Osterby?');
      await mod.presses(answer, 'Remove');
      expect(await untilDeleted(answer)).toBe(true);
    },
  );

  it('takes away for members with the permission in that channel', async () => {
    const channel = newsroom.server.addChannel('moderated');
    channel.allow(ben, PermissionFlagsBits.ManageMessages);
    const answer = await ask('Who opened the bridge in Osterby?', { in: channel });
    await ben.presses(answer, 'Remove');
    expect(await untilDeleted(answer)).toBe(true);
  });

  it('is refused to others, and nobody else sees that', async () => {
    const answer = await ask('Who opened the bridge in Osterby?');
    expect(await press(ben, answer, 'Remove')).toMatchObject({
      ephemeral: true,
      content: 'Only who asked, or a moderator, can remove this answer.',
    });
    expect(answer.deletedByNow()).toBe(false);
  });

  it('takes away a shared answer for whoever shared it', async () => {
    const answer = await ask('Who opened the bridge in Osterby?', { private: true });
    const shared = await press(ada, answer, 'Share');
    await ada.presses(shared, 'Remove');
    expect(await untilDeleted(shared)).toBe(true);
    expect(await textsOf(await pressContext(ada, answer))).toHaveLength(1);
  });

  it('takes away an answer in direct messages', async () => {
    const answer = await ask('Who opened the bridge in Osterby?', { in: ada.dm });
    await ada.presses(answer, 'Remove');
    expect(await untilDeleted(answer)).toBe(true);
  });
});

describe('a button with an id that the bot did not give it', () => {
  it.each([
    'context:nobodyknows1:0',
    'more:nobodyknows1:3',
    'useful:nobodyknows1',
    'share:nobodyknows1',
    'remove:nobodyknows1',
  ])('gets a polite answer: %s', async (customId) => {
    const answer = await ask('Who opened the bridge in Osterby?');
    const reply = await press(ben, putButton(general, answer, customId), 'Press me');
    expect(reply).toMatchObject({ ephemeral: true, content: TOO_OLD });
    expect(answer.deletedByNow()).toBe(false);
  });

  it.each(['explode', 'remove:', 'remove:a b', 'context:x', 'sources:-1', 'sources:1:', '💥'])(
    'gets a polite answer: %s',
    async (customId) => {
      const answer = await ask('Who opened the bridge in Osterby?');
      const reply = await press(ben, putButton(general, answer, customId), 'Press me');
      expect(reply).toMatchObject({
        ephemeral: true,
        content: 'I no longer know that button.',
      });
    },
  );

  it('has no power over answers of another server', async () => {
    const answer = await ask('Who opened the bridge in Osterby?');
    const elsewhere = newsroom.addServer('Elsewhere');
    const lobby = elsewhere.addChannel('lobby');
    const mallory = elsewhere.addMember('Mallory', {
      permissions: PermissionFlagsBits.Administrator,
    });
    const exchange = await mallory.runs('ask', { question: 'Who is mayor?' }, { in: lobby });
    const own = await exchange.reply();
    for (const { customId } of answer.buttons) {
      const forged = putButton(lobby, own, customId ?? '');
      expect(await press(mallory, forged, 'Press me')).toMatchObject({ content: TOO_OLD });
    }
    expect(answer.deletedByNow()).toBe(false);
    expect(await textsOf(await pressContext(ada, answer))).toHaveLength(1);
  });

  it('shares nothing for whoever did not ask', async () => {
    const secret = await ask('Who opened the bridge in Osterby?', { private: true });
    const share = secret.buttons.find(({ label }) => label === 'Share')?.customId ?? '';
    const open = await ask('Who opened the bridge in Osterby?');
    const reply = await press(ben, putButton(general, open, share), 'Press me');
    expect(reply).toMatchObject({ ephemeral: true, content: 'Only who asked can share this.' });
  });
});

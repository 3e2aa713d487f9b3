import { PermissionFlagsBits } from 'discord-api-types/v10';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Channel } from '../support/discord-stand-in/channel.ts';
import type { Exchange } from '../support/discord-stand-in/exchange.ts';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { Role } from '../support/discord-stand-in/role.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import type { Server } from '../support/discord-stand-in/server.ts';
import type { OptionValues } from '../support/discord-stand-in/slash-options.ts';
import { putButton } from '../support/forged-button.ts';
import { SAMPLE_FILES } from '../support/library.ts';
import { Newsroom } from '../support/newsroom.ts';
import { Moderator, untilIndexed } from '../support/moderator.ts';

const FOR_MODERATORS =
  'Only moderators can do that: members with the permission **Manage Server**, or with a role that `/settings` names.';
const DECIDED = 'That has been decided already, or it is more than an hour ago.';
const TRAMS = {
  name: 'trams.md',
  content: '# Trams\n\nOsterby has forty trams, all of them red.\n',
};

const CORPUS_COMMANDS: readonly (readonly [string, OptionValues])[] = [
  ['corpus status', {}],
  ['corpus list', {}],
  ['corpus add', {}],
  ['corpus add', { file: TRAMS }],
  ['corpus remove', { article: 'bridge.md' }],
  ['corpus restore', { article: 'bridge.md' }],
  ['corpus correct', { article: 'bridge.md', note: 'The date was wrong.' }],
  ['corpus withdraw', { article: 'bridge.md', reason: 'It never happened.' }],
  ['corpus reinstate', { article: 'bridge.md' }],
  ['corpus reindex', {}],
  ['corpus reindex', { full: true }],
  ['corpus cancel', {}],
  ['corpus gaps', {}],
  ['corpus log', {}],
];
const CORPUS_BUTTONS = [
  'list:0',
  'log:0',
  'gaps:0',
  'gaps:0:1',
  'outdated:0123456789abcdef:0',
  'confirm:0123456789abcdef',
  'discard:0123456789abcdef',
];

let newsroom: Newsroom;
let general: Channel;
let mods: Role;

beforeAll(async () => {
  newsroom = await Newsroom.open({ articles: SAMPLE_FILES });
  general = newsroom.general;
  mods = newsroom.server.addRole('Mods', { permissions: PermissionFlagsBits.ManageGuild });
  return () => newsroom.close();
});

function addModerator(name: string): Moderator {
  return new Moderator(newsroom.server.addMember(name, { roles: [mods] }), general);
}

/** A member to whom an administrator shows the commands, which makes them no moderator. */
function addOnlooker(name: string, server: Server = newsroom.server): Member {
  const member = server.addMember(name);
  server.allowCommand('corpus', member);
  server.allowCommand('settings', member);
  return member;
}

async function answerTo(exchange: Exchange): Promise<string> {
  const reply = await exchange.reply();
  expect(reply.ephemeral).toBe(true);
  return reply.content;
}

describe('the commands for moderators', () => {
  it.each(['corpus status', 'settings show'])(
    'are offered to those who manage the server, and to nobody else: %s',
    async (command) => {
      const ben = newsroom.server.addMember('Ben');
      await expect(ben.runs(command, {}, { in: general })).rejects.toThrow('is not offered');
      const admin = newsroom.server.addMember('Admin', {
        permissions: PermissionFlagsBits.Administrator,
      });
      for (const member of [newsroom.server.owner, admin, addModerator('Mod').member]) {
        const exchange = await member.runs(command, {}, { in: general });
        expect(await exchange.reply()).toMatchObject({ ephemeral: true });
        await expect(member.runs(command, {}, { in: member.dm })).rejects.toThrow('not offered');
      }
    },
  );

  it.each([
    ...CORPUS_COMMANDS,
    ['settings show', {}] as const,
    ['settings sample', { on: false }] as const,
    ['settings log-channel', {}] as const,
    ['settings member-limit', { 'per-minute': 0 }] as const,
    ['settings channel', { mode: 'off' }] as const,
  ])('are refused by the bot to whoever is merely shown them: %s %o', async (command, options) => {
    const onlooker = addOnlooker('Onlooker');
    expect(await answerTo(await onlooker.runs(command, options, { in: general }))).toBe(
      FOR_MODERATORS,
    );
  });

  it('offer no file names to whoever is merely shown them', async () => {
    const onlooker = new Moderator(addOnlooker('Onlooker'), general);
    expect(await onlooker.isOffered('corpus remove', 'bridge')).toEqual([]);
    expect(await onlooker.isOffered('corpus restore', '')).toEqual([]);
    expect(await addModerator('Mod').isOffered('corpus remove', 'bridge')).toEqual([
      'Osterby opens its new bridge (bridge.md)',
    ]);
  });
});

describe('the buttons for moderators', () => {
  let answer: SeenMessage;

  beforeAll(async () => {
    answer = await addModerator('Mod').asks('Who opened the bridge in Osterby?');
  });

  it.each(CORPUS_BUTTONS)('are refused to others, who forge them: %s', async (customId) => {
    const mallory = newsroom.server.addMember('Mallory');
    const exchange = await mallory.presses(putButton(general, answer, customId), 'Press me');
    expect(await answerTo(exchange)).toBe(FOR_MODERATORS);
  });

  it.each(['confirm:', 'confirm:a b', 'gaps:-1', 'gaps:0:x', 'log:1e9', 'list:', 'list:00'])(
    'are not known by other ids: %s',
    async (customId) => {
      const { member } = addModerator('Mod');
      const exchange = await member.presses(putButton(general, answer, customId), 'Press me');
      expect(await answerTo(exchange)).toBe('I no longer know that button.');
    },
  );

  it('lead nowhere with numbers that are too large', async () => {
    const mod = addModerator('Mod');
    for (const customId of ['list:999999999', 'log:999999999', 'gaps:999999:999999999999999']) {
      const page = await mod.turns(putButton(general, answer, customId), 'Press me');
      expect(page.embeds).toHaveLength(1);
    }
  });

  it('that decide about a proposal are for the moderator who was asked', async () => {
    const [ada, ben] = [addModerator('Ada'), addModerator('Ben')];
    const proposal = await ada.runs('corpus add', { file: TRAMS });
    for (const label of ['Add', 'Cancel']) {
      const { customId } = proposal.buttons.find((button) => button.label === label)!;
      const forged = putButton(general, answer, customId!);
      expect(await answerTo(await ben.member.presses(forged, 'Press me'))).toBe(DECIDED);
    }
    await ada.presses(proposal, 'Cancel');
    await proposal.waitUntil(({ content }) => content === 'Nothing was changed.');
  });
});

describe('a moderator who loses the role', () => {
  it('between proposal and confirmation may not confirm, nor cancel', async () => {
    const ada = addModerator('Ada');
    const addition = await ada.runs('corpus add', { file: TRAMS });
    const removal = await ada.runs('corpus remove', { article: 'flood.txt' });
    const withdrawal = await ada.runs('corpus withdraw', { article: 'flood.txt', reason: 'No.' });
    const correction = await ada.runs('corpus correct', { article: 'flood.txt', note: 'No.' });
    ada.member.removeRole(mods);
    for (const [proposal, label] of [
      [addition, 'Add'],
      [addition, 'Cancel'],
      [removal, 'Remove'],
      [withdrawal, 'Withdraw'],
      [correction, 'Correct'],
    ] as const) {
      expect(await answerTo(await ada.member.presses(proposal, label))).toBe(FOR_MODERATORS);
    }
    await expect(newsroom.article('added/trams.md')).rejects.toThrow('ENOENT');
    expect(String(await newsroom.article('flood.txt'))).toBe(SAMPLE_FILES['flood.txt']);
    await expect(newsroom.article('corrections.yaml')).rejects.toThrow('ENOENT');

    ada.member.addRole(mods);
    await ada.presses(addition, 'Cancel');
    await addition.waitUntil(({ content }) => content === 'Nothing was changed.');
  });

  it('while filling in the form may not send it', async () => {
    const ada = addModerator('Ada');
    const form = await ada.sends('corpus add');
    await form.modal();
    ada.member.removeRole(mods);
    const fields = { title: 'Trams', outlet: 'Post', date: '2022-11-16', text: 'All are red.' };
    expect(await answerTo(await ada.member.submits(form, fields))).toBe(FOR_MODERATORS);
  });

  it('while leafing through gaps, log and list sees no more of them', async () => {
    const ada = addModerator('Ada');
    await ada.asks('Who won the chess tournament in Sydney?');
    const gaps = await ada.runs('corpus gaps');
    ada.member.removeRole(mods);
    expect(await answerTo(await ada.member.presses(gaps, 'Dismiss 1'))).toBe(FOR_MODERATORS);
    ada.member.addRole(mods);
    expect((await ada.runs('corpus gaps')).text).toContain('chess tournament');
  });
});

describe('a role that /settings names', () => {
  let editors: Role;
  let ed: Moderator;

  beforeAll(async () => {
    editors = newsroom.server.addRole('Editors');
    ed = new Moderator(newsroom.server.addMember('Ed', { roles: [editors] }), general);
    newsroom.server.allowCommand('corpus', editors);
    newsroom.server.allowCommand('settings', editors);
  });

  it('makes moderators of those who have it, until it is taken off the list', async () => {
    const mod = addModerator('Mod');
    expect((await ed.runs('corpus status')).content).toBe(FOR_MODERATORS);

    await mod.runs('settings moderators', { role: editors, allowed: true });
    expect((await ed.runs('corpus status')).embeds[0]?.title).toBe('The corpus');
    const proposal = await ed.runs('corpus add', { file: TRAMS });
    expect((await untilIndexed(await ed.presses(proposal, 'Add'))).content).toContain(
      '+ added/trams.md',
    );
    await ed.runs('settings sample', { on: false });

    await mod.runs('settings moderators', { role: editors, allowed: false });
    expect((await ed.runs('corpus status')).content).toBe(FOR_MODERATORS);
    expect((await ed.runs('settings show')).content).toBe(FOR_MODERATORS);
  });

  it('gives nobody the right to name further roles', async () => {
    const mod = addModerator('Mod');
    const friends = newsroom.server.addRole('Friends');
    await mod.runs('settings moderators', { role: editors, allowed: true });
    for (const role of [friends, editors]) {
      for (const allowed of [true, false]) {
        expect((await ed.runs('settings moderators', { role, allowed })).content).toBe(
          'Only members with the permission **Manage Server** can change that.',
        );
      }
    }
    const { text } = await mod.runs('settings show');
    expect(text).toContain(editors.mention);
    expect(text).not.toContain(friends.mention);
  });

  it('is not the one that everybody has', async () => {
    const reply = await addModerator('Mod').runs('settings moderators', {
      role: newsroom.server.everyone,
      allowed: true,
    });
    expect(reply.content).toBe('Everybody has that role. Choose one that moderators alone have.');
  });
});

describe('where the bot is on two servers', () => {
  let lobby: Channel;
  let eve: Moderator;

  beforeAll(() => {
    const elsewhere = newsroom.addServer('Elsewhere');
    lobby = elsewhere.addChannel('lobby');
    eve = Moderator.join(elsewhere, 'Eve', lobby);
  });

  it.each(CORPUS_COMMANDS)(
    'and none is named as home, the corpus is in nobody’s hands: %s %o',
    async (command, options) => {
      for (const moderator of [eve, addModerator('Mod')]) {
        const { content } = await moderator.runs(command, options);
        expect(content).toContain('on several servers, and which of them the articles belong to');
        expect(content).toContain('`HOME_SERVERS`');
      }
    },
  );

  describe('and one is named as home', () => {
    const ELSEWHERE =
      'The articles belong to another server. Here you can change where and how I answer, with `/settings`.';

    beforeAll(async () => {
      await newsroom.stopBot();
      await newsroom.startBot({ HOME_SERVERS: newsroom.server.id });
    });

    it('its moderators look after the corpus', async () => {
      const { embeds } = await addModerator('Mod').runs('corpus status');
      expect(embeds[0]?.title).toBe('The corpus');
    });

    it.each(CORPUS_COMMANDS)('others do not: %s %o', async (command, options) => {
      expect((await eve.runs(command, options)).content).toBe(ELSEWHERE);
    });

    it.each(CORPUS_BUTTONS)('nor by a forged button: %s', async (customId) => {
      const answer = await eve.asks('Who opened the bridge in Osterby?');
      const forged = putButton(lobby, answer, customId);
      expect(await answerTo(await eve.member.presses(forged, 'Press me'))).toBe(ELSEWHERE);
    });

    it('nor are they offered the names of files', async () => {
      expect(await eve.isOffered('corpus remove', '')).toEqual([]);
    });

    it('but they choose where the bot answers on their own server, and only there', async () => {
      await eve.runs('settings channel', { mode: 'off' });
      expect(await eve.asks('When does the old ferry stop?')).toMatchObject({
        ephemeral: true,
        content: 'I am switched off in this channel, so only you see this.',
      });
      const mod = addModerator('Mod');
      expect(await mod.asks('When does the old ferry stop?')).toMatchObject({
        ephemeral: false,
      });
      expect((await mod.runs('settings show')).text).not.toContain(lobby.mention);
      expect((await mod.runs('corpus log')).text).not.toContain('Eve');
    });
  });
});

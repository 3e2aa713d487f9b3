import { PermissionFlagsBits } from 'discord-api-types/v10';
import { beforeAll, describe, expect, it } from 'vitest';
import { AuditLog } from '../../src/state/audit-log.ts';
import { ServerSettingsStore } from '../../src/state/server-settings.ts';
import type { Channel } from '../support/discord-stand-in/channel.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { Moderator } from '../support/moderator.ts';
import { Newsroom } from '../support/newsroom.ts';

const MISSILES = 'How many cruise missiles did Russia fire on 29 December?';

let newsroom: Newsroom;
let general: Channel;
let ada: Moderator;

beforeAll(async () => {
  newsroom = await Newsroom.open();
  general = newsroom.general;
  ada = Moderator.join(newsroom.server, 'Ada', general);
  return () => newsroom.close();
});

/** What the settings say, by the name of the field. */
function fieldsOf({ embeds }: SeenMessage): Record<string, string> {
  return Object.fromEntries((embeds[0]?.fields ?? []).map(({ name, value }) => [name, value]));
}

async function newestInLog(): Promise<string> {
  const { embeds } = await ada.runs('corpus log');
  return embeds[0]?.description?.split('\n')[2]?.replace(/^.*? · /, '') ?? '';
}

describe('/settings', () => {
  it('shows what holds where nothing was chosen', async () => {
    const page = await ada.runs('settings show');
    expect(page).toMatchObject({ ephemeral: true, content: '' });
    expect(fieldsOf(page)).toMatchObject({
      Channels: expect.stringContaining('`off`, `/ask` answers privately: none\n') as string,
      'Log channel': 'none',
      Moderators: expect.stringContaining(
        'Members with **Manage Server**, and with these roles: none\n',
      ) as string,
      Limits:
        'Questions of a member in a minute: no limit (default)\n' +
        'Public answers in a channel in a minute: no limit (default)',
      'Bundled summaries': 'quoted, where the host has not switched them off',
    });
  });

  it('tells that Discord hides the commands from roles, and how to allow them', async () => {
    expect(fieldsOf(await ada.runs('settings show'))['Moderators']).toContain(
      'Discord hides `/corpus` and `/settings` from a role until an administrator allows it under ' +
        '**Server Settings**, **Integrations**, my name, then each command: **Add Roles or Members**.',
    );
  });

  it('switches the bot off in a channel, and on again', async () => {
    const quiet = newsroom.server.addChannel('quiet');
    const page = await ada.runs('settings channel', { mode: 'off', channel: quiet });
    expect(page.content).toBe(`Changed: answers in ${quiet.mention}: mentions → **off**`);
    expect(fieldsOf(page)['Channels']).toContain(
      `\`off\`, \`/ask\` answers privately: ${quiet.mention}\n`,
    );
    expect(await newestInLog()).toBe(
      `**Ada** changed the setting answers in ${quiet.mention}: mentions → off`,
    );
    const asked = await ada.member.runs('ask', { question: MISSILES }, { in: quiet });
    expect(await asked.reply()).toMatchObject({ ephemeral: true });

    await ada.runs('settings channel', { mode: 'mentions', channel: quiet });
    const again = await ada.member.runs('ask', { question: MISSILES }, { in: quiet });
    expect(await again.reply()).toMatchObject({ ephemeral: false });
  });

  it('counts the channels that there is no room to name', async () => {
    for (let number = 0; number < 12; number++) {
      const channel = newsroom.server.addChannel(`room-${number}`);
      await ada.runs('settings channel', { mode: 'off', channel });
    }
    expect(fieldsOf(await ada.runs('settings show'))['Channels']).toMatch(
      /answers privately: (?:<#\d+>, ){9}<#\d+> and 2 more\n/,
    );
  });

  it('means this channel where none is named', async () => {
    const { content } = await ada.runs('settings channel', { mode: 'mentions' });
    expect(content).toContain(`answers in ${general.mention}`);
  });

  it('limits how often a member may ask', async () => {
    const page = await ada.runs('settings member-limit', { 'per-minute': 2 });
    expect(page.content).toBe(
      'Changed: questions per member and minute: the host’s default → **2**',
    );
    const eager = new Moderator(newsroom.server.addMember('Eager'), general);
    for (let i = 0; i < 2; i++) expect((await eager.asks(MISSILES)).embeds).not.toEqual([]);
    expect(await eager.asks(MISSILES)).toMatchObject({
      ephemeral: true,
      content: expect.stringContaining('You have asked a lot in one minute.') as string,
    });
    const back = await ada.runs('settings member-limit');
    expect(back.content).toContain('2 → **the host’s default**');
    expect((await eager.asks(MISSILES)).embeds).not.toEqual([]);
  });

  it('limits how many answers a channel sees', async () => {
    const busy = newsroom.server.addChannel('busy');
    await ada.runs('settings channel-limit', { 'per-minute': 1 });
    const member = new Moderator(newsroom.server.addMember('Eager'), busy);
    expect(await member.asks(MISSILES)).toMatchObject({ ephemeral: false });
    const mayor = 'Who is the mayor of Kyiv?';
    expect(await member.asks(mayor)).toMatchObject({ ephemeral: true });
    const { content } = await ada.runs('settings channel-limit', { 'per-minute': 0 });
    expect(content).toContain('1 → **no limit**');
    expect(await member.asks(mayor)).toMatchObject({ ephemeral: false });
  });

  it('leaves out the bundled summaries, on this server alone', async () => {
    const elsewhere = newsroom.addServer('Elsewhere');
    const eve = Moderator.join(elsewhere, 'Eve', elsewhere.addChannel('lobby'));
    const page = await ada.runs('settings sample', { on: false });
    expect(page.content).toBe('Changed: bundled summaries: quoted → **not quoted**');
    expect((await ada.asks(MISSILES)).text).toContain('Nothing close enough');
    expect((await eve.asks(MISSILES)).text).toContain('69 cruise missiles');
    expect(fieldsOf(await eve.runs('settings show'))['Bundled summaries']).toContain('quoted, ');
    await ada.runs('settings sample', { on: true });
    expect((await ada.asks(MISSILES)).text).toContain('69 cruise missiles');
    elsewhere.removeBot();
  });

  it('names roles whose members may moderate, without pinging them', async () => {
    const editors = newsroom.server.addRole('Editors', { mentionable: true });
    const page = await ada.runs('settings moderators', { role: editors, allowed: true });
    expect(page).toMatchObject({
      content: `Changed: role ${editors.mention}: may not moderate → **may moderate**`,
      pings: [],
    });
    expect(fieldsOf(page)['Moderators']).toContain(`with these roles: ${editors.mention}\n`);
    const { content } = await ada.runs('settings moderators', { role: editors, allowed: false });
    expect(content).toContain('may moderate → **may not moderate**');
  });
});

describe('the log channel', () => {
  let desk: Channel;

  beforeAll(async () => {
    desk = newsroom.server.addChannel('desk');
    await ada.runs('settings log-channel', { channel: desk });
  });

  /** Waits for an entry that holds some words. */
  async function untilPosted(words: string): Promise<SeenMessage> {
    const find = () => desk.messages.find(({ content }) => content.includes(words));
    await newsroom.standIn.until(`“${words}” in the log channel`, () => find() !== undefined);
    return find()!;
  }

  it('gets what moderators do, as soon as it is one, and pings nobody', async () => {
    await newsroom.standIn.until('the entry', () => desk.messages.length === 1);
    const editors = newsroom.server.addRole('Writers', { mentionable: true });
    await ada.runs('settings moderators', { role: editors, allowed: true });
    await newsroom.standIn.until('the entry', () => desk.messages.length === 2);
    const [first, second] = desk.messages;
    expect(first?.content).toMatch(
      new RegExp(
        `^<t:\\d+:f> \\(<t:\\d+:R>\\) · \\*\\*Ada\\*\\* changed the setting log channel: none → ${desk.mention}$`,
      ),
    );
    expect(second?.content).toContain(`role ${editors.mention}: may not moderate → may moderate`);
    expect(second?.pings).toEqual([]);
  });

  it('gets runs of indexing and changes of the corpus too', async () => {
    await ada.runs('corpus reindex');
    const entry = await untilPosted('reindexed');
    expect(entry.content).toContain('**Ada** reindexed: \\+0 \\~0 -0 !0');
  });

  it('shows names as they are, however they were chosen', async () => {
    const name = '**Bold** @everyone <@&1> `x`';
    const mallory = Moderator.join(newsroom.server, name, general);
    await mallory.runs('settings sample', { on: true });
    const entry = await untilPosted('Bold');
    expect(entry.content).toContain('\\*\\*Bold\\*\\* \\@everyone \\<\\@&1> \\`x\\`');
    expect(entry.pings).toEqual([]);
  });

  it('that the bot may no longer post in keeps nobody from anything, and is noted', async () => {
    desk.deny('bot', PermissionFlagsBits.SendMessages);
    const before = desk.messages.length;
    const { content } = await ada.runs('settings sample', { on: false });
    expect(content).toContain('not quoted');
    expect(await newestInLog()).toContain('bundled summaries: quoted → not quoted');
    await newsroom.bot.logged('could not post in the log channel');
    expect(desk.messages).toHaveLength(before);
    await ada.runs('settings sample', { on: true });
  });

  it('cannot be one in which the bot lacks a permission, which is named', async () => {
    const locked = newsroom.server.addChannel('locked');
    locked.deny('bot', PermissionFlagsBits.SendMessages | PermissionFlagsBits.EmbedLinks);
    const { content } = await ada.runs('settings log-channel', { channel: locked });
    expect(content).toBe(
      `I cannot post in ${locked.mention}: I lack Send Messages, Embed Links there. Give me that first.`,
    );
    expect(fieldsOf(await ada.runs('settings show'))['Log channel']).toBe(desk.mention);
  });

  it('that was deleted keeps nobody from anything', async () => {
    newsroom.standIn.trouble.deleteChannel(desk);
    const { content } = await ada.runs('settings log-channel');
    expect(content).toBe(`Changed: log channel: ${desk.mention} → **none**`);
  });
});

describe('/corpus log', () => {
  it('leafs through everything that was done, newest first', async () => {
    const first = await ada.runs('corpus log');
    expect(first.ephemeral).toBe(true);
    expect(first.text).toMatch(/1–10 of \d+$/);
    const second = await ada.turns(first, 'Older');
    expect(second.text).toMatch(/11–\d+ of \d+$/);
    expect((await ada.turns(second, 'Newer')).text).toBe(first.text);
  });
});

describe('when the bot is killed', () => {
  it('settings, gaps and log are as they were a moment before', async () => {
    const channel = newsroom.server.addChannel('kept');
    const answers: SeenMessage[] = [];
    for (let round = 0; round < 3; round++) {
      await ada.asks(`Which ${['violin', 'walrus', 'sonnet'][round]} is the oldest of Portugal?`);
      answers.push(await ada.runs('settings channel', { mode: 'off', channel }));
      const limit = await ada.runs('settings member-limit', { 'per-minute': 100 + round });
      const log = await ada.runs('corpus log');
      const gaps = await ada.runs('corpus gaps');
      await newsroom.killBot();
      await newsroom.startBot();
      expect((await ada.runs('settings show')).embeds).toEqual(limit.embeds);
      expect((await ada.runs('corpus log')).embeds).toEqual(log.embeds);
      expect((await ada.runs('corpus gaps')).embeds).toEqual(gaps.embeds);
    }
    expect(answers.map(({ content }) => content)).toEqual([
      `Changed: answers in ${channel.mention}: mentions → **off**`,
      `Changed: answers in ${channel.mention}: off → **off**`,
      `Changed: answers in ${channel.mention}: off → **off**`,
    ]);
  });

  it('in the middle of commands, what was confirmed is kept and the rest is whole', async () => {
    const channels = Array.from({ length: 12 }, (_, number) =>
      newsroom.server.addChannel(`hall-${number}`),
    );
    const confirmed = new Set<Channel>();
    const exchanges = await Promise.all(
      channels.map((channel) => ada.sends('settings channel', { mode: 'off', channel })),
    );
    for (const [position, exchange] of exchanges.entries()) {
      exchange.reply({ timeoutMs: 60_000 }).then(
        () => confirmed.add(channels[position]!),
        () => {},
      );
    }
    await exchanges[0]!.reply();
    await newsroom.killBot();
    const known = [...confirmed];
    await newsroom.startBot();
    const shown = await newsroom.readState(
      (state) => new ServerSettingsStore(state).get(newsroom.server.id).channelModes,
    );
    const { entries } = await newsroom.readState((state) =>
      new AuditLog(state).page({ offset: 0, limit: channels.length }),
    );
    const logged = entries.map(({ subject }) => subject);
    expect(known.length).toBeGreaterThan(0);
    for (const { id, mention } of known) {
      expect(shown.get(id)).toBe('off');
      expect(logged).toContain(`answers in ${mention}`);
    }
  });
});

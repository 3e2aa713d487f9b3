import { describe, expect, it } from 'vitest';
import {
  channelModeOf,
  type ChannelMode,
  type ServerSettings,
  ServerSettingsStore,
} from '../../../src/state/server-settings.ts';
import { newState } from '../../support/state.ts';

const UNSET: ServerSettings = {
  channelModes: new Map(),
  moderatorRoleIds: new Set(),
  logChannelId: null,
  memberQuestionsPerMinute: null,
  channelAnswersPerMinute: null,
  sampleCorpus: null,
};

describe('the settings of a server', () => {
  it('are empty at first, and every channel has mentions answered', async () => {
    const store = new ServerSettingsStore(await newState());
    expect(store.get('1')).toEqual(UNSET);
    expect(store.modeOf({ serverId: '1', channelId: '10', parentId: null })).toBe('mentions');
  });

  it('keep the last mode that a channel was given', async () => {
    const store = new ServerSettingsStore(await newState());
    store.setChannelMode('1', '10', 'off');
    store.setChannelMode('1', '11', 'off');
    store.setChannelMode('1', '11', 'mentions');
    store.setChannelMode('1', '12', 'discussion');
    expect([...store.get('1').channelModes]).toEqual([
      ['10', 'off'],
      ['11', 'mentions'],
      ['12', 'discussion'],
    ]);
  });

  it('are those of one server', async () => {
    const store = new ServerSettingsStore(await newState());
    store.setChannelMode('1', '10', 'off');
    store.addModeratorRole('1', '20');
    store.setLogChannel('1', '30');
    expect(store.get('2')).toEqual(UNSET);
    expect(store.modeOf({ serverId: '2', channelId: '10', parentId: null })).toBe('mentions');
    expect(store.modeOf({ serverId: null, channelId: '10', parentId: null })).toBe('mentions');
  });

  it('are there in full, and again after the bot was started anew', async () => {
    const state = await newState();
    const store = new ServerSettingsStore(state);
    store.setChannelMode('1', '10', 'off');
    store.addModeratorRole('1', '20');
    store.addModeratorRole('1', '21');
    store.setLogChannel('1', '30');
    store.setLimit('1', 'memberQuestionsPerMinute', 0);
    store.setLimit('1', 'channelAnswersPerMinute', 7);
    store.setSampleCorpus('1', false);
    expect(new ServerSettingsStore(state).get('1')).toEqual({
      channelModes: new Map([['10', 'off']]),
      moderatorRoleIds: new Set(['20', '21']),
      logChannelId: '30',
      memberQuestionsPerMinute: 0,
      channelAnswersPerMinute: 7,
      sampleCorpus: false,
    });
  });

  it('say of each change what was there before', async () => {
    const store = new ServerSettingsStore(await newState());
    expect(store.setChannelMode('1', '10', 'off')).toBeNull();
    expect(store.setChannelMode('1', '10', 'mentions')).toBe('off');
    expect(store.setLogChannel('1', '30')).toBeNull();
    expect(store.setLogChannel('1', '31')).toBe('30');
    expect(store.setLimit('1', 'memberQuestionsPerMinute', 5)).toBeNull();
    expect(store.setLimit('1', 'channelAnswersPerMinute', 6)).toBeNull();
    expect(store.setLimit('1', 'memberQuestionsPerMinute', 7)).toBe(5);
    expect(store.setSampleCorpus('1', false)).toBeNull();
    expect(store.setSampleCorpus('1', true)).toBe(false);
    expect(store.addModeratorRole('1', '20')).toBe(false);
    expect(store.addModeratorRole('1', '20')).toBe(true);
    expect(store.removeModeratorRole('1', '20')).toBe(true);
    expect(store.removeModeratorRole('1', '20')).toBe(false);
  });

  it('can be unset again', async () => {
    const store = new ServerSettingsStore(await newState());
    store.addModeratorRole('1', '20');
    store.setLogChannel('1', '30');
    store.setLimit('1', 'memberQuestionsPerMinute', 5);
    store.setSampleCorpus('1', false);
    store.removeModeratorRole('1', '20');
    expect(store.setLogChannel('1', null)).toBe('30');
    expect(store.setLimit('1', 'memberQuestionsPerMinute', null)).toBe(5);
    expect(store.setSampleCorpus('1', null)).toBe(false);
    expect(store.get('1')).toEqual(UNSET);
  });

  it('leave out a mode that this program does not know', async () => {
    const state = await newState();
    const store = new ServerSettingsStore(state);
    store.setChannelMode('1', '10', 'off');
    state.prepare('UPDATE channel_modes SET mode = ?').run('loud');
    expect(store.get('1').channelModes.size).toBe(0);
  });

  it.each(['{', '"many"', '-1', '1.5', 'null', ''])(
    'count a damaged value as unset, and keep the others: %s',
    async (damaged) => {
      const state = await newState();
      const store = new ServerSettingsStore(state);
      store.setLogChannel('1', '30');
      store.setLimit('1', 'memberQuestionsPerMinute', 5);
      store.setSampleCorpus('1', false);
      state
        .prepare("UPDATE server_settings SET value = ? WHERE name <> 'logChannelId'")
        .run(damaged);
      expect(store.get('1')).toEqual({ ...UNSET, logChannelId: '30' });
    },
  );

  it('ignore a name that this program does not know', async () => {
    const state = await newState();
    const store = new ServerSettingsStore(state);
    store.setLogChannel('1', '30');
    state.prepare('UPDATE server_settings SET name = ?').run('__proto__');
    expect(store.get('1')).toEqual(UNSET);
  });
});

describe('the mode of a thread', () => {
  it.each<{ what: string; modes: [string, ChannelMode][]; expected: ChannelMode }>([
    { what: 'its own', modes: [['thread', 'off']], expected: 'off' },
    { what: "its channel's where it has none", modes: [['channel', 'off']], expected: 'off' },
    {
      what: "its own against its channel's",
      modes: [
        ['channel', 'off'],
        ['thread', 'mentions'],
      ],
      expected: 'mentions',
    },
    {
      what: 'the default where neither has one',
      modes: [['elsewhere', 'off']],
      expected: 'mentions',
    },
  ])('is $what', ({ modes, expected }) => {
    const place = { channelId: 'thread', parentId: 'channel' };
    expect(channelModeOf({ channelModes: new Map(modes) }, place)).toBe(expected);
  });
});

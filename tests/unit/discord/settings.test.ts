import { describe, expect, it } from 'vitest';
import { handleAnswerButton } from '../../../src/discord/answer-buttons.ts';
import type { BotParts } from '../../../src/discord/bot-parts.ts';
import { settingsCommand } from '../../../src/discord/commands/settings.ts';
import type { DiscordLink } from '../../../src/discord/discord-link.ts';
import type { MessageBody } from '../../../src/discord/reply.ts';
import type { CommandRequest } from '../../../src/discord/request.ts';
import { AnswerStore } from '../../../src/state/answers.ts';
import { AuditLog } from '../../../src/state/audit-log.ts';
import type { StateDatabase } from '../../../src/state/database.ts';
import { ServerSettingsStore } from '../../../src/state/server-settings.ts';
import { HOME, LOG_CHANNEL, MODERATOR, pressOf } from '../../support/curation-parts.ts';
import { answerWith, newState } from '../../support/state.ts';

const CHANNEL = '666666666666666666';
const ROLE = '777777777777777777';

interface Desk {
  readonly state: StateDatabase;
  readonly parts: BotParts;
  /** What was posted in the log channel. */
  readonly posted: MessageBody[];
}

async function openDesk(): Promise<Desk> {
  const state = await newState();
  const settings = new ServerSettingsStore(state);
  settings.setLogChannel(HOME, LOG_CHANNEL);
  const posted: MessageBody[] = [];
  const link: Partial<DiscordLink> = {
    permissionsIn: () => ~0n,
    post(channelId, body) {
      posted.push(body);
      return Promise.resolve({ channelId, id: '1' });
    },
  };
  const parts = {
    settings,
    link,
    answers: new AnswerStore(state),
    audit: new AuditLog(state),
    limitDefaults: { memberQuestionsPerMinute: 6, channelAnswersPerMinute: 20 },
    readsMessages: true,
    homeServers: [],
    now: () => 0,
  };
  return { state, parts: parts as unknown as BotParts, posted };
}

function command(name: string, options: CommandRequest['options']): CommandRequest {
  return {
    kind: 'command',
    id: '444444444444444444',
    name: `settings ${name}`,
    options,
    attachments: {},
    member: MODERATOR,
    place: { serverId: HOME, channelId: LOG_CHANNEL, parentId: null, botPermissions: ~0n },
    target: null,
  };
}

/** What the database has on a full disk, for one table. */
function refuseEntries(state: StateDatabase): void {
  state
    .prepare(
      'CREATE TRIGGER no_entries BEFORE INSERT ON audit_entries ' +
        "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
    )
    .run();
}

const CHANGES = [
  { name: 'channel', options: { mode: 'off', channel: CHANNEL } },
  { name: 'log-channel', options: { channel: CHANNEL } },
  { name: 'moderators', options: { role: ROLE, allowed: true } },
  { name: 'member-limit', options: { 'per-minute': 3 } },
  { name: 'channel-limit', options: { 'per-minute': 3 } },
  { name: 'sample', options: { on: false } },
];

describe('a setting', () => {
  it.each(CHANGES)('is changed, written down and posted: $name', async ({ name, options }) => {
    const { parts, posted } = await openDesk();
    const before = parts.settings.get(HOME);
    settingsCommand.handle(command(name, options), parts);
    expect(parts.settings.get(HOME)).not.toEqual(before);
    const { entries } = parts.audit.page({ offset: 0, limit: 5 });
    expect(entries).toMatchObject([{ action: 'setting', actorId: MODERATOR.id, serverId: HOME }]);
    expect(posted).toHaveLength(1);
  });

  it.each(CHANGES)('stays where that cannot be written down: $name', async ({ name, options }) => {
    const { state, parts, posted } = await openDesk();
    const before = parts.settings.get(HOME);
    refuseEntries(state);
    expect(() => settingsCommand.handle(command(name, options), parts)).toThrow('disk is full');
    expect(parts.settings.get(HOME)).toEqual(before);
    expect(posted).toEqual([]);
  });

  it('that is only looked at is not written down', async () => {
    const { parts } = await openDesk();
    settingsCommand.handle(command('show', {}), parts);
    expect(parts.audit.page({ offset: 0, limit: 5 }).total).toBe(0);
  });

  it('is changed by a button under an answer in the same way', async () => {
    const { state, parts } = await openDesk();
    parts.settings.setChannelMode(HOME, LOG_CHANNEL, 'discussion');
    const answer = parts.answers.save(answerWith({ serverId: HOME }));
    const button = { action: 'mute-channel', answerId: answer.id } as const;
    const modeOf = (): unknown => parts.settings.get(HOME).channelModes.get(LOG_CHANNEL);
    refuseEntries(state);
    expect(() => handleAnswerButton(button, pressOf(''), parts)).toThrow('disk is full');
    expect(modeOf()).toBe('discussion');
    state.prepare('DROP TRIGGER no_entries').run();
    handleAnswerButton(button, pressOf(''), parts);
    expect(modeOf()).toBe('mentions');
    expect(parts.audit.page({ offset: 0, limit: 5 }).entries).toMatchObject([
      { action: 'setting', detail: 'discussion → mentions' },
    ]);
  });
});

it('a thread is changed from what held there, which may be the mode of its channel', async () => {
  const { parts } = await openDesk();
  parts.settings.setChannelMode(HOME, CHANNEL, 'discussion');
  const request = command('channel', { mode: 'off' });
  const place = { ...request.place, parentId: CHANNEL };
  settingsCommand.handle({ ...request, place }, parts);
  const [entry] = parts.audit.page({ offset: 0, limit: 1 }).entries;
  expect(entry?.detail).toBe('discussion → off');
});

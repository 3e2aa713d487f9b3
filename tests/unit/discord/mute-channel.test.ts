import { PermissionFlagsBits } from 'discord-api-types/v10';
import { expect, it } from 'vitest';
import { answerButtonId } from '../../../src/discord/render/buttons.ts';
import { AuditLog } from '../../../src/state/audit-log.ts';
import type { ChannelMode } from '../../../src/state/server-settings.ts';
import { openQuestionDesk } from '../../support/question-desk.ts';
import { answerWith, newState } from '../../support/state.ts';

/** What holds in a thread, and what the log says, when a moderator has pressed the button there. */
async function pressIn(modes: Readonly<Record<string, ChannelMode>>) {
  const { bot, parts } = await openQuestionDesk();
  const audit = new AuditLog(await newState());
  Object.assign(parts, { audit });
  for (const [id, mode] of Object.entries(modes)) parts.settings.setChannelMode('222', id, mode);
  const { id: answerId } = parts.answers.save(answerWith());
  const place = { serverId: '222', channelId: '444', parentId: '333', botPermissions: ~0n };
  const permissions = PermissionFlagsBits.ManageGuild;
  bot.handle({
    kind: 'button',
    id: '1',
    customId: answerButtonId({ action: 'mute-channel', answerId }),
    messageId: '2',
    member: { id: '111', name: 'Ada', permissions, roleIds: [] },
    place,
  });
  const [entry] = audit.page({ offset: 0, limit: 1 }).entries;
  return { mode: parts.settings.modeOf(place), detail: entry?.detail };
}

it('a button that keeps the bot from joining in does so, and tells what was before', async () => {
  expect(await pressIn({ '333': 'discussion' })).toEqual({
    mode: 'mentions',
    detail: 'discussion → mentions',
  });
});

it('a button that keeps the bot from joining in does not switch it on where it is off', async () => {
  expect(await pressIn({ '444': 'off' })).toEqual({ mode: 'off', detail: undefined });
});

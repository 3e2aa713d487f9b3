import { PermissionFlagsBits } from 'discord-api-types/v10';
import { expect, it } from 'vitest';
import { answerButtonId } from '../../../src/discord/render/buttons.ts';
import type { Member } from '../../../src/discord/request.ts';
import { openQuestionDesk } from '../../support/question-desk.ts';
import { answerWith } from '../../support/state.ts';

const SOMEBODY = { id: '112', name: 'Ben', permissions: 0n, roleIds: [] };

it.each<{ who: string; member: Member; mayRemove: boolean }>([
  { who: 'whoever asked', member: { ...SOMEBODY, id: '111' }, mayRemove: true },
  { who: 'somebody else', member: SOMEBODY, mayRemove: false },
  {
    who: 'who manages messages',
    member: { ...SOMEBODY, permissions: PermissionFlagsBits.ManageMessages },
    mayRemove: true,
  },
  {
    who: 'who manages the server',
    member: { ...SOMEBODY, permissions: PermissionFlagsBits.ManageGuild },
    mayRemove: true,
  },
  {
    who: 'who has a role that the settings name',
    member: { ...SOMEBODY, roleIds: ['555'] },
    mayRemove: true,
  },
])('an answer is taken away by $who: $mayRemove', async ({ member, mayRemove }) => {
  const { bot, parts } = await openQuestionDesk();
  parts.settings.addModeratorRole('222', '555');
  const { id: answerId } = parts.answers.save(answerWith());
  const { acknowledge } = bot.handle({
    kind: 'button',
    id: '1',
    customId: answerButtonId({ action: 'remove', answerId }),
    messageId: '2',
    member,
    place: { serverId: '222', channelId: '333', parentId: null, botPermissions: ~0n },
  });
  expect(acknowledge).toBe(mayRemove ? 'update' : 'privately');
});

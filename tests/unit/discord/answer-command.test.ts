import { expect, it } from 'vitest';
import { answerCommand } from '../../../src/discord/answer-command.ts';
import { RateLimit } from '../../../src/discord/rate-limit.ts';
import { openQuestionDesk, type QuestionDesk } from '../../support/question-desk.ts';

const MAYOR = 'who is the mayor of Kyiv?';
const RIVER = 'how high did the river rise in Harlow?';
const PLACE = { serverId: '222', channelId: '333', parentId: null, botPermissions: ~0n };

/** Whether somebody's question is answered for all to see. */
function isPublic({ parts }: QuestionDesk, memberId: string, question: string): boolean {
  const { acknowledge } = answerCommand({
    request: {
      kind: 'command',
      id: '1',
      name: 'ask',
      options: { question },
      attachments: {},
      target: null,
      member: { id: memberId, name: 'Ben', permissions: 0n, roleIds: [] },
      place: PLACE,
    },
    question,
    filters: {},
    wantsPrivate: false,
    parts,
  });
  return acknowledge === 'publicly';
}

it('a repeated answer, which one member sees, takes none of those that a channel may have', async () => {
  const desk = await openQuestionDesk();
  await desk.ask(desk.mention('1', MAYOR));
  const channel = new RateLimit({ perMinute: 1, now: () => 0 });
  Object.assign(desk.parts, { limits: { ...desk.parts.limits, channel } });
  expect(isPublic(desk, '112', MAYOR)).toBe(false);
  expect(isPublic(desk, '112', RIVER)).toBe(true);
  expect(isPublic(desk, '112', RIVER)).toBe(false);
});

import { expect, it } from 'vitest';
import { permissionsNotice } from '../../../src/discord/answer-command.ts';
import { renderChecks } from '../../../src/discord/render/check.ts';
import { renderPrivacy } from '../../../src/discord/render/privacy.ts';

it('one of each that is kept about a member is named as one', () => {
  const question = {
    question: 'Who opened the bridge?',
    askedAtMs: 0,
    serverId: '222',
    channelId: '333',
    isPrivate: false,
  };
  const kept = { questions: [question], turns: 1, votes: 1, mutedOn: ['222'], deeds: 1 };
  const { embeds } = renderPrivacy(kept, { keepQuestionsDays: 1, serverId: null });
  const lines = embeds?.[0]?.description?.split('\n') ?? [];
  expect(lines[0]).toMatch(/^\*\*1 question\*\* .* deleted after 1 day\.$/);
  expect(lines.slice(2, 6).map((line) => line.split(' ').slice(0, 4).join(' '))).toEqual([
    '**1** of them belongs',
    '**1 vote** on answers',
    '**1 server** on which',
    '**1 entry** in the',
  ]);
});

it('one quotation that was not checked is named as one', () => {
  expect(renderChecks({ checks: [], omitted: 1 }).content).toContain('There is 1 more quotation ');
});

it.each([
  { missing: ['Embed Links'], words: ['the permission **Embed Links**', 'give it to me'] },
  { missing: ['A', 'B'], words: ['the permissions **A**, **B**', 'give them to me'] },
])('what the bot lacks is named in the right number: $missing', ({ missing, words }) => {
  for (const word of words) expect(permissionsNotice(missing)).toContain(word);
});

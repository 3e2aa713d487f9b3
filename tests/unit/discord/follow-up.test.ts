import { describe, expect, it, vi } from 'vitest';
import { followUpForm, handleFollowUp } from '../../../src/discord/follow-up.ts';
import { RateLimit } from '../../../src/discord/rate-limit.ts';
import type { Handling } from '../../../src/discord/reply.ts';
import type { Member, Place } from '../../../src/discord/request.ts';
import { openQuestionDesk, type QuestionDesk } from '../../support/question-desk.ts';
import { answerWith } from '../../support/state.ts';

const ADA = { id: '111', name: 'Ada', permissions: 0n, roleIds: [] };
const DIRECTLY = { serverId: null, channelId: '444', parentId: null, botPermissions: ~0n };

/** The form below an answer that one member alone was given on a server, sent in. */
function send(
  desk: QuestionDesk,
  question: string,
  { member = ADA, place = DIRECTLY }: { member?: Member; place?: Place } = {},
): Handling {
  const { id } = desk.parts.answers.save(answerWith({ isPrivate: true, filters: {} }));
  const request = {
    kind: 'modal',
    id: '1',
    member,
    place,
    customId: followUpForm(id).custom_id,
    fields: { question },
  } as const;
  return handleFollowUp(id, request, desk.parts);
}

async function textOf(handling: Handling): Promise<string> {
  if (!('reply' in handling)) throw new Error('no reply');
  const { body } = await handling.reply(() => Promise.resolve(null));
  return body.content ?? body.embeds?.[0]?.description ?? '';
}

describe('the form to ask on', () => {
  it('works below an answer that was given directly, for whoever asked', async () => {
    const desk = await openQuestionDesk();
    expect(await textOf(send(desk, 'and in Lviv?'))).toBe('“and in Lviv?”');
    const member = { ...ADA, id: '112' };
    expect(await textOf(send(desk, 'and in Lviv?', { member }))).toContain('too old');
  });

  it('below a private answer asks as privately, also where nothing is found', async () => {
    const desk = await openQuestionDesk();
    vi.spyOn(desk.parts.library, 'answer').mockImplementation((question) =>
      Promise.resolve({ question, answered: false, confidence: 0, quotes: [], ms: 1 }),
    );
    const place = { ...DIRECTLY, serverId: '222', channelId: '333' };
    expect(await textOf(send(desk, 'and in Lviv?', { place }))).toContain('Nothing close enough');
    expect(desk.parts.gaps.list('222', { limit: 1 })).toEqual([]);
  });

  it('that was left blank takes none of the questions of a minute', async () => {
    const desk = await openQuestionDesk();
    const member = new RateLimit({ perMinute: 1, now: () => 0 });
    Object.assign(desk.parts, { limits: { ...desk.parts.limits, member } });
    expect(await textOf(send(desk, '   '))).toBe('What would you like to know?');
    expect(await textOf(send(desk, 'and in Lviv?'))).toBe('“and in Lviv?”');
  });
});

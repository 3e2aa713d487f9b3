import { expect, it } from 'vitest';
import type { BotParts } from '../../../src/discord/bot-parts.ts';
import { beginConfirmed } from '../../../src/discord/corpus/begin-action.ts';
import { carryOutWithdrawal, reinstateArticle } from '../../../src/discord/corpus/withdraw.ts';
import { AnswerStore } from '../../../src/state/answers.ts';
import { ConversationStore } from '../../../src/state/conversations.ts';
import { CorrectionStore } from '../../../src/state/corrections.ts';
import {
  HOME,
  LOG_CHANNEL,
  MODERATOR,
  openCurationDesk,
  pressOf,
} from '../../support/curation-parts.ts';
import { answerWith, newState, turnWith } from '../../support/state.ts';

const PATH = 'mill.md';

/** A proposal to withdraw an article that no answer had quoted, and a way to give such answers. */
async function open() {
  const desk = await openCurationDesk({}, { [PATH]: 'It cost 4.' });
  const state = await newState();
  const corrections = new CorrectionStore(state);
  const parts: BotParts = { ...desk.parts, corrections, keepQuestionsDays: 30 };
  const { id: correctionId } = corrections.propose(
    {
      kind: 'withdrawn',
      path: PATH,
      day: '2022-11-16',
      note: 'No.',
      serverId: HOME,
      proposedAtMs: 1,
    },
    [],
  );
  const give = (messageId: string): void => {
    const [quote] = answerWith().quotes;
    const quotes = [{ ...quote!, path: PATH, text: 'It cost 4.' }];
    const { id } = new AnswerStore(state).save(answerWith({ quotes }));
    new ConversationStore(state).record(turnWith({ answerId: id, messageId }));
  };
  const confirm = async (): Promise<string | undefined> => {
    const request = pressOf('');
    const asked = { serverId: HOME, actorId: MODERATOR.id, expiresAtMs: desk.nowMs + 1 };
    const payload = { path: PATH, correctionId };
    const { id } = parts.pending.create({ ...asked, kind: 'withdraw', payload });
    const action = beginConfirmed(id, request, parts);
    if (action?.kind !== 'withdraw') throw new Error('the withdrawal is not open');
    return (await carryOutWithdrawal(action, { parts })).content;
  };
  return { parts, corrections, correctionId, give, confirm };
}

it('a withdrawal concerns the answers too that were given after it was proposed', async () => {
  const { corrections, correctionId, give, confirm } = await open();
  give('1');
  expect(await confirm()).toContain('1 answer is being marked');
  expect(corrections.next(correctionId)).toMatchObject({ messageId: '1', state: 'waiting' });
});

it('a withdrawal that is taken back goes no further', async () => {
  const { parts, corrections, correctionId, give, confirm } = await open();
  give('1');
  give('2');
  await confirm();
  corrections.settle(corrections.next(correctionId)!, 'edited', 2);
  const handling = reinstateArticle(
    {
      kind: 'command',
      id: '1',
      name: 'corpus reinstate',
      options: { article: PATH },
      attachments: {},
      target: null,
      member: MODERATOR,
      place: { serverId: HOME, channelId: LOG_CHANNEL, parentId: null, botPermissions: ~0n },
    },
    parts,
  );
  if ('reply' in handling) await handling.reply(() => Promise.resolve(null));
  expect(corrections.next(correctionId)).toBeNull();
  expect(corrections.countOf(correctionId)).toEqual({ edited: 1 });
  const { entries } = parts.audit.page({ offset: 0, limit: 1 });
  expect(entries[0]).toMatchObject({ action: 'reinstate', subject: PATH });
});

import { describe, expect, it } from 'vitest';
import { AnswerStore } from '../../../src/state/answers.ts';
import { ConversationStore, type Turn } from '../../../src/state/conversations.ts';
import { DeletedMessages } from '../../../src/state/deleted-messages.ts';
import { GapStore } from '../../../src/state/gaps.ts';
import { answerWith, newState, newStateFile, turnWith } from '../../support/state.ts';
import { openState } from '../../../src/state/database.ts';
import { tracesOf } from '../../support/traces.ts';

describe('what was kept of a message', () => {
  it.each([
    { what: 'the answer', deleted: '10' },
    { what: 'the question', deleted: '20' },
    { what: 'what the question was about', deleted: '30' },
  ])('goes when $what is deleted', async ({ deleted }) => {
    const { answers, messages, gone, kept } = await twoAnswers();
    messages.forget(['98', deleted, '99']);
    expect(answers.find(gone)).toBeNull();
    expect(answers.find(kept)).not.toBeNull();
  });

  it('stays when other messages are deleted, and when none are', async () => {
    const { answers, messages, gone, kept } = await twoAnswers();
    messages.forget(['98', '99']);
    messages.forget([]);
    expect([answers.find(gone), answers.find(kept)]).not.toContain(null);
  });

  it('goes with its turn, so that the conversation does not know it any more', async () => {
    const { conversations, messages } = await twoAnswers();
    messages.forget(['20']);
    expect(conversations.ofMessage('10')).toBeNull();
    expect(conversations.answerToQuestion('20')).toBeNull();
    expect(conversations.latestIn('333')?.messageId).toBe('11');
  });

  it('goes when it found nothing, too', async () => {
    const state = await newState();
    const gaps = new GapStore(state);
    gaps.record({ serverId: '1', question: 'Who?', askedAtMs: 1, messageId: '20' });
    gaps.record({ serverId: '1', question: 'Why?', askedAtMs: 1, messageId: '21' });
    gaps.record({ serverId: '1', question: 'When?', askedAtMs: 1 });
    new DeletedMessages(state).forget(['20']);
    const left = gaps.list('1', { limit: 9 }).map(({ question }) => question);
    expect(left.sort()).toEqual(['When?', 'Why?']);
  });

  it('goes when its channel or thread is deleted', async () => {
    const { answers, conversations, messages, gone, kept } = await twoAnswers({ channelId: '900' });
    conversations.openThread(kept, '900');
    messages.forgetChannel('900');
    expect(answers.find(gone)).toBeNull();
    expect(answers.find(kept)).not.toBeNull();
    expect(conversations.isOwnThread('900')).toBe(false);
  });

  it('leaves no trace on disk while the bot goes on', async () => {
    const file = await newStateFile();
    const state = await openState(file);
    const { id } = new AnswerStore(state).save(answerWith({ question: 'a question to forget' }));
    new ConversationStore(state).record(turnWith({ answerId: id, questionMessageId: '20' }));
    expect(await tracesOf('to forget', file)).not.toEqual([]);
    new DeletedMessages(state).forget(['20']);
    expect(await tracesOf('to forget', file)).toEqual([]);
    state.close();
  });
});

/** Two answers in two messages; changes are those of the first. */
async function twoAnswers(changes: Partial<Turn> = {}): Promise<{
  answers: AnswerStore;
  conversations: ConversationStore;
  messages: DeletedMessages;
  gone: string;
  kept: string;
}> {
  const state = await newState();
  const answers = new AnswerStore(state);
  const conversations = new ConversationStore(state);
  const [gone, kept] = [answers.save(answerWith()).id, answers.save(answerWith()).id];
  conversations.record(
    turnWith({
      answerId: gone,
      messageId: '10',
      questionMessageId: '20',
      sourceMessageId: '30',
      ...changes,
    }),
  );
  conversations.record(turnWith({ answerId: kept, messageId: '11', questionMessageId: '21' }));
  return { answers, conversations, messages: new DeletedMessages(state), gone, kept };
}

import { describe, expect, it } from 'vitest';
import { AnswerStore, type StoredAnswer } from '../../../src/state/answers.ts';
import { ConversationStore, type Turn } from '../../../src/state/conversations.ts';
import { answerWith, newState, turnWith } from '../../support/state.ts';

const ALL = { limit: 99, sinceMs: 0 };

describe('a conversation', () => {
  it('holds its answers, oldest first, from whichever message it is continued', async () => {
    const { say, conversations } = await newTalk();
    const first = say({ messageId: '10', atMs: 1 });
    const second = say({ messageId: '20', atMs: 2 }, { after: first });
    const third = say({ messageId: '30', atMs: 3 }, { after: second });
    expect(conversations.ofMessage('30')).toBe(third.id);
    expect(conversations.turns(third.id, ALL)).toEqual([first, second, third]);
    expect(conversations.ofMessage('10')).toBe(first.id);
    expect(conversations.turns(first.id, ALL)).toEqual([first]);
    expect(conversations.ofMessage('40')).toBeNull();
  });

  it('does not mix with another that replies to the same answer', async () => {
    const { say, conversations } = await newTalk();
    const first = say({ messageId: '10' });
    const [anns, bens] = [say({ messageId: '20' }, { after: first }), say({}, { after: first })];
    const annsNext = say({ messageId: '30' }, { after: anns });
    expect(conversations.turns(annsNext.id, ALL)).toEqual([first, anns, annsNext]);
    expect(conversations.turns(bens.id, ALL)).toEqual([first, bens]);
  });

  it('is over for what was answered before a time, and has no more turns than are asked for', async () => {
    const { say, conversations } = await newTalk();
    const first = say({ atMs: 10 });
    const second = say({ atMs: 20 }, { after: first });
    const third = say({ atMs: 30 }, { after: second });
    expect(conversations.turns(third.id, { limit: 9, sinceMs: 20 })).toEqual([second, third]);
    expect(conversations.turns(third.id, { limit: 1, sinceMs: 0 })).toEqual([third]);
    expect(conversations.turns(third.id, { limit: 9, sinceMs: 31 })).toEqual([]);
  });

  it('falls apart once it has ended, and its answers stay', async () => {
    const { say, conversations, answers } = await newTalk();
    const first = say({ atMs: 10 });
    const second = say({ atMs: 20, messageId: '20' }, { after: first });
    const third = say({ atMs: 30 }, { after: second });
    conversations.endBefore(30);
    expect(conversations.turns(third.id, ALL)).toEqual([second, third]);
    expect(conversations.turns(second.id, ALL)).toEqual([second]);
    expect(conversations.ofMessage('20')).toBe(second.id);
    expect(answers.find(first.id)).toEqual(first);
  });

  it('goes on without an answer that was removed, and what that one followed', async () => {
    const { say, conversations, answers } = await newTalk();
    const first = say({});
    const second = say({}, { after: first });
    const third = say({}, { after: second });
    answers.remove(second.id);
    expect(conversations.turns(third.id, ALL)).toEqual([third]);
    const fourth = say({ messageId: '40' }, { after: second });
    expect(conversations.turns(fourth.id, ALL)).toEqual([fourth]);
  });

  it('is not begun by an answer that was removed before it was noted', async () => {
    const { say, conversations, answers } = await newTalk();
    const { id } = answers.save(answerWith());
    answers.remove(id);
    conversations.record(turnWith({ answerId: id, messageId: '10' }));
    expect(conversations.ofMessage('10')).toBeNull();
    expect(conversations.turns(say({}).id, ALL)).toHaveLength(1);
  });
});

describe('an answer to a question that was edited', () => {
  it('takes the place of the one that stood in the same message', async () => {
    const { say, conversations, answers } = await newTalk();
    const first = say({});
    const before = say({ messageId: '20' }, { after: first });
    const next = say({ messageId: '30' }, { after: before });
    conversations.openThread(before.id, '900');
    const edited = say({ messageId: '20' }, { after: first });
    expect(answers.find(before.id)).toBeNull();
    expect(conversations.ofMessage('20')).toBe(edited.id);
    expect(conversations.turns(next.id, ALL)).toEqual([first, edited, next]);
    expect(conversations.ofThread('900')).toBe(edited.id);
  });

  it('is found by the question, with the conversation that it continues', async () => {
    const { say, conversations } = await newTalk();
    const first = say({ questionMessageId: '1', messageId: '10', channelId: '333' });
    const second = say({ questionMessageId: '2', messageId: '20', atMs: 7 }, { after: first });
    expect(conversations.answerToQuestion('2')).toEqual({
      answerId: second.id,
      conversationId: first.id,
      channelId: '333',
      messageId: '20',
      atMs: 7,
    });
    expect(conversations.answerToQuestion('1')).toMatchObject({ conversationId: null });
    expect(conversations.answerToQuestion('10')).toBeNull();
  });

  it('is the last one where a question was answered twice', async () => {
    const { say, conversations } = await newTalk();
    say({ questionMessageId: '1', messageId: '10', atMs: 1 });
    const last = say({ questionMessageId: '1', messageId: '20', atMs: 2 });
    expect(conversations.answerToQuestion('1')?.answerId).toBe(last.id);
  });
});

describe('the answers to a message', () => {
  it('are those that it asked for or gave the words for, with what was shared of them', async () => {
    const { say, conversations } = await newTalk();
    say({ questionMessageId: '1', messageId: '10', channelId: '333' });
    const found = say({ questionMessageId: '2', sourceMessageId: '1' }, { isPrivate: true });
    say({ messageId: '30', channelId: '334' }, { of: found });
    say({ questionMessageId: '3', messageId: '40' });
    expect(conversations.placesOfAnswersTo('1')).toEqual([
      { channelId: '333', messageId: '10' },
      { channelId: '334', messageId: '30' },
    ]);
    expect(conversations.placesOfAnswersTo('10')).toEqual([]);
  });
});

describe('a thread', () => {
  it('continues the answer that it was opened from, and then its own last answer', async () => {
    const { say, conversations } = await newTalk();
    const opened = say({ channelId: '333' });
    conversations.openThread(opened.id, '900');
    expect(conversations.ofThread('900')).toBe(opened.id);
    const inThread = say({ channelId: '900', atMs: 1 }, { after: opened });
    say({ channelId: '333', atMs: 2 }, { after: opened });
    expect(conversations.ofThread('900')).toBe(inThread.id);
    expect(conversations.turns(inThread.id, ALL)).toEqual([opened, inThread]);
  });

  it('has a conversation also where somebody else opened it, once the bot answered there', async () => {
    const { say, conversations } = await newTalk();
    expect(conversations.ofThread('900')).toBeNull();
    const answer = say({ channelId: '900' });
    expect(conversations.ofThread('900')).toBe(answer.id);
    expect(conversations.isOwnThread('900')).toBe(false);
  });

  it('stays the bot’s own when the answer that it was opened from is gone', async () => {
    const { say, conversations, answers } = await newTalk();
    const opened = say({});
    conversations.openThread(opened.id, '900');
    answers.remove(opened.id);
    expect(conversations.isOwnThread('900')).toBe(true);
    expect(conversations.ofThread('900')).toBeNull();
  });
});

describe('the last answer in a channel', () => {
  it('is the last one there that all can see', async () => {
    const { say, conversations } = await newTalk();
    const answer = say({ channelId: '333', messageId: '10', atMs: 1 });
    say({ channelId: '334', messageId: '20', atMs: 2 });
    say({ channelId: '333', messageId: '30', atMs: 3 }, { isPrivate: true });
    say({ channelId: '333', messageId: null, atMs: 4 });
    expect(conversations.latestIn('333')).toEqual({ answer, messageId: '10', atMs: 1 });
    expect(conversations.latestIn('335')).toBeNull();
  });
});

interface Talk {
  readonly answers: AnswerStore;
  readonly conversations: ConversationStore;
  /** Saves an answer and notes it as a turn. */
  readonly say: (
    turn: Partial<Turn>,
    options?: {
      readonly after?: StoredAnswer;
      /** The answer that this one repeats. */
      readonly of?: StoredAnswer;
      readonly isPrivate?: boolean;
    },
  ) => StoredAnswer;
}

async function newTalk(): Promise<Talk> {
  const state = await newState();
  const answers = new AnswerStore(state);
  const conversations = new ConversationStore(state);
  return {
    answers,
    conversations,
    say(turn, { after, of, isPrivate = false } = {}) {
      const answer = answers.save(answerWith({ isPrivate }), { originId: of?.id ?? null });
      const conversationId = after?.id ?? null;
      const recorded = conversations.record(
        turnWith({ answerId: answer.id, conversationId, ...turn }),
      );
      expect(recorded).toBe(answer.id);
      return answer;
    },
  };
}

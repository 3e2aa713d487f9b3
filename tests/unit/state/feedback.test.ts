import { describe, expect, it } from 'vitest';
import { AnswerStore, type StoredAnswer } from '../../../src/state/answers.ts';
import { ConversationStore } from '../../../src/state/conversations.ts';
import type { StateDatabase } from '../../../src/state/database.ts';
import { FeedbackStore } from '../../../src/state/feedback.ts';
import { answerWith, newState, turnWith } from '../../support/state.ts';

const ANN = '123456789012345678';
const BEN = '223456789012345678';

describe('feedback', () => {
  it('counts the votes on each answer', async () => {
    const { feedback, answerId, otherId } = await twoAnswers();
    feedback.vote({ answerId, voterId: ANN, useful: true });
    feedback.vote({ answerId, voterId: BEN, useful: false });
    feedback.vote({ answerId: otherId, voterId: ANN, useful: true });
    expect(feedback.countFor(answerId)).toEqual({ useful: 1, notUseful: 1 });
    expect(feedback.countFor(otherId)).toEqual({ useful: 1, notUseful: 0 });
    expect(feedback.countFor('unknown')).toEqual({ useful: 0, notUseful: 0 });
  });

  it('gives a member one vote on an answer, which can be changed', async () => {
    const { feedback, answerId } = await twoAnswers();
    feedback.vote({ answerId, voterId: ANN, useful: true });
    feedback.vote({ answerId, voterId: ANN, useful: true });
    feedback.vote({ answerId, voterId: ANN, useful: false });
    expect(feedback.countFor(answerId)).toEqual({ useful: 0, notUseful: 1 });
  });

  it('knows a member again when the bot was started anew', async () => {
    const { state, feedback, answerId } = await twoAnswers();
    feedback.vote({ answerId, voterId: ANN, useful: true });
    new FeedbackStore(state).vote({ answerId, voterId: ANN, useful: false });
    expect(feedback.countFor(answerId)).toEqual({ useful: 0, notUseful: 1 });
  });

  it('stores neither who voted nor anything that two votes of a member share', async () => {
    const { state, feedback, answerId, otherId } = await twoAnswers();
    feedback.vote({ answerId, voterId: ANN, useful: true });
    feedback.vote({ answerId: otherId, voterId: ANN, useful: true });
    const rows = state.prepare('SELECT * FROM votes').all() as { voter: string }[];
    expect(JSON.stringify(rows)).not.toContain(ANN);
    expect(new Set(rows.map(({ voter }) => voter)).size).toBe(2);
  });

  it('hashes members differently in every state', async () => {
    const voters = new Set<string>();
    for (let time = 0; time < 2; time++) {
      const { state, feedback, answerId } = await twoAnswers();
      state.prepare('UPDATE answers SET id = ? WHERE id = ?').run('same', answerId);
      feedback.vote({ answerId: 'same', voterId: ANN, useful: true });
      const { voter } = state.prepare('SELECT voter FROM votes').get() as { voter: string };
      voters.add(voter);
    }
    expect(voters.size).toBe(2);
  });

  it('outlives the answer, with what it quoted first', async () => {
    const { state, answers, feedback, answerId } = await twoAnswers();
    feedback.vote({ answerId, voterId: ANN, useful: true });
    answers.remove(answerId);
    expect(feedback.countFor(answerId)).toEqual({ useful: 1, notUseful: 0 });
    expect(state.prepare('SELECT * FROM votes').get()).toMatchObject({
      article_id: '0123456789ab',
      article_sha256: 'a'.repeat(64),
      quote_start: 10,
      quote_end: 110,
    });
  });

  it('is taken on an answer without quotes, and not on one that is gone or damaged', async () => {
    const { state, answers, feedback, answerId, otherId } = await twoAnswers();
    const empty = answers.save(answerWith({ quotes: [] }));
    answers.remove(answerId);
    state.prepare('UPDATE answers SET quotes = ? WHERE id = ?').run('[{', otherId);
    for (const id of [empty.id, answerId, otherId]) {
      feedback.vote({ answerId: id, voterId: ANN, useful: true });
    }
    expect(feedback.countFor(empty.id)).toEqual({ useful: 1, notUseful: 0 });
    expect(feedback.countFor(answerId)).toEqual({ useful: 0, notUseful: 0 });
    expect(feedback.countFor(otherId)).toEqual({ useful: 0, notUseful: 0 });
  });
});

describe('votes together', () => {
  it('are counted for each passage, those with the most votes first', async () => {
    const state = await newState();
    const { ask, feedback } = askerIn(state);
    ask('Who?', { at: 500, votes: [true] });
    ask('Who?', { at: 10, votes: [true, false] });
    ask('Why?', { at: 10, votes: [true] });
    new AnswerStore(state).save(answerWith({ quotes: [] }));
    const place = { articleId: '0123456789ab', sha256: 'a'.repeat(64) };
    expect(feedback.byPassage({ limit: 9 })).toEqual([
      { ...place, start: 10, end: 110, useful: 2, notUseful: 1 },
      { ...place, start: 500, end: 600, useful: 1, notUseful: 0 },
    ]);
    expect(feedback.byPassage({ limit: 1 })).toHaveLength(1);
  });

  it('are counted for each question of a server, the one asked last first', async () => {
    const { ask, feedback } = askerIn(await newState());
    ask('Who?', { askedAtMs: 1, votes: [true, false] });
    ask('Why?', { askedAtMs: 2, votes: [false] });
    ask('Who?', { askedAtMs: 3, votes: [true], at: 500 });
    ask('When?', { askedAtMs: 4, votes: [] });
    ask('Where?', { askedAtMs: 5, votes: [true], serverId: '223' });
    ask('How many?', { askedAtMs: 6, votes: [true], isPrivate: true });
    expect(feedback.byQuestion('222', { limit: 9 })).toEqual([
      { question: 'Who?', askedAtMs: 3, useful: 2, notUseful: 1 },
      { question: 'Why?', askedAtMs: 2, useful: 0, notUseful: 1 },
    ]);
    expect(feedback.byQuestion('222', { limit: 1 })).toHaveLength(1);
  });

  it('are told apart by question and passage, where a public question says everything', async () => {
    const state = await newState();
    const { ask, feedback } = askerIn(state);
    const conversations = new ConversationStore(state);
    const followUp = ask('And then?', { votes: [true] });
    conversations.record(turnWith({ answerId: followUp, conversationId: 'AAAAAAAAAAAA' }));
    conversations.endBefore(Infinity);
    ask('Who?', { votes: [true] });
    ask('Who?', { votes: [true, false] });
    ask('Who?', { votes: [false], at: 500 });
    ask('Where?', { votes: [true], serverId: null });
    ask('How many?', { votes: [true], isPrivate: true });
    ask('What on that day?', { votes: [true], filters: { from: '2022-11-15' } });
    const place = { question: 'Who?', articleId: '0123456789ab', sha256: 'a'.repeat(64) };
    expect(feedback.byQuestionAndPassage()).toEqual([
      { ...place, start: 10, end: 110, useful: 2, notUseful: 1 },
      { ...place, start: 500, end: 600, useful: 0, notUseful: 1 },
    ]);
  });

  it('lose their question with the answer, and stay counted for the passage', async () => {
    const state = await newState();
    const { ask, feedback } = askerIn(state);
    const id = ask('Who?', { votes: [true] });
    new AnswerStore(state).remove(id);
    expect(feedback.byQuestion('222', { limit: 9 })).toEqual([]);
    expect(feedback.byQuestionAndPassage()).toEqual([]);
    expect(feedback.byPassage({ limit: 9 })).toMatchObject([{ useful: 1, notUseful: 0 }]);
  });

  it('on answers that are gone are nobody’s any more', async () => {
    const state = await newState();
    const { ask, feedback } = askerIn(state);
    const [gone, kept] = [ask('Who?', { votes: [true, true] }), ask('Why?', { votes: [true] })];
    new AnswerStore(state).remove(gone);
    const before = votersOf(state);
    feedback.unlinkVoters();
    const after = votersOf(state);
    expect(after.get(kept)).toEqual(before.get(kept));
    expect(before.get(gone)).not.toEqual(after.get(gone));
    expect(feedback.countFor(gone)).toEqual({ useful: 2, notUseful: 0 });
    feedback.unlinkVoters();
    expect(votersOf(state)).toEqual(after);
  });
});

/** Saves answers that quote what stands at a place, with votes on each. */
function askerIn(state: StateDatabase): {
  feedback: FeedbackStore;
  ask: (question: string, options: Asked) => string;
} {
  const answers = new AnswerStore(state);
  const feedback = new FeedbackStore(state);
  return {
    feedback,
    ask(question, { votes, at = 10, ...changes }) {
      const { quotes } = answerWith();
      const quoted = { ...quotes[0]!, start: at, end: at + 100 };
      const answer = answerWith({ filters: {}, ...changes, question, quotes: [quoted] });
      const { id } = answers.save(answer);
      votes.forEach((useful, voter) => {
        feedback.vote({ answerId: id, voterId: String(voter), useful });
      });
      return id;
    },
  };
}

interface Asked extends Partial<StoredAnswer> {
  readonly votes: readonly boolean[];
  readonly at?: number;
}

function votersOf(state: StateDatabase): Map<string, string[]> {
  const voters = new Map<string, string[]>();
  for (const row of state.prepare('SELECT answer_id, voter FROM votes ORDER BY voter').all()) {
    const { answer_id: id, voter } = row as { answer_id: string; voter: string };
    voters.set(id, [...(voters.get(id) ?? []), voter]);
  }
  return voters;
}

async function twoAnswers(): Promise<{
  state: StateDatabase;
  answers: AnswerStore;
  feedback: FeedbackStore;
  answerId: string;
  otherId: string;
}> {
  const state = await newState();
  const answers = new AnswerStore(state);
  const [{ id: answerId }, { id: otherId }] = [
    answers.save(answerWith()),
    answers.save(answerWith()),
  ];
  return { state, answers, feedback: new FeedbackStore(state), answerId, otherId };
}

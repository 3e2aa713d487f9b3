import { describe, expect, it } from 'vitest';
import { AnswerStore } from '../../../src/state/answers.ts';
import type { StateDatabase } from '../../../src/state/database.ts';
import { FeedbackStore } from '../../../src/state/feedback.ts';
import { answerWith, newState } from '../../support/state.ts';

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

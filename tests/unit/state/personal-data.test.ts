import { describe, expect, it } from 'vitest';
import { AnswerStore } from '../../../src/state/answers.ts';
import { AuditLog } from '../../../src/state/audit-log.ts';
import { ConversationStore } from '../../../src/state/conversations.ts';
import { openState, type StateDatabase } from '../../../src/state/database.ts';
import { FeedbackStore } from '../../../src/state/feedback.ts';
import { MuteStore } from '../../../src/state/mutes.ts';
import { PersonalData } from '../../../src/state/personal-data.ts';
import { answerWith, newState, newStateFile, turnWith } from '../../support/state.ts';
import { tracesOf } from '../../support/traces.ts';

const ANN = '111';
const BEN = '112';
const NOTHING = { questions: [], turns: 0, votes: 0, mutedOn: [], deeds: 0 };

describe('what is stored about a member', () => {
  it('is what they asked, said and chose, on all servers', async () => {
    const state = await newState();
    leaveTraces(state);
    expect(new PersonalData(state).of(ANN)).toEqual({
      questions: [
        keptQuestion({ question: 'And then?', askedAtMs: 2, serverId: null, isPrivate: true }),
        keptQuestion({ question: 'Who opened it?', askedAtMs: 1 }),
      ],
      turns: 2,
      votes: 2,
      mutedOn: ['222', '223'],
      deeds: 1,
    });
  });

  it('is not what others asked', async () => {
    const state = await newState();
    leaveTraces(state);
    expect(new PersonalData(state).of(BEN)).toMatchObject({
      questions: [{ question: 'Why?' }],
      turns: 0,
      votes: 1,
      mutedOn: [],
    });
    expect(new PersonalData(state).of('113')).toEqual(NOTHING);
  });

  it('is no turn of a conversation once that has ended', async () => {
    const state = await newState();
    leaveTraces(state);
    new ConversationStore(state).endBefore(Infinity);
    expect(new PersonalData(state).of(ANN).turns).toBe(0);
  });

  it('is no vote on an answer that is gone', async () => {
    const state = await newState();
    leaveTraces(state);
    new AnswerStore(state).removeOlderThan(9);
    const feedback = new FeedbackStore(state);
    feedback.unlinkVoters();
    expect(new PersonalData(state).of(ANN).votes).toBe(0);
    expect(feedback.byPassage({ limit: 9 })).toMatchObject([{ useful: 2, notUseful: 1 }]);
  });
});

describe('a member who has it deleted', () => {
  it('is forgotten, but for the log, and others are not', async () => {
    const state = await newState();
    leaveTraces(state);
    const personalData = new PersonalData(state);
    const bens = personalData.of(BEN);
    expect(personalData.forget(ANN)).toEqual({ questions: 2, votes: 2, mutes: 2 });
    expect(personalData.of(ANN)).toEqual({ ...NOTHING, deeds: 1 });
    expect(personalData.of(BEN)).toEqual(bens);
    expect(personalData.forget(ANN)).toEqual({ questions: 0, votes: 0, mutes: 0 });
  });

  it('is forgotten on disk too, while the bot goes on', async () => {
    const file = await newStateFile();
    const state = await openState(file);
    leaveTraces(state);
    expect(await tracesOf('Who opened it?', file)).not.toEqual([]);
    new PersonalData(state).forget(ANN);
    expect(await tracesOf('Who opened it?', file)).toEqual([]);
    expect(await tracesOf('Why?', file)).not.toEqual([]);
    state.close();
  });

  it('keeps everything when the disk refuses a part', async () => {
    const state = await newState();
    leaveTraces(state);
    state
      .prepare(
        "CREATE TEMP TRIGGER full BEFORE DELETE ON mutes BEGIN SELECT RAISE(ABORT, 'full'); END",
      )
      .run();
    const personalData = new PersonalData(state);
    const before = personalData.of(ANN);
    expect(() => personalData.forget(ANN)).toThrow('full');
    expect(personalData.of(ANN)).toEqual(before);
  });
});

/** Two questions of Ann in one conversation, one of Ben, and votes of both. */
function leaveTraces(state: StateDatabase): void {
  const answers = new AnswerStore(state);
  const conversations = new ConversationStore(state);
  const asked = { question: 'Who opened it?', askedAtMs: 1 };
  const first = answers.save(answerWith({ askerId: ANN, ...asked }));
  const next = { question: 'And then?', askedAtMs: 2, serverId: null, isPrivate: true };
  const second = answers.save(answerWith({ askerId: ANN, ...next }));
  const bens = answers.save(answerWith({ askerId: BEN, question: 'Why?', askedAtMs: 3 }));
  conversations.record(turnWith({ answerId: first.id }));
  conversations.record(turnWith({ answerId: second.id, conversationId: first.id }));
  conversations.record(turnWith({ answerId: bens.id }));
  const feedback = new FeedbackStore(state);
  feedback.vote({ answerId: first.id, voterId: ANN, useful: true });
  feedback.vote({ answerId: bens.id, voterId: ANN, useful: true });
  feedback.vote({ answerId: bens.id, voterId: BEN, useful: false });
  const mutes = new MuteStore(state);
  mutes.mute('222', ANN);
  mutes.mute('223', ANN);
  new AuditLog(state).append({
    atMs: 1,
    serverId: '222',
    actorId: ANN,
    actorName: 'Ann',
    action: 'reindex',
    subject: null,
    detail: null,
  });
}

function keptQuestion(changes: object): object {
  return { serverId: '222', channelId: '333', isPrivate: false, ...changes };
}

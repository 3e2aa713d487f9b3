import { describe, expect, it } from 'vitest';
import { AnswerStore, type StoredAnswer } from '../../../src/state/answers.ts';
import { ConversationStore } from '../../../src/state/conversations.ts';
import {
  CorrectionStore,
  type NewCorrection,
  type OutdatedPassage,
} from '../../../src/state/corrections.ts';
import { openState, type StateDatabase } from '../../../src/state/database.ts';
import { PersonalData } from '../../../src/state/personal-data.ts';
import { answerWith, newState, newStateFile, turnWith } from '../../support/state.ts';

const PATH = 'news/"mill".md';
const ARTICLE = 'fedcba987654';
const CORRECTION: NewCorrection = {
  kind: 'corrected',
  path: PATH,
  day: '2022-12-30',
  note: 'The cost was wrong.',
  serverId: '222',
  proposedAtMs: 1000,
};
const PASSAGE: OutdatedPassage = {
  kind: 'corrected',
  path: PATH,
  start: 10,
  end: 20,
  before: 'It cost 4.',
  now: 'It cost 5.',
};

function quoteOf(changes: Partial<StoredAnswer['quotes'][number]>): StoredAnswer['quotes'] {
  return [{ ...answerWith().quotes[0]!, text: 'It cost 4.', path: PATH, ...changes }];
}

/** An answer that stands in a message. */
function give(
  state: StateDatabase,
  messageId: string,
  changes: Partial<StoredAnswer> = {},
): string {
  const answer = answerWith({ quotes: quoteOf({}), ...changes });
  const { id } = new AnswerStore(state).save(answer);
  new ConversationStore(state).record(turnWith({ answerId: id, messageId }));
  return id;
}

describe('answers that quoted a file', () => {
  const sought = { path: PATH, articleId: ARTICLE };

  it('are found by its path, or of older versions by its id', async () => {
    const state = await newState();
    give(state, '1');
    const older = quoteOf({ path: undefined, text: undefined, articleId: ARTICLE });
    give(state, '2', { quotes: older, askedAtMs: 1_800_000_000_000 });
    give(state, '3', { quotes: quoteOf({ path: 'news/mill.md' }) });
    const found = new CorrectionStore(state).answersQuoting(sought, 0);
    expect(found.map(({ messageId }) => messageId)).toEqual(['1', '2']);
    expect(found[0]).toMatchObject({ serverId: '222', channelId: '333' });
  });

  it('are found too where only a figure is from it', async () => {
    const state = await newState();
    const report = { ...quoteOf({})[0]!, figure: { start: 12, end: 13 }, isLater: true };
    give(state, '1', { quotes: quoteOf({ path: 'rain.md' }), reports: [report] });
    const found = new CorrectionStore(state).answersQuoting(sought, 0);
    expect(found.map(({ messageId }) => messageId)).toEqual(['1']);
  });

  it('are those that all can see, on servers, within the time that questions are kept', async () => {
    const state = await newState();
    give(state, '1', { askedAtMs: 500 });
    give(state, '2', { askedAtMs: 499 });
    give(state, '3', { isPrivate: true });
    give(state, '4', { serverId: null });
    new AnswerStore(state).save(answerWith({ quotes: quoteOf({}) }));
    const found = new CorrectionStore(state).answersQuoting(sought, 500);
    expect(found.map(({ messageId }) => messageId)).toEqual(['1']);
  });
});

describe('a correction', () => {
  it('is done answer by answer once it is confirmed, also after closing the state', async () => {
    const file = await newStateFile();
    const state = await openState(file);
    const concerned = ['1', '2'].map((messageId) => ({
      answerId: give(state, messageId),
      passages: [PASSAGE, { ...PASSAGE, row: 2 }, { ...PASSAGE, row: null }],
    }));
    const { passages } = concerned[0]!;
    const { id } = new CorrectionStore(state).propose(CORRECTION, concerned);
    expect(new CorrectionStore(state).begun()).toEqual([]);
    expect(new CorrectionStore(state).next(id)).toBeNull();
    new CorrectionStore(state).begin(id, 2000);
    const first = new CorrectionStore(state).next(id)!;
    expect(first).toMatchObject({ messageId: '1', passages, state: 'waiting' });
    new CorrectionStore(state).settle(first, 'edited', 3000);
    state.close();

    const corrections = new CorrectionStore(await openState(file));
    expect(corrections.begun()).toEqual([{ ...CORRECTION, id }]);
    const second = corrections.next(id)!;
    expect(second.messageId).toBe('2');
    corrections.settle(second, 'replying', 4000);
    expect(corrections.next(id)).toMatchObject({ state: 'replying', changedAtMs: 4000 });
    corrections.settle(second, 'replied', 5000);
    expect(corrections.next(id)).toBeNull();
    expect(corrections.countOf(id)).toEqual({ edited: 1, replied: 1 });
    corrections.finish(id);
    expect(corrections.begun()).toEqual([]);
    expect(corrections.toldOf(concerned[0]!.answerId)).toEqual(passages);
  });

  it('that nobody confirms is forgotten with its list', async () => {
    const state = await newState();
    const answerId = give(state, '1');
    const corrections = new CorrectionStore(state);
    const propose = (): string =>
      corrections.propose(CORRECTION, [{ answerId, passages: [PASSAGE] }]).id;
    const [discarded, old, begun] = [propose(), propose(), propose()];
    expect(corrections.toldOf(answerId)).toEqual([]);
    corrections.begin(begun, 2000);
    corrections.discard(discarded);
    expect(corrections.find(discarded)).toBeNull();
    expect(corrections.answersOf(discarded)).toEqual([]);
    expect(corrections.answersOf(old)).toHaveLength(1);
    corrections.discardOlderThan(1001);
    expect(corrections.find(old)).toBeNull();
    expect(corrections.answersOf(begun)).toHaveLength(1);
  });

  it('concerns other answers than at first where some were given since', async () => {
    const state = await newState();
    const corrections = new CorrectionStore(state);
    const [first, second] = ['1', '2'].map((messageId) => ({
      answerId: give(state, messageId),
      passages: [PASSAGE],
    }));
    const { id } = corrections.propose(CORRECTION, [first!]);
    corrections.setAnswers(id, [first!, second!], 1500);
    corrections.begin(id, 2000);
    expect(corrections.answersOf(id).map(({ messageId }) => messageId)).toEqual(['1', '2']);
  });

  it('that is called off says nothing more, and can be done with', async () => {
    const state = await newState();
    const corrections = new CorrectionStore(state);
    const concerned = ['1', '2'].map((messageId) => ({
      answerId: give(state, messageId),
      passages: [PASSAGE],
    }));
    const withdrawal = { ...CORRECTION, kind: 'withdrawn' } as const;
    const begun = [withdrawal, { ...withdrawal, path: 'rain.md' }, CORRECTION].map((one) => {
      const { id } = corrections.propose(one, concerned);
      corrections.begin(id, 2000);
      return id;
    });
    corrections.settle(corrections.next(begun[0]!)!, 'edited', 3000);
    corrections.callOff(PATH);
    expect(corrections.next(begun[0]!)).toBeNull();
    expect(corrections.countOf(begun[0]!)).toEqual({ edited: 1 });
    expect(begun.slice(1).map((id) => corrections.countOf(id))).toEqual([
      { waiting: 2 },
      { waiting: 2 },
    ]);
  });

  it('leaves an answer alone that was forgotten in the meantime', async () => {
    const state = await newState();
    const corrections = new CorrectionStore(state);
    const { id } = corrections.propose(CORRECTION, [
      { answerId: give(state, '1', { askerId: '9' }), passages: [PASSAGE] },
      { answerId: give(state, '2'), passages: [PASSAGE] },
    ]);
    corrections.begin(id, 2000);
    new PersonalData(state).forget('9');
    expect(corrections.answersOf(id).map(({ messageId }) => messageId)).toEqual(['2']);
  });

  it('is kept on disk no longer than the questions that it concerns', async () => {
    const file = await newStateFile();
    const state = await openState(file, { keepsQuestions: false });
    const corrections = new CorrectionStore(state);
    const { id } = corrections.propose(CORRECTION, [
      { answerId: give(state, '1'), passages: [PASSAGE] },
    ]);
    corrections.begin(id, 2000);
    expect(corrections.next(id)?.messageId).toBe('1');
    state.close();
    expect(new CorrectionStore(await openState(file)).begun()).toEqual([]);
  });
});

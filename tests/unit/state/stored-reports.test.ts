import { describe, expect, it } from 'vitest';
import { AnswerStore } from '../../../src/state/answers.ts';
import { openState } from '../../../src/state/database.ts';
import { answerWith, newStateFile, newStateOfVersion1 } from '../../support/state.ts';

const REPORT = {
  articleId: '0123456789ab',
  sha256: 'a'.repeat(64),
  start: 10,
  end: 90,
  highlights: [{ start: 10, end: 60 }],
  figure: { start: 20, end: 29 },
  isLater: false,
};

describe('the other reports of an answer', () => {
  it('are kept in their order', async () => {
    const reports = [REPORT, { ...REPORT, isLater: true, text: 'Nine men.', path: 'mine.md' }];
    const state = await openState(await newStateFile());
    const answers = new AnswerStore(state);
    const { id } = answers.save(answerWith({ reports }));
    expect(answers.find(id)?.reports).toEqual(reports);
    state.close();
  });

  it('are none of an answer that was kept before there were any', async () => {
    const { file, id } = await newStateOfVersion1();
    const state = await openState(file);
    expect(new AnswerStore(state).find(id)).toMatchObject({ reports: [] });
    state.close();
  });

  it.each(['', '{}', '[{"articleId":"x"}]', '[1]'])(
    'make no answer of a damaged row: %j',
    async (damaged) => {
      const state = await openState(await newStateFile());
      const answers = new AnswerStore(state);
      const { id } = answers.save(answerWith());
      state.prepare('UPDATE answers SET reports = ? WHERE id = ?').run(damaged, id);
      expect(answers.find(id)).toBeNull();
      state.close();
    },
  );
});

import { expect, it } from 'vitest';
import type { BotParts } from '../../../src/discord/bot-parts.ts';
import { outdatedHint } from '../../../src/discord/corpus/outdated-hint.ts';
import type { Library } from '../../../src/quotes/library.ts';
import { AnswerStore } from '../../../src/state/answers.ts';
import { ConversationStore } from '../../../src/state/conversations.ts';
import { CorrectionStore } from '../../../src/state/corrections.ts';
import { answerWith, newState, turnWith } from '../../support/state.ts';

it('an answer that quoted two files that have changed is counted once', async () => {
  const state = await newState();
  const [quote] = answerWith().quotes;
  const quotes = ['mill.md', 'mine.md'].map((path) => ({ ...quote!, path, text: 'It cost 4.' }));
  const { id } = new AnswerStore(state).save(answerWith({ quotes }));
  new ConversationStore(state).record(turnWith({ answerId: id, messageId: '1' }));
  const library: Partial<Library> = {
    compareVersions: (_path, _bytes, earlier) =>
      Promise.resolve(earlier.map(() => ({ now: null }))),
  };
  const parts = {
    corrections: new CorrectionStore(state),
    library,
    keepQuestionsDays: 30,
    now: () => 1_700_000_000_000,
  } as unknown as BotParts;
  const summary = { changed: ['mill.md', 'rain.md'], lost: ['mine.md'] };
  expect(await outdatedHint(summary, parts)).toMatch(
    /^\*\*1 public answer\*\* quoted what has changed in mill\.md \(1\), mine\.md \(1\)\./,
  );
});

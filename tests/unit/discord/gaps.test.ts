import { expect, it } from 'vitest';
import { handleGapsButton } from '../../../src/discord/corpus/gaps.ts';
import { FeedbackStore } from '../../../src/state/feedback.ts';
import { HOME, openCurationDesk, pressOf } from '../../support/curation-parts.ts';
import { newState } from '../../support/state.ts';

it('a question that two moderators dismiss at once is dismissed once in the log', async () => {
  const { parts } = await openCurationDesk({
    groupQuestions: (questions) => Promise.resolve(questions.map((_, position) => [position])),
    excerpts: () => Promise.resolve([]),
  });
  const feedback = new FeedbackStore(await newState());
  parts.gaps.record({ serverId: HOME, question: 'Who shut the mine?', askedAtMs: 1 });
  const [gap] = parts.gaps.list(HOME, { limit: 1 });
  const press = async (): Promise<void> => {
    const button = { offset: 0, dismissedId: gap!.id };
    const handling = handleGapsButton(button, pressOf('gaps:0:1'), { ...parts, feedback });
    if ('update' in handling) await handling.update(() => Promise.resolve(null));
  };
  await Promise.all([press(), press()]);
  const { entries } = parts.audit.page({ offset: 0, limit: 9 });
  expect(entries.map(({ detail }) => detail)).toEqual(['1 asked']);
});

import { expect, it } from 'vitest';
import { showStatus } from '../../../src/discord/corpus/status.ts';
import type { LibraryOverview } from '../../../src/quotes/library.ts';
import type { CommandRequest } from '../../../src/discord/request.ts';
import { AnswerStore } from '../../../src/state/answers.ts';
import { ConversationStore } from '../../../src/state/conversations.ts';
import { CorrectionStore } from '../../../src/state/corrections.ts';
import { HOME, openCurationDesk } from '../../support/curation-parts.ts';
import { answerWith, newState, turnWith } from '../../support/state.ts';

const OVERVIEW = {
  articles: 1,
  passages: 1,
  outlets: [],
  languages: [],
  published: null,
  builtAt: '2022-11-16T00:00:00Z',
} as unknown as LibraryOverview;
const NO_CHANGES = { added: [], changed: [], removed: [], refused: 0 };

it('of the answers to be marked those are told apart that no longer can be', async () => {
  const { parts } = await openCurationDesk({
    overview: () => Promise.resolve(OVERVIEW),
    pendingChanges: () => Promise.resolve(NO_CHANGES),
  });
  const state = await newState();
  const corrections = new CorrectionStore(state);
  const concerned = ['1', '2', '3'].map((messageId) => {
    const { id } = new AnswerStore(state).save(answerWith());
    new ConversationStore(state).record(turnWith({ answerId: id, messageId }));
    return { answerId: id, passages: [] };
  });
  const { id } = corrections.propose(
    {
      kind: 'withdrawn',
      path: 'mill.md',
      day: '2022-11-16',
      note: null,
      serverId: HOME,
      proposedAtMs: 1,
    },
    concerned,
  );
  corrections.begin(id, 2);
  corrections.settle(corrections.next(id)!, 'gone', 3);
  corrections.settle(corrections.next(id)!, 'edited', 3);
  const handling = showStatus({} as CommandRequest, { ...parts, corrections });
  if (!('reply' in handling)) throw new Error('no reply');
  const { body } = await handling.reply(() => Promise.resolve(null));
  expect(body.embeds?.[0]?.description).toContain(
    'Answers that quoted mill.md: 1 of 3 marked, 1 gone or out of reach.',
  );
});

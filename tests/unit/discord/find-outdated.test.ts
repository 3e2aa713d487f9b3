import { describe, expect, it } from 'vitest';
import { articleId } from '../../../src/corpus/article.ts';
import type { BotParts } from '../../../src/discord/bot-parts.ts';
import { findOutdated } from '../../../src/discord/corpus/find-outdated.ts';
import type { Library } from '../../../src/quotes/library.ts';
import { AnswerStore, type StoredReport } from '../../../src/state/answers.ts';
import { ConversationStore } from '../../../src/state/conversations.ts';
import { CorrectionStore } from '../../../src/state/corrections.ts';
import { answerWith, newState, turnWith } from '../../support/state.ts';

const PATH = 'mine.md';
const TEXT = 'Smoke rose. Sixteen people died. The mine stays shut.';
/** The second sentence gives the figure; the excerpt begins at 100. */
const REPORT: StoredReport = {
  articleId: articleId(PATH),
  sha256: 'a'.repeat(64),
  start: 100,
  end: 100 + TEXT.length,
  highlights: [{ start: 112, end: 132 }],
  figure: { start: 112, end: 126 },
  isLater: false,
  text: TEXT,
  path: PATH,
};
const SENTENCE = 'Sixteen people died.';
const CHANGE = { path: PATH, bytes: null } as const;

/** What is found of an answer with these reports, and by how it was compared. */
async function open(reports: readonly StoredReport[], library: Partial<Library> = {}) {
  const state = await newState();
  const { id } = new AnswerStore(state).save(answerWith({ reports }));
  new ConversationStore(state).record(turnWith({ answerId: id, messageId: '1' }));
  const corrections = new CorrectionStore(state);
  const parts = { corrections, library, keepQuestionsDays: 30, now: () => 1_700_000_000_000 };
  return { corrections, answerId: id, parts: parts as unknown as BotParts };
}

describe('an outdated figure', () => {
  it('is found by the sentence that gives it, in its row', async () => {
    const other = { ...REPORT, path: 'hall.md', articleId: articleId('hall.md') };
    const { parts } = await open([other, REPORT, { ...REPORT, isLater: true }]);
    const found = await findOutdated({ ...CHANGE, kind: 'withdrawn' }, parts);
    const passage = { kind: 'withdrawn', path: PATH, start: 112, end: 132, before: SENTENCE };
    expect(found.map(({ passages }) => passages)).toEqual([
      [
        { ...passage, now: null, row: 2 },
        { ...passage, now: null, row: null },
      ],
    ]);
  });

  it('is none where only what stands beside its sentence has changed', async () => {
    const compared: string[] = [];
    const { parts } = await open([REPORT], {
      compareVersions(_path, _bytes, quotes) {
        compared.push(...quotes.map(({ text }) => text));
        return Promise.resolve(quotes.map(() => null));
      },
    });
    expect(await findOutdated({ ...CHANGE, kind: 'corrected' }, parts)).toEqual([]);
    expect(compared).toEqual([SENTENCE]);
  });

  it('is found in an answer that was kept without the words', async () => {
    const { text: _text, path: _path, ...older } = REPORT;
    const excerpt = { text: TEXT } as Awaited<ReturnType<Library['excerpts']>>[number];
    const { parts } = await open([older], { excerpts: () => Promise.resolve([excerpt]) });
    const [found] = await findOutdated({ ...CHANGE, kind: 'withdrawn' }, parts);
    expect(found?.passages).toMatchObject([{ path: PATH, before: SENTENCE, row: 1 }]);
  });

  it('is told once', async () => {
    const { corrections, answerId, parts } = await open([REPORT]);
    const [found] = await findOutdated({ ...CHANGE, kind: 'withdrawn' }, parts);
    const { id } = corrections.propose(
      {
        kind: 'withdrawn',
        path: PATH,
        day: '2022-12-30',
        note: null,
        serverId: '222',
        proposedAtMs: 1,
      },
      [{ answerId, passages: found!.passages }],
    );
    corrections.begin(id, 2);
    expect(await findOutdated({ ...CHANGE, kind: 'withdrawn' }, parts)).toEqual([]);
  });
});

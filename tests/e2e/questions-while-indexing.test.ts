import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { askAtOnce } from '../support/crowd.ts';
import { generateCorpus } from '../support/generated-corpus.ts';
import { SAMPLE_FILES } from '../support/library.ts';
import { Moderator, untilIndexed } from '../support/moderator.ts';
import { Newsroom } from '../support/newsroom.ts';

/** The whole of it, with 20,000 passages, is bench:many-questions. */
const GENERATED_PASSAGES = 4000;
const QUESTIONS = 150;
const ACKNOWLEDGED_WITHIN_MS = 1000;
const ANSWERED_WITHIN_MS = 15_000;
const ANSWERED_SHARE = 0.95;

it('Of 150 questions at once each is heard within a second while all is indexed anew', async () => {
  const newsroom = await Newsroom.open({ articles: SAMPLE_FILES });
  onTestFinished(() => newsroom.close());
  await generateCorpus(path.join(newsroom.corpusDir, 'generated'), {
    passages: GENERATED_PASSAGES,
    seed: 'crowd',
  });
  const ada = Moderator.join(newsroom.server, 'Ada', newsroom.general);
  const report = await ada.runs('corpus reindex', { full: true });
  await report.waitUntil(({ content }) => content.includes('files read'));
  const questions = Array.from(
    { length: QUESTIONS },
    (_, number) => `Who opened the bridge over the Lenne, and what are ${number} crowns for?`,
  );

  const { acknowledgedMs, answeredMs, lost } = await askAtOnce(newsroom.standIn, questions);
  expect(acknowledgedMs).toHaveLength(QUESTIONS);
  expect(Math.max(...acknowledgedMs)).toBeLessThan(ACKNOWLEDGED_WITHIN_MS);
  expect(Math.max(...answeredMs)).toBeLessThan(ANSWERED_WITHIN_MS);
  expect(answeredMs.length).toBeGreaterThanOrEqual(ANSWERED_SHARE * QUESTIONS);
  expect(lost).toBe(0);
  expect((await untilIndexed(report)).content).toContain('Indexed 1,004 articles');
});

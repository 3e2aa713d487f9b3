import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/retrieval/analyze.ts';
import { exactPhrases } from '../../../src/retrieval/exact-phrases.ts';
import { expectedAnswer } from '../../../src/retrieval/expected-answer.ts';
import { matchPassage } from '../../../src/retrieval/match-passage.ts';
import {
  type SentenceFeatures,
  sentenceFeatures,
} from '../../../src/retrieval/sentence-features.ts';
import { articleOf } from '../../support/articles.ts';
import { sampleIndex } from '../../support/sample-index.ts';

const TEXT = 'Twelve ferries sank near Tarn. The mayor called it “a black day”.';

async function featuresOf(question: string, text = TEXT): Promise<SentenceFeatures> {
  const index = await sampleIndex([articleOf(text)]);
  const terms = index.lexical.lookUp(analyze(question));
  const expected = expectedAnswer(question, terms);
  const match = matchPassage(index, 0, terms, expected);
  return sentenceFeatures(match, text, expected, exactPhrases(question));
}

describe('the features of a passage', () => {
  it('are those of its best sentence', async () => {
    expect(await featuresOf('How many ferries sank?')).toEqual({
      sentence: 1,
      context: 0,
      proximity: 1,
      number: 1,
      phrases: 0,
    });
  });

  it('count numbers only where a number is asked for', async () => {
    expect(await featuresOf('Where did ferries sink?')).toMatchObject({ number: 0 });
  });

  it.each([
    { question: '"a black day"', phrases: 1 },
    { question: '"black day" or "sunny day"', phrases: 0.5 },
    { question: '"day black"', phrases: 0 },
    { question: 'a black day', phrases: 0 },
  ])('hold the share of its phrases that stand there: $question', async ({ question, phrases }) => {
    expect(await featuresOf(question)).toMatchObject({ phrases });
  });

  it('are nothing where nothing matches', async () => {
    const features = await featuresOf('zeppelin');
    expect(Object.values(features)).toEqual([0, 0, 0, 0, 0]);
  });
});

import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/retrieval/analyze.ts';
import { expectedAnswer } from '../../../src/retrieval/expected-answer.ts';
import { matchPassage, type PassageMatch } from '../../../src/retrieval/match-passage.ts';
import { articleOf } from '../../support/articles.ts';
import { sampleIndex } from '../../support/sample-index.ts';

const TEXT = 'The mayor opened the bridge. It rained all day. In Kyiv a ferry sank.';

async function match(text: string, question: string, title: string | null): Promise<PassageMatch> {
  const index = await sampleIndex([articleOf(text, { title })]);
  const terms = index.lexical.lookUp(analyze(question));
  return matchPassage(index, 0, terms, expectedAnswer(question, terms));
}

function scoresOf({ sentences }: PassageMatch): number[] {
  return sentences.map(({ score }) => score);
}

describe('the sentences of a passage', () => {
  it('are slices of the article, in order', async () => {
    const { sentences } = await match(TEXT, 'the bridge', null);
    expect(sentences.map(({ start, end }) => TEXT.slice(start, end))).toEqual([
      'The mayor opened the bridge.',
      'It rained all day.',
      'In Kyiv a ferry sank.',
    ]);
  });

  it('are scored by the part of the question that they have', async () => {
    const [first, second] = scoresOf(await match(TEXT, 'mayor, bridge', null));
    expect([first, second]).toEqual([1, 0]);
    const [half] = scoresOf(await match(TEXT, 'bridge, zeppelin', null));
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(1);
  });

  it('count a name in another spelling for less', async () => {
    expect(scoresOf(await match(TEXT, 'Kiev', null))[2]).toBeCloseTo(0.9);
  });

  it('are scored lower when they are long', async () => {
    const long = `The mayor opened the bridge${', then a market'.repeat(20)}.`;
    const [short, other] = scoresOf(await match(`The bridge fell. ${long}`, 'bridge', null));
    expect(other).toBeGreaterThan(0);
    expect(other).toBeLessThan(short!);
  });

  it('have the title counted in where the context counts, and only there', async () => {
    const { sentences, terms } = await match(TEXT, 'bridge, Osterby', 'News from Osterby');
    expect(sentences[0]!.scoreInContext).toBeCloseTo(1);
    expect(sentences[0]!.score).toBeLessThan(1);
    expect([...sentences[0]!.terms]).toEqual([['bridg', 1]]);
    expect(terms).toEqual(new Set(['bridg', 'osterbi']));
  });

  it.each([{ question: '' }, { question: 'what and why' }, { question: 'zeppelin' }])(
    'score nothing against the question "$question"',
    async ({ question }) => {
      const found = await match(TEXT, question, null);
      expect(scoresOf(found)).toEqual([0, 0, 0]);
      expect(found.terms.size).toBe(0);
    },
  );

  it('have the words of their neighbours counted in for half', async () => {
    const { sentences } = await match('The mayor left. It rained. A ferry sank.', 'mayor', null);
    expect(sentences.map(({ scoreNearby }) => scoreNearby)).toEqual([1, 0.5, 0]);
  });

  it('are nearer to a question whose words they have side by side', async () => {
    const text = `The old bridge fell. The bridge by which ${'boats and '.repeat(9)}cars go is old.`;
    const { sentences } = await match(text, 'old bridge', null);
    expect(sentences[0]!.proximity).toBe(1);
    expect(sentences[1]!.proximity).toBe(0);
  });

  it('answer where they have what is asked for and the words are near', async () => {
    const text = 'Twelve ferries left Tarn. In Harlow it rained. In Kyiv 300 pilots met. They ate.';
    const { sentences } = await match(text, 'How many ferries left Tarn?', null);
    expect(sentences.map(({ offer }) => offer)).toEqual([1, 0, 0.4, 0]);
    expect(sentences.map(({ answer }) => answer)).toEqual([1, 0, 0, 0]);
  });

  it('do not hold the heading, whose words count as context', async () => {
    const text = 'Flood at the bridge\n\nThe mayor came at once. He stayed until the water fell.';
    const { sentences } = await match(text, 'flood, mayor', null);
    expect(sentences.map(({ start, end }) => text.slice(start, end))).toEqual([
      'The mayor came at once.',
      'He stayed until the water fell.',
    ]);
    expect(sentences[0]!.scoreInContext).toBeCloseTo(1);
    expect(sentences[0]!.score).toBeLessThan(1);
  });

  it('say whether they need the sentence before them', async () => {
    const text = 'Then Ilse Brandt came. She opened the lock. But the water stayed.';
    const { sentences } = await match(text, 'lock', null);
    expect(sentences.map((sentence) => sentence.leansOnPrevious)).toEqual([false, true, false]);
    expect(sentences.map((sentence) => sentence.qualifiesPrevious)).toEqual([false, false, true]);
  });
});

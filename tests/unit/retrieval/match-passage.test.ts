import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/retrieval/analyze.ts';
import { matchPassage, type PassageMatch } from '../../../src/retrieval/match-passage.ts';
import { articleOf } from '../../support/articles.ts';
import { sampleIndex } from '../../support/sample-index.ts';

const TEXT = 'The mayor opened the bridge. It rained all day. In Kyiv a ferry sank.';

async function match(text: string, question: string, title: string | null): Promise<PassageMatch> {
  const index = await sampleIndex([articleOf(text, { title })]);
  return matchPassage(index, 0, index.lexical.lookUp(analyze(question)));
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
    expect([...sentences[0]!.terms]).toEqual(['bridg']);
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
});

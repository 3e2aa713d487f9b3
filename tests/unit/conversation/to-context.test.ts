import { describe, expect, it } from 'vitest';
import { toContext } from '../../../src/conversation/to-context.ts';
import type { Inherited } from '../../../src/conversation/turn.ts';
import { analyze } from '../../../src/retrieval/analyze.ts';
import { lexicalIndexOf } from '../../support/name-source.ts';

const LEXICAL = lexicalIndexOf(
  'Mayor Ingrid Tarn opened the bridge on 15 November 2022.',
  'Dockers walked out in Harlow.',
);
const INHERITED: Inherited = {
  names: ['Ingrid Tarn'],
  dates: [{ from: '2022-11-15', to: '2022-11-15' }],
  words: ['bridge', 'zeppelin'],
  article: { id: 'a1', title: null },
};

describe('the context of a follow-up', () => {
  it('has its words at less than they would count in the question', async () => {
    const { terms } = await toContext(INHERITED, 'who said that?', LEXICAL);
    const [whole] = LEXICAL.lookUp(analyze('bridge'));
    const share = new Map(terms.map(({ term, idf }) => [term, idf / whole!.idf]));
    expect(share.get('bridg')).toBeLessThan(share.get('tarn')!);
    expect(share.get('tarn')).toBeLessThan(share.get('novemb')!);
    expect(share.get('novemb')).toBeLessThanOrEqual(1);
  });

  it('leaves out what the question says itself, and what no article has', async () => {
    const { terms } = await toContext(INHERITED, 'which bridge in November?', LEXICAL);
    expect(terms.map(({ term }) => term)).toEqual(['15', '2022', 'ingrid', 'tarn']);
  });

  it('names the article and the text that the question is to be near', async () => {
    expect(await toContext(INHERITED, 'who said that?', LEXICAL)).toMatchObject({
      text: 'Ingrid Tarn bridge zeppelin',
      articleId: 'a1',
    });
  });

  it('counts for no more in all than a name with which the question leads elsewhere', async () => {
    const elsewhere = { ...INHERITED, article: null };
    const question = 'and in Harlow?';
    const { terms } = await toContext(elsewhere, question, LEXICAL);
    const [name] = LEXICAL.lookUp(analyze(question));
    expect(terms.map(({ term }) => term)).toContain('tarn');
    expect(terms.reduce((sum, { idf }) => sum + idf, 0)).toBeCloseTo(name!.idf);
  });

  it('may be empty', async () => {
    const nothing: Inherited = { names: [], dates: [], words: [], article: null };
    expect(await toContext(nothing, 'and?', LEXICAL)).toEqual({
      terms: [],
      text: '',
      articleId: null,
    });
  });
});

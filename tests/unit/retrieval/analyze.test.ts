import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze, termsOf } from '../../../src/retrieval/analyze.ts';

describe('terms', () => {
  it.each([
    { text: 'The bridges were burning', terms: ['bridg', 'burn'] },
    { text: 'Who told them what to do and why?', terms: ['told'] },
    { text: 'the U.K. Defence Ministry', terms: ['uk', 'defenc', 'ministri'] },
    { text: 'a U.S.-led force', terms: ['us', 'led', 'forc'] },
    { text: 'They told us of the US', terms: ['told', 'us'] },
    { text: 'Who leads the WHO?', terms: ['lead', 'who'] },
    { text: 'a US-led force', terms: ['us', 'led', 'usl', 'forc'] },
    { text: 'the US’s ports', terms: ['us', 'port'] },
    { text: '1,000 of 2.500.000 crowns', terms: ['1000', '2500000', 'crown'] },
    { text: '3.5 at 23.47', terms: ['3.5', '23.47'] },
    { text: 'on 16.11.2022', terms: ['16.11.2022'] },
    { text: 'an SZ-300 missile', terms: ['sz', '300', 'sz300', 'missil'] },
    { text: 'on the 29th and the 265th day', terms: ['29', '265', 'dai'] },
    { text: 'three of forty bridges', terms: ['3', '40', 'bridg'] },
    { text: 'a twenty-third attempt', terms: ['20', 'third', 'twentythird', 'attempt'] },
    { text: 'mother-in-law', terms: ['mother', 'law', 'motherinlaw'] },
    { text: 'Zürich, café, naïve', terms: ['zurich', 'cafe', 'naiv'] },
    { text: 'Ψηφοφορία в Києві', terms: ['ψηφοφορια', 'в', 'києві'] },
    { text: '… – “” !', terms: [] },
    { text: '', terms: [] },
  ])('of "$text" are $terms', ({ text, terms }) => {
    expect(termsOf(text)).toEqual(terms);
  });

  it.each([
    { name: 'dots in an acronym', spellings: ['U.K.', 'UK', 'u.k.'] },
    { name: 'dots in an acronym that would be stemmed', spellings: ['O.S.C.E.', 'OSCE'] },
    { name: 'separators in a number', spellings: ['1,000', '1.000', '1000'] },
    { name: 'hyphens in a designation', spellings: ['SZ-300', 'sz-300', 'Sz-300'] },
    {
      name: 'apostrophes of a genitive',
      spellings: ['country’s', "country's", 'countryʼs', 'countries’', 'countries', 'country'],
    },
    { name: 'a genitive behind dots', spellings: ['U.K.’s', "U.K.'s", 'U.K.'] },
    { name: 'apostrophes within a name', spellings: ["O'Brien", 'O’Brien', 'OBrien'] },
    { name: 'accents', spellings: ['Przewodów', 'Przewodow', 'PRZEWODÓW'] },
    { name: 'accents in one part or two', spellings: ['caf\u00e9', 'cafe\u0301'] },
    { name: 'strokes through letters', spellings: ['Wałęsa', 'Walesa'] },
    { name: 'letters that have grown together', spellings: ['Straße', 'Strasse'] },
    { name: 'letters drawn as one', spellings: ['ﬁre', 'fire'] },
    { name: 'case', spellings: ['Kherson', 'KHERSON', 'kherson'] },
  ])('are the same whatever the $name', ({ spellings }) => {
    for (const spelling of spellings) {
      expect(termsOf(`the ${spelling}`)).toEqual(termsOf(`the ${spellings[0]}`));
    }
  });

  it.each([{ text: 'SZ-300' }, { text: 'sz300' }])(
    'of $text hold the designation in one piece',
    ({ text }) => {
      expect(termsOf(text)).toContain('sz300');
    },
  );

  it.each(
    "don’t couldn't wouldn’t can’t won’t it’s I’m we’ve they’d you’re she’ll he’ll What’s Who’s"
      .split(' ')
      .map((word) => ({ word })),
  )('leave out the contraction $word', ({ word }) => {
    expect(termsOf(`${word} rain`)).toEqual(['rain']);
  });

  it('are cut where they are no words', () => {
    expect(termsOf('7'.repeat(1000))).toEqual(['7'.repeat(40)]);
  });

  it('are lower case, without accents and never empty', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const term of termsOf(text)) {
          expect(term).not.toBe('');
          expect(term).not.toMatch(/[\p{M}\s]/u);
          expect(term).toBe(term.toLowerCase());
        }
      }),
      { numRuns: 1000 },
    );
  });
});

it('terms alone are those of the tokens', () => {
  const texts = fc.string({
    unit: fc.constantFrom('a', 'B', ' ', 'é', '’', '—', '.', '-', '1', '\u0301'),
  });
  fc.assert(
    fc.property(texts, (text) => {
      expect(termsOf(text)).toEqual(analyze(text).map(({ term }) => term));
    }),
  );
});

it('terms know the words that they were stemmed from', () => {
  const words = analyze('The Élite’s re-elected MAYORS, in the U.S.').map(({ word }) => word);
  expect(words).toEqual(['elite', 'elected', 'reelected', 'mayors', undefined]);
});

describe('capitals', () => {
  it.each([
    { text: 'The mayor of Kyiv', capitalised: ['Kyiv'] },
    { text: 'the U.K. and NATO', capitalised: ['uk', 'nato'] },
    { text: 'the mayor of kyiv', capitalised: [] },
    { text: 'the country’s Black-Sea ports', capitalised: ['black', 'sea'] },
    { text: 'Łódź and Österreich', capitalised: ['lodz', 'osterreich'] },
  ])('are seen in "$text"', ({ text, capitalised }) => {
    const found = analyze(text).filter(({ isCapitalised }) => isCapitalised);
    expect(found.map(({ term }) => term)).toEqual(capitalised.map((term) => term.toLowerCase()));
  });

  it('say nothing in a shouted text', () => {
    const tokens = analyze('MAYOR OF KYIV SPEAKS');
    expect(tokens.map(({ term }) => term)).toEqual(['mayor', 'kyiv', 'speak']);
    expect(tokens.some(({ isCapitalised }) => isCapitalised)).toBe(false);
  });
});

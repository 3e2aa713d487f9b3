import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, Spellings } from '../../../src/retrieval/spellings.ts';

/** The optimal string alignment distance, by its definition. */
function naiveDistance(a: string, b: string): number {
  const known = new Map<string, number>();
  const distance = (i: number, j: number): number => {
    if (i === 0 || j === 0) return i + j;
    const key = `${i} ${j}`;
    let least = known.get(key);
    if (least === undefined) {
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      least = Math.min(
        distance(i - 1, j) + 1,
        distance(i, j - 1) + 1,
        distance(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
        isSwap ? distance(i - 2, j - 2) + 1 : Infinity,
      );
      known.set(key, least);
    }
    return least;
  };
  return distance(a.length, b.length);
}

/** Few letters of neighbouring keys, so that many words are near each other. */
const arbitraryWord = fc.oneof(
  fc.string({ unit: fc.constantFrom('s', 'd', 'e', 'w', '1'), minLength: 1, maxLength: 10 }),
  fc.string({ unit: fc.constantFrom('s', 'd'), minLength: 5, maxLength: 9 }),
);

function typoOf(term: string, terms: readonly string[]): string[] {
  return new Spellings(terms, () => false).ofTypo(term).map((match) => match.term);
}

function nameOf(term: string, terms: readonly string[]): string[] {
  return new Spellings(terms, () => true).ofName(term).map((match) => match.term);
}

describe('the edit distance', () => {
  it.each([
    { a: 'tarn', b: 'tarn', errors: 0 },
    { a: 'tarn', b: 'tran', errors: 1 },
    { a: 'tarn', b: 'tar', errors: 1 },
    { a: 'tarn', b: 'turn', errors: 1 },
    { a: 'tarn', b: 'starn', errors: 1 },
    { a: 'tarn', b: 'turns', errors: 2 },
    { a: 'ca', b: 'abc', errors: 3 },
    { a: '', b: 'tarn', errors: 4 },
  ])('from "$a" to "$b" is $errors', ({ a, b, errors }) => {
    expect(editDistance(a, b, 10)).toBe(errors);
  });

  it('is right up to the limit and beyond it only known to be larger', () => {
    fc.assert(
      fc.property(arbitraryWord, arbitraryWord, fc.integer({ min: 0, max: 4 }), (a, b, limit) => {
        const errors = naiveDistance(a, b);
        const found = editDistance(a, b, limit);
        expect(errors <= limit ? found === errors : found > limit).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('typing errors', () => {
  it.each([
    { error: 'a missing letter', typo: 'bridg', terms: ['bridge'] },
    { error: 'a letter too many', typo: 'briddge', terms: ['bridge'] },
    { error: 'a wrong letter', typo: 'brodge', terms: ['bridge'] },
    { error: 'letters exchanged', typo: 'birdge', terms: ['bridge'] },
    { error: 'two errors in a long word', typo: 'infrastrcutue', terms: ['infrastructure'] },
  ])('find a word in spite of $error', ({ typo, terms }) => {
    expect(typoOf(typo, ['abbey', ...terms, 'zoo'])).toEqual(terms);
  });

  it.each([
    { reason: 'the first letter differs', typo: 'fridge', term: 'bridge' },
    { reason: 'it has a digit', typo: 'sz300', term: 'sz301' },
    { reason: 'it is a number', typo: '12345', term: '12346' },
    { reason: 'only the other has a digit', typo: 'bridge', term: 'bridg3' },
    { reason: 'it is short', typo: 'tar', term: 'tax' },
    { reason: 'a short word has a letter whose key is far off', typo: 'gaza', term: 'giza' },
    { reason: 'two errors are too many in six letters', typo: 'brodgs', term: 'bridge' },
    { reason: 'three errors are always too many', typo: 'infrstrctur', term: 'infrastructure' },
  ])('find nothing where $reason', ({ typo, term }) => {
    expect(typoOf(typo, [term])).toEqual([]);
  });

  it('find all the words at the least distance and none that is further', () => {
    const terms = ['harbour', 'harbours', 'harboured', 'arbour'];
    expect(typoOf('harbor', terms)).toEqual(['harbour']);
    expect(typoOf('harbourz', terms)).toEqual(['harbour', 'harbours']);
    expect(typoOf('harbourz', ['harbor', 'harbour'])).toEqual(['harbour']);
  });

  it('make a word count for less with each error', () => {
    const spellings = new Spellings(['minister', 'residents'], () => false);
    expect(spellings.ofTypo('ministr')[0]?.weight).toBeCloseTo(0.7);
    expect(spellings.ofTypo('resdens')[0]?.weight).toBeCloseTo(0.49);
  });

  it('find exactly the nearest words within the errors allowed', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(arbitraryWord, { maxLength: 40 }),
        arbitraryWord,
        (terms, word) => {
          const allowed = word.length < 4 || /\d/.test(word) ? -1 : word.length < 7 ? 1 : 2;
          const distances = terms.map((term) =>
            term[0] === word[0] && !/\d/.test(term) ? naiveDistance(word, term) : Infinity,
          );
          const least = Math.min(...distances);
          const expected = terms.filter(
            (_, index) => distances[index] === least && least <= allowed,
          );
          expect(typoOf(word, terms).sort()).toEqual(expected.sort());
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('are looked for nowhere in an empty index', () => {
    expect(typoOf('bridge', [])).toEqual([]);
  });
});

describe('spellings of a name', () => {
  it('are those with its key, and after them those with its consonants', () => {
    const spellings = new Spellings(['kharkov', 'charkiv', 'kherson'], () => true);
    expect(spellings.ofName('kharkiv')).toEqual([
      { term: 'charkiv', index: 1, weight: 0.9 },
      { term: 'kharkov', index: 0, weight: 0.7 },
    ]);
  });

  it('are found among many thousands', () => {
    const terms = Array.from({ length: 10_000 }, (_, position) =>
      String(position).replaceAll(/\d/g, (digit) => `${'bdfklmnprv'.charAt(Number(digit))}a`),
    );
    expect(nameOf('kiev', [...terms, 'kyiv', ...terms, 'kiew'])).toEqual(['kyiv', 'kiew']);
  });

  it('leave out the name itself', () => {
    expect(nameOf('kyiv', ['kiev', 'kyiv'])).toEqual(['kiev']);
  });

  it('are names only', () => {
    expect(new Spellings(['kiev'], () => false).ofName('kyiv')).toEqual([]);
  });

  it.each([
    { reason: 'there are too few consonants', name: 'lviv', term: 'lvov' },
    { reason: 'the vowels differ too much', name: 'ukrain', term: 'ukrainian' },
    { reason: 'the consonants differ', name: 'kherson', term: 'kharkiv' },
    { reason: 'the first letter differs', name: 'odesa', term: 'adesa' },
    { reason: 'it is no word', name: 'sz300', term: 'sz300a' },
  ])('are none where $reason', ({ name, term }) => {
    expect(nameOf(name, [term])).toEqual([]);
  });
});

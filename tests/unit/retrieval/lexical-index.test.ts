import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Aliases } from '../../../src/retrieval/aliases.ts';
import { analyze, type Token } from '../../../src/retrieval/analyze.ts';
import { LexicalIndex, LexicalIndexBuilder } from '../../../src/retrieval/lexical-index.ts';
import { decodeColumns, encodeColumns } from '../../../src/vector-index/column-file.ts';

const K1 = 1.2;
const B = 0.75;

/** Words of which none is spelt like another. */
const WORDS = ['abbey', 'bridge', 'council', 'dyke', 'election', 'flood'];
const arbitraryPassages = fc.array(fc.array(fc.constantFrom(...WORDS), { maxLength: 12 }), {
  minLength: 1,
  maxLength: 10,
});
/** The last word stands in no passage. */
const arbitraryQuestion = fc.array(fc.constantFrom(...WORDS, 'zeppelin'), { maxLength: 6 });

function tokensOf(terms: readonly string[]): Token[] {
  return terms.map((term) => ({ term, isCapitalised: false }));
}

function indexOf(passages: readonly (readonly Token[])[]): LexicalIndex {
  const builder = new LexicalIndexBuilder();
  for (const tokens of passages) builder.add(tokens);
  return new LexicalIndex(decodeColumns(Buffer.concat(encodeColumns(builder.columns()))));
}

function textIndexOf(texts: readonly string[]): LexicalIndex {
  return indexOf(texts.map(analyze));
}

function idfOf(passages: readonly (readonly string[])[], term: string): number {
  const having = passages.filter((words) => words.includes(term)).length;
  return Math.log(1 + (passages.length - having + 0.5) / (having + 0.5));
}

/** BM25, passage by passage. */
function naiveScores(
  passages: readonly (readonly string[])[],
  question: readonly string[],
): number[] {
  const average = Math.max(1, passages.flat().length / passages.length);
  return passages.map((words) =>
    [...new Set(question)].reduce((sum, term) => {
      const frequency = Math.min(255, words.filter((word) => word === term).length);
      const lengthNorm = K1 * (1 - B + (B * words.length) / average);
      return sum + (idfOf(passages, term) * frequency * (K1 + 1)) / (frequency + lengthNorm);
    }, 0),
  );
}

describe('lexical scores', () => {
  it('are those of BM25', () => {
    fc.assert(
      fc.property(arbitraryPassages, arbitraryQuestion, (passages, question) => {
        const index = indexOf(passages.map(tokensOf));
        const { scores } = index.score(index.lookUp(tokensOf(question)));
        const expected = naiveScores(passages, question);
        scores.forEach((score, passage) => expect(score).toBeCloseTo(expected[passage]!, 5));
      }),
    );
  });

  it('count no more than 255 occurrences of a word', () => {
    const passages = [[...Array<string>(300).fill('flood'), 'dyke'], ['flood'], ['dyke']];
    const index = indexOf(passages.map(tokensOf));
    const { scores } = index.score(index.lookUp(tokensOf(['flood'])));
    expect(scores[0]).toBeCloseTo(naiveScores(passages, ['flood'])[0]!, 5);
  });

  it('are never less than nothing, whatever the spellings', () => {
    const name = fc.constantFrom(
      'kyiv',
      'kiev',
      'kharkiv',
      'kharkov',
      'charkiv',
      'odesa',
      'odessa',
    );
    const token = fc.record({ term: name, isCapitalised: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(fc.array(token, { maxLength: 8 })),
        fc.array(token),
        (texts, question) => {
          const index = indexOf(texts);
          const { scores } = index.score(index.lookUp(question));
          for (const score of scores) expect(score).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });

  it('are zero for a question without words', () => {
    expect([...textIndexOf(['The bridge fell.']).score([]).scores]).toEqual([0]);
  });

  it('are none in an empty index', () => {
    const index = indexOf([]);
    expect(index.size).toBe(0);
    expect(index.score(index.lookUp(analyze('the bridge'))).scores).toHaveLength(0);
  });

  it('are less for another spelling of a name than for the name itself', () => {
    const index = textIndexOf(['the mayor of Kyiv spoke', 'the mayor of Kiev spoke', 'the sun']);
    const { scores } = index.score(index.lookUp(analyze('in Kyiv')));
    expect(scores[1]).toBeCloseTo(0.9 * scores[0]!);
    expect(scores[1]).toBeGreaterThan(0);
    expect(scores[2]).toBe(0);
  });

  it('count a name in two spellings once, in its better one', () => {
    const index = textIndexOf(['near Kyiv and Kiev', 'near Kyiv or Tarn', 'the sun']);
    const { scores } = index.score(index.lookUp(analyze('in Kyiv')));
    expect(scores[0]).toBeCloseTo(scores[1]!);
    expect(scores[2]).toBe(0);
  });
});

describe('the terms of a question', () => {
  const INDEX = textIndexOf([
    'The mayor of Kyiv opened the bridge.',
    'In Kiev the mayor closed the bridge.',
    'Near Kharkov it rained.',
  ]);

  function lookUp(question: string): Record<string, string[]> {
    const terms = INDEX.lookUp(analyze(question));
    return Object.fromEntries(
      terms.map(({ term, matches }) => [term, matches.map((match) => match.term)]),
    );
  }

  it('are looked up once each', () => {
    expect(INDEX.lookUp(analyze('bridge, bridges and a bridge')).map(({ term }) => term)).toEqual([
      'bridg',
    ]);
  });

  it.each([
    { question: 'the mayor', found: { mayor: ['mayor'] } },
    { question: 'in Kyiv', found: { kyiv: ['kyiv', 'kiev'] } },
    { question: 'in kyiv', found: { kyiv: ['kyiv', 'kiev'] } },
    { question: 'in Kiew', found: { kiew: ['kiev', 'kyiv'] } },
    { question: 'in Kharkiv', found: { kharkiv: ['kharkov'] } },
    { question: 'the brigde', found: { brigd: ['bridg'] } },
    { question: 'the zeppelin', found: { zeppelin: [] } },
  ])('stand for terms of the index: $question', ({ question, found }) => {
    expect(lookUp(question)).toEqual(found);
  });

  it.each([
    { word: 'Kyiv', reason: 'it is written so', isName: true },
    { word: 'kyiv', reason: 'the index writes it so', isName: true },
    {
      word: 'Zeppelin',
      reason: 'it is written so, though the index does not have it',
      isName: true,
    },
    { word: 'bridge', reason: 'nobody writes it so', isName: false },
  ])('know of $word whether it is a name: $reason', ({ word, isName }) => {
    expect(INDEX.lookUp(analyze(`the ${word}`))[0]?.isName).toBe(isName);
  });

  it('tell the more the rarer they are, and most when they are unknown', () => {
    const [bridge, rain, zeppelin] = INDEX.lookUp(analyze('bridge, rained, zeppelin'));
    expect(bridge!.idf).toBeGreaterThan(0);
    expect(rain!.idf).toBeGreaterThan(bridge!.idf);
    expect(zeppelin!.idf).toBeGreaterThan(rain!.idf);
  });

  it('are found among letters of every alphabet', () => {
    const index = textIndexOf(['Дощ ішов у Києві.', '雨 über Zürich', 'rain']);
    for (const word of ['дощ', '雨', 'zürich', 'rain']) {
      expect(index.lookUp(analyze(word))[0]?.matches[0]?.weight).toBe(1);
    }
  });
});

describe('a name', () => {
  it('is a term that is nearly always capitalised', () => {
    const lexical = textIndexOf(['We met Tarn in the May rain.', 'They may see Tarn.']);
    const isName = ['tarn', 'mai', 'rain', 'zeppelin'].map((term) => lexical.isName(term));
    expect(isName).toEqual([true, false, false, false]);
  });
});

describe('other names', () => {
  const ALIASES = new Aliases([
    { same: ['United Nations', 'UN'], people: [], seat: [] },
    { same: ['Turkey'], people: ['Turkish'], seat: ['Ankara', 'White Palace'] },
    { same: ['Iran'], people: [], seat: [] },
  ]);

  function openWith(...texts: readonly string[]): LexicalIndex {
    const builder = new LexicalIndexBuilder();
    for (const text of texts) builder.add(analyze(text));
    return new LexicalIndex(builder.columns(), ALIASES);
  }

  function scoresOf(index: LexicalIndex, question: string): number[] {
    return [...index.score(index.lookUp(analyze(question))).scores];
  }

  it('stand for a name, a name of several words only with all of them', () => {
    const index = openWith(
      'The UN delegates met.',
      'The United Nations met.',
      'All nations met.',
      'Rain.',
    );
    const [acronym, name, part] = scoresOf(index, 'Where is the UN?');
    expect(acronym).toBeGreaterThan(name!);
    expect(name).toBeGreaterThan(0);
    expect(part).toBe(0);
    const [acronymAgain, nameAgain] = scoresOf(index, 'Where are the united nations?');
    expect(nameAgain).toBeGreaterThan(acronymAgain!);
    expect(acronymAgain).toBeGreaterThan(0);
  });

  it('do not count beside the name itself', () => {
    const index = openWith('Turkey and rain', 'Turkey and the Turkish', 'The sun and the moon');
    const { scores } = index.score(index.lookUp(analyze('in Turkey')));
    expect(scores[0]).toBeCloseTo(scores[1]!);
    expect(scores[2]).toBe(0);
  });

  it('count for the less the less they mean the same', () => {
    const index = openWith('In Turkey', 'In Turkish', 'In Ankara', 'Rain');
    const [country, people, seat, none] = scoresOf(index, 'What did Ankara say?');
    expect(seat).toBeGreaterThan(country!);
    expect(country).toBeGreaterThan(0);
    expect(people).toBeGreaterThan(0);
    expect(none).toBe(0);
    expect(scoresOf(index, 'What did Turkey say?')[2]).toBe(0);
  });

  it('leave a rare name as telling as it is', () => {
    const index = openWith('In Turkey', 'To Turkey', 'From Turkey', 'In Ankara', 'Rain', 'Sun');
    const [ankara, rain] = index.lookUp(analyze('rain in Ankara')).reverse();
    expect(ankara!.idf).toBeCloseTo(rain!.idf);
  });

  it('are none for a word that the articles do not write like a name', () => {
    const index = openWith('Roast turkey is good.', 'A Turkish dish.', 'Rain.');
    expect(scoresOf(index, 'how long to roast a turkey')[1]).toBe(0);
    expect(scoresOf(index, 'how big is Turkey')[1]).toBeGreaterThan(0);
  });

  it('are no typing errors of each other', () => {
    const index = openWith('In Iraq it rained.', 'In Irano it rained.');
    expect(index.lookUp(analyze('in Iran'))[0]?.matches).toEqual([]);
  });
});

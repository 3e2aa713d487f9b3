import { describe, expect, it } from 'vitest';
import { expectedAnswer } from '../../../src/retrieval/expected-answer.ts';
import { offersAnswer } from '../../../src/retrieval/offers-answer.ts';

function offer(question: string, sentence: string): number {
  return offersAnswer(sentence, expectedAnswer(question));
}

/** Sentences from the one that offers most to the one that offers least. */
const RANKED: readonly { question: string; sentences: readonly string[] }[] = [
  {
    question: 'How many boats sank?',
    sentences: [
      'Twelve boats sank off the coast.',
      'It cost 300 crowns.',
      'The boats sank off the coast.',
    ],
  },
  {
    question: 'How many boats sank?',
    sentences: [
      'In all 1,200 small wooden boats were lost.',
      'Some 40 pilots saw the boats go down.',
      'Boats sank.',
    ],
  },
  {
    question: 'How long did it rain?',
    sentences: ['It rained for six days.', 'It rained on 5 roofs.', 'It rained.'],
  },
  {
    question: 'How far is it?',
    sentences: ['It lies 30 miles away.', 'It has 30 houses.', 'It is far.'],
  },
  {
    question: 'What percentage voted?',
    sentences: ['Only 43% came.', 'Only 43 came.', 'Few came.'],
  },
  {
    question: 'Who opened the bridge?',
    sentences: ['It was opened by Ilse Brandt.', 'It was opened on Monday.'],
  },
  { question: 'Who met Brandt?', sentences: ['Brandt met Imre Vadas.', 'Brandt met nobody.'] },
  {
    question: 'Who is Ilse Brandt?',
    sentences: ['Ilse Brandt, the mayor of Tarn, stayed.', 'Then Ilse Brandt stayed.'],
  },
  {
    question: 'Who is Brandt?',
    sentences: ['Tarn’s mayor Brandt stayed.', 'It rained, said Brandt.'],
  },
  {
    question: 'Where did the ferry sink?',
    sentences: ['The ferry sank near Tarn.', 'The ferry sank by the border.', 'The ferry sank.'],
  },
  {
    question: 'From which direction did it come?',
    sentences: ['It came from the north-west.', 'It came from Tarn.'],
  },
  {
    question: 'When did it sink?',
    sentences: ['It sank on Tuesday.', 'It sank in the early morning.', 'It may sink.'],
  },
  {
    question: 'At what time did it sink?',
    sentences: ['It sank at 5 p.m. sharp.', 'It sank on Tuesday.'],
  },
  {
    question: 'Why did it sink?',
    sentences: ['It sank because of a leak.', 'It sank after a leak.', 'It sank.'],
  },
  {
    question: 'What did Brandt say?',
    sentences: ['“We stay,” said Brandt.', '“We stay,” said Vadas.', 'Brandt stays.'],
  },
];

describe('a sentence', () => {
  it.each(RANKED)(
    'offers an answer to "$question" in this order: $sentences',
    ({ question, sentences }) => {
      const offers = sentences.map((sentence) => offer(question, sentence));
      expect(offers[0]).toBe(1);
      expect(offers).toEqual([...new Set(offers)].sort((a, b) => b - a));
      expect(Math.min(...offers)).toBeGreaterThanOrEqual(0);
    },
  );

  it('offers no name that the question has itself, in whatever spelling', () => {
    const matches = ['zelenski', 'zelenskyi'].map((term) => ({ term, index: 0, weight: 1 }));
    const terms = [{ term: 'zelenski', isName: true, idf: 1, matches }];
    const expected = expectedAnswer('Who met Zelensky?', terms);
    expect(offersAnswer('There was Zelenskyi.', expected)).toBe(0);
    expect(offersAnswer('There was Zelenskyi, and Brandt.', expected)).toBe(1);
  });

  it('offers no day, number or opening word as a name', () => {
    expect(offer('Who sank it?', 'The ferry and the Two sank on Monday.')).toBe(0);
  });

  it.each([{ question: 'Did it sink?' }, { question: 'ferry tarn' }])(
    'offers nothing where anything may answer: $question',
    ({ question }) => {
      expect(offer(question, 'On Tuesday 12 ferries sank near Tarn, “all,” said Brandt.')).toBe(0);
    },
  );

  it.each([
    { question: 'How many?' },
    { question: 'Who?' },
    { question: 'Who is Brandt?' },
    { question: 'Where?' },
    { question: 'When?' },
    { question: 'Why?' },
    { question: 'What did he say?' },
  ])('offers nothing when it is empty: $question', ({ question }) => {
    expect(offer(question, '')).toBe(0);
  });
});

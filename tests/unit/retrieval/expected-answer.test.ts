import { describe, expect, it } from 'vitest';
import { type AnswerKind, expectedAnswer } from '../../../src/retrieval/expected-answer.ts';

const QUESTIONS: readonly { kind: AnswerKind; questions: readonly string[] }[] = [
  {
    kind: 'number',
    questions: [
      'How many ferries sank?',
      'how meny ferries sank',
      'how mutch did it cost',
      'what percentage of the town voted',
      'what was the total number of ferries',
      'How far is Tarn from the coast?',
      'how long did the storm last',
      'How often does the ferry run?',
      'yo guys, how high was the water??',
    ],
  },
  {
    kind: 'person',
    questions: [
      'Who opened the bridge?',
      'whos the mayor of tarn',
      'Which minister resigned?',
      'which news agency reported it',
      'dude who did they arrest',
      'Who is the mayor of Tarn?',
    ],
  },
  { kind: 'description', questions: ['Who is Ilse Brandt?', "who's brandt", 'who was Imre Vadas'] },
  {
    kind: 'place',
    questions: [
      'Where did the ferry sink?',
      'wher did the ferry sink',
      'whre is tarn',
      'In which city did they meet?',
      'flood wich citys',
      'From which direction did the storm come?',
      'so like where do they live now',
    ],
  },
  {
    kind: 'date',
    questions: [
      'When did the ferry sink?',
      'wen did it sink',
      'Since when has the bridge been closed?',
      'On what day did she leave?',
      'curfew harlow wat time',
      'at which hour does it begin',
    ],
  },
  {
    kind: 'reason',
    questions: [
      'Why was the bridge closed?',
      'For what reason did he leave?',
      'how come the ferry sank',
      'what caused the flood',
    ],
  },
  {
    kind: 'saying',
    questions: [
      'What did Brandt say about the flood?',
      'How did Harlow react?',
      "what's tarn's take on all this",
      'what does the mayor think of it',
      'What was the reply of the council?',
    ],
  },
  {
    kind: 'yes-no',
    questions: [
      'Did the ferry sink?',
      'was she safe when the bridge fell?',
      'anyone know if the ferry sank',
      'ok so is it over',
    ],
  },
  {
    kind: 'other',
    questions: [
      'brandt vadas meeting duration',
      'Which bridge was closed?',
      'What did the crew hand out?',
      'What were people near the lock hoping for?',
      '',
      '???',
    ],
  },
];

describe('what a question asks for', () => {
  it.each(
    QUESTIONS.flatMap(({ kind, questions }) => questions.map((question) => ({ kind, question }))),
  )('is $kind: $question', ({ kind, question }) => {
    expect(expectedAnswer(question).kind).toBe(kind);
  });

  it.each([
    { question: 'How many rescue boats did Harlow send?', subject: ['rescu', 'boat'] },
    { question: 'How many of the boats sank', subject: ['boat'] },
    { question: 'what share of voters stayed away', subject: ['voter'] },
    { question: 'What did Ilse Brandt say about boats?', subject: ['ils', 'brandt'] },
    { question: 'Who is Imre Vadas?', subject: ['imr', 'vada'] },
    { question: 'Where did the boats go?', subject: [] },
  ])('is about $subject: $question', ({ question, subject }) => {
    expect([...expectedAnswer(question).subject]).toEqual(subject);
  });

  it('knows the other spellings of what is counted and of names', () => {
    const terms = [
      { term: 'boot', isName: false, idf: 1, matches: [{ term: 'boat', index: 0, weight: 0.8 }] },
    ];
    const { subject, known } = expectedAnswer('How many boots sank?', terms);
    expect(subject).toEqual(new Set(['boot', 'boat']));
    expect(known).toContain('boat');
  });

  it.each([{ unit: 'how many of the ' }, { unit: 'wat ' }, { unit: 'ok, so ' }, { unit: '?' }])(
    'is found in an endless row of "$unit"',
    ({ unit }) => {
      expect(() => expectedAnswer(unit.repeat(100_000))).not.toThrow();
    },
  );
});

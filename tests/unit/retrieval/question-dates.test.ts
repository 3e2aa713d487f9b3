import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readQuestionDates } from '../../../src/retrieval/question-dates.ts';

/** Articles of one winter. */
const WINTER = { from: '2022-11-14', to: '2022-12-29' };
const YEARS = { from: '2020-03-01', to: '2023-06-30' };
/** A Sunday, long after the articles. */
const TODAY = '2026-11-22';
/** What any question is made of. */
const WORDS =
  'between|and|3|31st|Nov|may|last|Friday|of|week|since|2022|early|before|two days after|the|to|-|,|evening|yesterday|29|on|February|1500|0|99|15.11.2022|half|fifth|’s|\n'.split(
    '|',
  );

/** Spans as `from` or `from..to`, so that a table can be read. */
async function spansIn(
  question: string,
  corpusSpan: typeof WINTER | null = WINTER,
): Promise<string[]> {
  const { dates } = await readQuestionDates(question, { corpusSpan, today: TODAY });
  return dates
    .flatMap(({ spans }) => spans)
    .map(({ from, to }) => (from === to ? from : `${from}..${to}`));
}

async function wordsOf(question: string): Promise<string[]> {
  const { dates } = await readQuestionDates(question, { corpusSpan: WINTER, today: TODAY });
  return dates.map(({ start, end }) => question.slice(start, end));
}

describe('the days that a question speaks of', () => {
  it.each([
    { said: 'on 15 November', expected: '2022-11-15' },
    { said: 'on nov 15', expected: '2022-11-15' },
    { said: 'Nov 15th, 2021', expected: '2021-11-15' },
    { said: 'on 15.11.2022', expected: '2022-11-15' },
    { said: 'on 2022-11-15', expected: '2022-11-15' },
    { said: 'on the evening of 15 November', expected: '2022-11-15' },
    { said: 'two days after 15 November', expected: '2022-11-17' },
    { said: 'in November', expected: '2022-11-01..2022-11-30' },
    { said: 'in december', expected: '2022-12-01..2022-12-31' },
    { said: 'in may', expected: '2022-05-01..2022-05-31' },
    { said: 'on may 3', expected: '2022-05-03' },
    { said: 'in mid-November', expected: '2022-11-11..2022-11-20' },
    { said: 'in the first week of December', expected: '2022-12-01..2022-12-07' },
    { said: 'on the last Friday of November 2022', expected: '2022-11-25' },
    { said: 'between 3 and 10 October', expected: '2022-10-03..2022-10-10' },
    { said: 'from 1 to 5 December', expected: '2022-12-01..2022-12-05' },
    { said: 'in 2021', expected: '2021-01-01..2021-12-31' },
    { said: 'between 2014 and 2021', expected: '2014-01-01..2021-12-31' },
    { said: 'on 15 November in the winter of 2021', expected: '2021-11-15' },
    { said: 'since 10 December', expected: '2022-12-10..2022-12-29' },
    { said: 'after 10 December', expected: '2022-12-11..2022-12-29' },
    { said: 'before 20 November', expected: '0001-01-01..2022-11-19' },
    { said: 'until 20 November', expected: '0001-01-01..2022-11-20' },
    { said: 'yesterday', expected: '2026-11-21' },
    { said: 'this week', expected: '2026-11-16..2026-11-22' },
    { said: 'last year', expected: '2025-01-01..2025-12-31' },
  ])('are $expected for $said', async ({ said, expected }) => {
    expect(await spansIn(`How many boats sailed ${said}?`)).toEqual([expected]);
  });

  it.each([
    { said: 'on 3 April', expected: ['2023-04-03', '2022-04-03', '2021-04-03', '2020-04-03'] },
    { said: 'on Friday 3 April', expected: ['2020-04-03'] },
    { said: 'on Monday 3 April', expected: ['2023-04-03'] },
    { said: 'in early July', expected: ['2023-07-01..2023-07-10', '2022-07-01..2022-07-10'] },
    { said: 'since 3 April', expected: ['2023-04-03..2023-06-30'] },
  ])('without a year are those of each year of the corpus: $said', async ({ said, expected }) => {
    const spans = await spansIn(`Who sailed ${said}?`, YEARS);
    expect(spans.slice(0, expected.length)).toEqual(expected);
  });

  it('without a year lie before the corpus where it has none', async () => {
    expect(await spansIn('Who sailed on 20 September?')).toEqual(['2022-09-20']);
  });

  it('without a year may also be announced by the last articles', async () => {
    expect(await spansIn('Who will sail on 5 January?')).toEqual(['2023-01-05', '2022-01-05']);
  });

  it('without a year are those nearest to today where nothing in the corpus has a date', async () => {
    expect(await spansIn('Who sailed on 15 November?', null)).toEqual(['2026-11-15']);
  });

  it('count from the day as of which an answer is wanted', async () => {
    const options = { corpusSpan: YEARS, today: TODAY, asOf: '2021-02-10' };
    const { dates } = await readQuestionDates('Who sailed yesterday and on 15 November?', options);
    expect(dates.map(({ spans }) => spans[0]?.from)).toEqual(['2021-02-09', '2020-11-15']);
  });

  it.each([
    { question: 'Who sailed on Tuesday?', expected: { weekday: 2 } },
    { question: 'Who sailed the day after Tuesday?', expected: { weekday: 3 } },
    { question: 'Who sailed on the 29th?', expected: { dayOfMonth: 29 } },
    { question: 'Who sailed on the 1st in Odessa?', expected: { dayOfMonth: 1 } },
  ])('may recur: $question', async ({ question, expected }) => {
    const { dates } = await readQuestionDates(question, { corpusSpan: WINTER, today: TODAY });
    expect(dates).toMatchObject([{ spans: [], recurring: expected }]);
  });

  it.each([
    'What may happen to the boats?',
    'May I see the boats?',
    'Did Theresa May sail?',
    'Why do they march on?',
    'Who led the march?',
    'Who sat in the second boat under the sun?',
    'How many of the 193 member countries sailed?',
    'Did it take 10 days or 90 percent of the 265th day?',
    'Did 2000 boats sail?',
    'Who lives on the 5th floor?',
    'Who works 24/7?',
  ])('are none in: %s', async (question) => {
    expect(await wordsOf(question)).toEqual([]);
  });

  it('are told from the other words', async () => {
    const question = 'on 14 or 15 nov, since tuesday or in 2021, were 3 boats lost late in may?';
    expect(await wordsOf(question)).toEqual(['14', '15 nov', 'tuesday', '2021', 'late in may']);
  });
});

describe('a day that counts from an event', () => {
  it.each([
    'What happened two days after the summit?',
    'What was decided a week later?',
    'Who sailed the next day?',
  ])('is left open: %s', async (question) => {
    const { dates, undetermined } = await readQuestionDates(question, {
      corpusSpan: WINTER,
      today: TODAY,
    });
    expect(dates).toEqual([]);
    expect(undetermined).toHaveLength(1);
  });
});

describe('the newest or oldest report', () => {
  it.each([
    { question: 'What is the latest on the harbour?', latest: true, first: false },
    { question: 'What is the most recent count of boats?', latest: true, first: false },
    { question: 'Who is currently in charge?', latest: true, first: false },
    { question: 'who is the current harbour master', latest: true, first: false },
    { question: 'How many boats are there now?', latest: true, first: false },
    { question: 'What was first reported of the boats?', latest: false, first: true },
    { question: 'What was the earliest count?', latest: false, first: true },
    { question: 'When do they sail at the latest?', latest: false, first: false },
    { question: 'Is the captain now ready to sail?', latest: false, first: false },
    { question: 'Which boat came first?', latest: false, first: false },
    { question: 'Which boat was the last?', latest: false, first: false },
  ])('is wanted or not: $question', async ({ question, latest, first }) => {
    expect(await readQuestionDates(question, { corpusSpan: WINTER, today: TODAY })).toMatchObject({
      wantsLatest: latest,
      wantsFirst: first,
    });
  });
});

it('reads any question, and finds ranges and spans that are in order', async () => {
  const word = fc.constantFrom(...WORDS);
  await fc.assert(
    fc.asyncProperty(
      fc.array(word, { maxLength: 14 }),
      fc.constantFrom(WINTER, YEARS, null, { from: '1500-01-01', to: '2200-12-31' }),
      async (words, corpusSpan) => {
        const question = words.join(' ');
        const { dates } = await readQuestionDates(question, { corpusSpan, today: TODAY });
        for (const { start, end, spans, recurring } of dates) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(question.length);
          for (const { from, to } of spans) expect(from <= to).toBe(true);
          expect(recurring === null || spans.length === 0).toBe(true);
        }
      },
    ),
    { numRuns: 300 },
  );
});

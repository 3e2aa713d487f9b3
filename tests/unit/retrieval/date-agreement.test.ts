import { describe, expect, it } from 'vitest';
import type { DateSpan } from '../../../src/corpus/calendar-date.ts';
import { dateAgreement, recency } from '../../../src/retrieval/date-agreement.ts';
import { readQuestionDates } from '../../../src/retrieval/question-dates.ts';

const CORPUS = { from: '2022-09-01', to: '2022-12-29' };

interface Case {
  /** Event days of the passage, as `from` or `from..to`. */
  readonly speaksOf?: readonly string[];
  readonly published?: string | null;
}

async function agreement(
  question: string,
  { speaksOf = [], published = null }: Case,
): Promise<number> {
  const dates = await readQuestionDates(question, { corpusSpan: CORPUS, today: '2026-11-22' });
  return dateAgreement(dates, speaksOf.map(spanOf), published);
}

function spanOf(written: string): DateSpan {
  const [from = '', to = from] = written.split('..');
  return { from, to };
}

/** How well each case agrees with the question, and the same from best to worst without repeats. */
async function inOrder(
  question: string,
  cases: readonly Case[],
): Promise<{ readonly found: number[]; readonly expected: number[] }> {
  const found = await Promise.all(cases.map((passage) => agreement(question, passage)));
  return { found, expected: [...new Set(found)].sort((a, b) => b - a) };
}

describe('the agreement of dates', () => {
  it('prefers the day itself, then its month, then reports of it, then other days', async () => {
    const { found, expected } = await inOrder('Who sailed on 15 November?', [
      { speaksOf: ['2022-11-15'], published: '2022-11-16' },
      { published: '2022-11-16' },
      { speaksOf: ['2022-11-01..2022-11-30'], published: '2022-11-30' },
      { published: '2022-11-20' },
      { speaksOf: ['2022-11-14'], published: '2022-11-16' },
      { published: '2022-12-20' },
      { speaksOf: ['2022-12-19'], published: '2022-12-20' },
    ]);
    expect(found).toEqual(expected);
  });

  it('prefers what is as precise as the question', async () => {
    const { found, expected } = await inOrder('Who sailed in November?', [
      { speaksOf: ['2022-11-01..2022-11-30'] },
      { speaksOf: ['2022-11-15'] },
      { published: '2022-12-01' },
      { speaksOf: ['2022-09-01..2022-12-31'] },
      { speaksOf: ['2022-12-15'], published: '2022-12-16' },
    ]);
    expect(found).toEqual(expected);
  });

  it('takes what was published in a month for a report of that month', async () => {
    const question = 'Who sailed in November?';
    const reported = await agreement(question, { published: '2022-11-16' });
    expect(reported).toBe(await agreement(question, { speaksOf: ['2022-11-15'] }));
  });

  it('tells like events on different days apart, though the same article reports both', async () => {
    const monday = { speaksOf: ['2022-11-14'], published: '2022-11-16' };
    const tuesday = { speaksOf: ['2022-11-15'], published: '2022-11-16' };
    expect(await agreement('Who sailed on 14 November?', monday)).toBe(1);
    expect(await agreement('Who sailed on 14 November?', tuesday)).toBeLessThan(0);
    expect(await agreement('Who sailed on 15 November?', monday)).toBeLessThan(0);
  });

  it('is full where one of several days is meant', async () => {
    const passage = { speaksOf: ['2022-09-03', '2022-11-15'], published: '2022-11-16' };
    expect(await agreement('Who sailed on 15 November?', passage)).toBe(1);
    expect(await agreement('Who sailed on 14 or 15 November?', passage)).toBe(1);
  });

  it('takes a month long before for the background of what is reported', async () => {
    const passage = { speaksOf: ['2022-09-01..2022-09-30'], published: '2022-11-15' };
    expect(await agreement('Who sailed on 15 November?', passage)).toBeGreaterThan(0);
  });

  it('does not take an article for a report of what came after it', async () => {
    expect(await agreement('Who sailed on 15 November?', { published: '2022-11-14' })).toBeLessThan(
      0,
    );
  });

  it('says nothing where nothing is asked or known', async () => {
    expect(await agreement('Who sailed?', { speaksOf: ['2022-11-15'] })).toBe(0);
    expect(await agreement('Who sailed on 15 November?', {})).toBe(0);
  });

  it('compares weekdays and days of the month', async () => {
    const { found, expected } = await inOrder('Who sailed on Tuesday?', [
      { speaksOf: ['2022-11-15'] },
      { published: '2022-11-16' },
      { speaksOf: ['2022-11-01..2022-11-30'] },
      { published: '2022-11-19' },
      { speaksOf: ['2022-11-16'] },
    ]);
    expect(found).toEqual(expected);
    expect(
      await agreement('Who sailed on the 29th?', { speaksOf: ['2022-11-29'] }),
    ).toBeGreaterThan(0);
    expect(await agreement('Who sailed on the 29th?', { speaksOf: ['2022-11-28'] })).toBeLessThan(
      0,
    );
  });

  it('wants a weekday and a month to fit both', async () => {
    const question = 'Which boats sailed on a Tuesday in November?';
    expect(await agreement(question, { speaksOf: ['2022-11-15'] })).toBeGreaterThan(0);
    expect(await agreement(question, { speaksOf: ['2022-11-16'] })).toBeLessThan(0);
    expect(await agreement(question, { speaksOf: ['2022-12-13'] })).toBeLessThan(0);
  });

  it('is never against a passage where the day that is meant is left open', async () => {
    const question = 'What happened two days after the vote of 15 November?';
    expect(await agreement(question, { speaksOf: ['2022-11-17'], published: '2022-11-18' })).toBe(
      0,
    );
  });
});

describe('recency', () => {
  it('falls from the newest to the oldest, and fastest at first', () => {
    const days = ['2022-12-29', '2022-12-28', '2022-12-20', '2022-11-20', '2022-09-01'];
    const values = days.map((day) => recency(day, CORPUS.to, CORPUS.from));
    expect(values[0]).toBe(1);
    expect(values.at(-1)).toBe(0);
    expect(values).toEqual([...new Set(values)].sort((a, b) => b - a));
    expect(values[0]! - values[1]!).toBeGreaterThan((values[1]! - values[2]!) / 8);
  });

  it.each([
    { day: null, newest: CORPUS.to, oldest: CORPUS.from },
    { day: '2022-12-01', newest: null, oldest: null },
    { day: '2022-12-01', newest: '2022-12-01', oldest: '2022-12-01' },
    { day: '2021-12-01', newest: CORPUS.to, oldest: CORPUS.from },
  ])('is 0 where nothing is known or all are alike: $day', ({ day, newest, oldest }) => {
    expect(recency(day, newest, oldest)).toBe(0);
  });
});

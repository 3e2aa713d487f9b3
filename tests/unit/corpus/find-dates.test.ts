import { describe, expect, it } from 'vitest';
import { findDates, findMentions } from '../../../src/corpus/find-dates.ts';

/** A Wednesday. */
const PUBLISHED = '2022-11-16';

/** Spans as `from` or `from..to`, so that a table can be read. */
function datesIn(text: string, published: string | null = PUBLISHED): string[] {
  return findDates(text, published).map(({ from, to }) => (from === to ? from : `${from}..${to}`));
}

function mentionsIn(text: string): string[] {
  return findMentions(text, PUBLISHED).mentions.map(({ start, end }) => text.slice(start, end));
}

describe('what only limits a time', () => {
  it.each([
    'since September',
    'since early September',
    'since the end of September',
    'since Monday',
    'since at least 3 October',
    'ever since February 24',
    'until Friday',
    'until 20 December',
    'before 10 November',
    'after 3 October',
    'up to 12 November',
    'by 20 December',
    'by the end of December',
    'by September',
    'by the end of the year',
    'until 2014',
  ])('is no day of an event: %s', (text) => {
    expect(datesIn(text)).toEqual([]);
  });

  it.each([
    { text: 'since Tuesday’s vote', expected: '2022-11-15' },
    { text: "after Tuesday's vote", expected: '2022-11-15' },
    { text: 'shortly before midnight on Tuesday', expected: '2022-11-15' },
    { text: 'until 10 p.m. on Tuesday', expected: '2022-11-15' },
    { text: 'by Tuesday evening', expected: '2022-11-15' },
    { text: 'from 3 October', expected: '2022-10-03' },
    { text: 'since the harbour closed on 3 October', expected: '2022-10-03' },
  ])('is told from the day itself: $text gives $expected', ({ text, expected }) => {
    expect(datesIn(text)).toEqual([expected]);
  });
});

describe('a part of a month', () => {
  it.each([
    { text: 'early June', expected: '2022-06-01..2022-06-10' },
    { text: 'mid-June', expected: '2022-06-11..2022-06-20' },
    { text: 'late June', expected: '2022-06-21..2022-06-30' },
    { text: 'late in February 2020', expected: '2020-02-21..2020-02-29' },
    { text: 'the end of October', expected: '2022-10-21..2022-10-31' },
    { text: 'the beginning of October', expected: '2022-10-01..2022-10-10' },
    { text: 'the first week of October', expected: '2022-10-01..2022-10-07' },
    { text: 'the last week of October', expected: '2022-10-25..2022-10-31' },
    { text: 'the second half of October', expected: '2022-10-16..2022-10-31' },
    { text: 'the first Monday of May', expected: '2022-05-02' },
    { text: 'the last Friday of October 2021', expected: '2021-10-29' },
    { text: 'the 2nd Tuesday in March 2021', expected: '2021-03-09' },
    { text: 'in early December', expected: '2022-12-01..2022-12-10' },
  ])('has its days: $text is $expected', ({ text, expected }) => {
    expect(datesIn(text)).toEqual([expected]);
  });

  it('is none where the month has no such day', () => {
    expect(datesIn('the fifth Monday of February 2022')).toEqual([]);
  });
});

describe('days that are told by others', () => {
  it.each([
    { text: 'between 3 and 10 October', expected: ['2022-10-03..2022-10-10'] },
    { text: 'between October 3 and 10', expected: ['2022-10-03..2022-10-10'] },
    { text: 'between September and October', expected: ['2022-09-01..2022-10-31'] },
    { text: 'between 3 October and late October', expected: ['2022-10-03..2022-10-31'] },
    { text: 'between 30 December 2021 and 2 January', expected: ['2021-12-30..2022-01-02'] },
    { text: 'between 30 December and 2 January 2021', expected: ['2020-12-30..2021-01-02'] },
    { text: 'from September to October', expected: ['2022-09-01..2022-10-31'] },
    { text: '31 December – 2 January 2021', expected: ['2020-12-31..2021-01-02'] },
    { text: 'on 14 and 15 October', expected: ['2022-10-14', '2022-10-15'] },
    { text: 'two days after 3 October', expected: ['2022-10-05'] },
    { text: 'a week before 20 October 2021', expected: ['2021-10-13'] },
    { text: 'the day before Tuesday', expected: ['2022-11-14'] },
    { text: 'on the evening of 14 November', expected: ['2022-11-14'] },
    { text: 'in the night of 14 to 15 November', expected: ['2022-11-14..2022-11-15'] },
    { text: 'On November 15, 85 boats sailed', expected: ['2022-11-15'] },
    { text: 'from 24 February 2021 to 24 February 2022', expected: ['2021-02-24..2022-02-24'] },
    { text: 'from May 2029 to December 31, 2021', expected: ['2021-12-31'] },
    { text: 'from March 2020 to May 2021', expected: ['2020-03-01..2021-05-31'] },
    { text: 'from November 14–16, 2021', expected: ['2021-11-14..2021-11-16'] },
    { text: 'November 14 – 16', expected: ['2022-11-14..2022-11-16'] },
  ])('are counted: $text', ({ text, expected }) => {
    expect(datesIn(text)).toEqual(expected);
  });
});

describe('a number beside a month', () => {
  it.each([
    { text: 'In October, 15 boats sailed', expected: ['2022-10-01..2022-10-31'] },
    { text: 'In October 15 boats sailed', expected: ['2022-10-01..2022-10-31'] },
    { text: 'In October, 15 Danes and 20 Swedes sailed', expected: ['2022-10-01..2022-10-31'] },
    { text: 'On October 15 boats sailed', expected: ['2022-10-15'] },
    { text: 'In the October 15 regatta', expected: ['2022-10-15'] },
    { text: 'On Saturday, October, 15 at noon', expected: ['2022-10-15'] },
  ])('is its day only where it counts nothing: $text', ({ text, expected }) => {
    expect(datesIn(text)).toEqual(expected);
  });
});

describe('a year that is not written out', () => {
  it.each([
    { text: 'on 3 October last year', expected: ['2021-10-03'] },
    { text: 'on October 3 of last year', expected: ['2021-10-03'] },
    { text: 'in October last year', expected: ['2021-10-01..2021-10-31'] },
    { text: 'in early October last year', expected: ['2021-10-01..2021-10-10'] },
    { text: 'on 3 and 5 October last year', expected: ['2021-10-03', '2021-10-05'] },
    { text: 'on 3 October and on 5 May of last year', expected: ['2021-10-03', '2021-05-05'] },
    { text: 'on 20 December this year', expected: ['2022-12-20'] },
    { text: 'on 20 March next year', expected: ['2023-03-20'] },
    { text: 'on 3 October the year before', expected: [] },
    { text: 'in October of the previous year', expected: [] },
    { text: 'on 15.11.19', expected: ['2019-11-15'] },
    { text: '30.12.2021 – 02.01.2022', expected: [] },
  ])('is the one that is meant: $text', ({ text, expected }) => {
    expect(datesIn(text)).toEqual(expected);
  });

  it('is not known of an article without a date', () => {
    expect(datesIn('on 3 October last year', null)).toEqual([]);
  });
});

describe('words before a weekday or a month', () => {
  it.each([
    { text: 'last Wednesday', expected: ['2022-11-09'] },
    { text: 'last Tuesday', expected: ['2022-11-15'] },
    { text: 'last November', expected: ['2021-11-01..2021-11-30'] },
    { text: 'last October', expected: ['2022-10-01..2022-10-31'] },
    { text: 'next March', expected: [] },
    { text: 'every Tuesday', expected: [] },
    { text: 'the following Tuesday', expected: [] },
    { text: 'following Tuesday’s storm', expected: ['2022-11-15'] },
  ])('tell which one is meant: $text', ({ text, expected }) => {
    expect(datesIn(text)).toEqual(expected);
  });
});

describe('mentions of dates', () => {
  it('are ranges of the text', () => {
    const text =
      'On 14 or 15 October, two days after 3 October 2021 and before late May, 9 sailed.';
    expect(mentionsIn(text)).toEqual([
      '14',
      '15 October',
      'two days after 3 October 2021',
      'late May',
    ]);
  });

  it('are found where they stand in a long text', () => {
    const text = `${'Nothing was heard of the boats. '.repeat(400)}They sailed on 3 October 2021.`;
    expect(mentionsIn(text)).toEqual(['on 3 October 2021']);
  });

  it('leave open what counts from something that is no date', () => {
    const text = 'Two days after the regatta a boat sank, and another the next day.';
    const { mentions, undetermined } = findMentions(text, PUBLISHED);
    expect(mentions).toEqual([]);
    expect(undetermined.map(({ start, end }) => text.slice(start, end))).toEqual([
      'Two days after the ',
      'the next day',
    ]);
  });
});

describe('what an article announces', () => {
  it.each([
    { text: 'The council will vote on Monday.', expected: ['2022-11-21'] },
    { text: 'The bridge is to open in May.', expected: ['2023-05-01..2023-05-31'] },
    { text: 'She wants to sail again on Friday', expected: ['2022-11-18'] },
    { text: 'The ferries are expected to stop on 3 October', expected: ['2023-10-03'] },
    { text: 'It will reopen in November', expected: ['2022-11-01..2022-11-30'] },
  ])('lies ahead: $text', ({ text, expected }) => {
    expect(datesIn(text)).toEqual(expected);
  });

  it('has no certain day where it is a weekday of that name', () => {
    expect(datesIn('They will meet on Wednesday.')).toEqual([]);
  });

  it.each([
    { text: 'He will resign, the mayor said on Monday.', expected: ['2022-11-14'] },
    { text: 'The port will stay as it was on 3 October 2021', expected: ['2021-10-03'] },
    { text: 'They met on Monday and will go on', expected: ['2022-11-14'] },
  ])('ends with its clause, or with a year: $text', ({ text, expected }) => {
    expect(datesIn(text)).toEqual(expected);
  });
});

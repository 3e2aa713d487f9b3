import { describe, expect, it } from 'vitest';
import { formatSpan, isCalendarDate } from '../../../src/corpus/calendar-date.ts';
import { findDates, parseFullDate } from '../../../src/corpus/find-dates.ts';

/** Wednesday 16 November 2022 unless a case says otherwise. */
const PUBLISHED = '2022-11-16';

/** Spans as `from` or `from..to`, so that a table can be read. */
function datesIn(text: string, published: string | null): string[] {
  return findDates(text, published).map(({ from, to }) => (from === to ? from : `${from}..${to}`));
}

describe('a calendar date', () => {
  it.each([
    { value: '2022-11-16', expected: true },
    { value: '2024-02-29', expected: true },
    { value: '2023-02-29', expected: false },
    { value: '2022-02-30', expected: false },
    { value: '2022-13-01', expected: false },
    { value: '2022-00-10', expected: false },
    { value: '1499-12-31', expected: false },
    { value: '2201-01-01', expected: false },
    { value: '22-11-16', expected: false },
    { value: '2022-11-16T00:00:00Z', expected: false },
    { value: '٢٠٢٢-١١-١٦', expected: false },
  ])('is a day that exists, written as YYYY-MM-DD: $value is $expected', ({ value, expected }) => {
    expect(isCalendarDate(value)).toBe(expected);
  });
});

describe('a span of days', () => {
  it.each([
    { from: '2022-11-16', to: '2022-11-16', written: '16 November 2022' },
    { from: '2022-11-01', to: '2022-11-30', written: 'November 2022' },
    { from: '2024-02-01', to: '2024-02-29', written: 'February 2024' },
    { from: '2024-02-01', to: '2024-02-28', written: '1 February 2024 – 28 February 2024' },
    { from: '2022-11-01', to: '2022-12-31', written: '1 November 2022 – 31 December 2022' },
    { from: '2022-11-30', to: '2022-12-02', written: '30 November 2022 – 2 December 2022' },
  ])('from $from to $to is written $written', ({ written, ...span }) => {
    expect(formatSpan(span)).toBe(written);
  });
});

describe('a full date', () => {
  it.each([
    { text: '2022-11-16', expected: '2022-11-16' },
    { text: '2022-11-16T23:59:00-05:00', expected: '2022-11-16' },
    { text: '2022-11-16 23:59:00-05:00', expected: '2022-11-16' },
    { text: '2022-11-16 23:59:00.123 -05:00', expected: '2022-11-16' },
    { text: 'Wednesday 16/November/2022 - 03:53 PM', expected: '2022-11-16' },
    { text: 'Wed, 16 Nov 2022 15:53:00 +0000', expected: '2022-11-16' },
    { text: '16th of November 2022', expected: '2022-11-16' },
    { text: 'Nov. 16, 2022 11:30 PM EST', expected: '2022-11-16' },
    { text: 'Updated 16 November 2022 at 3:53 p.m.', expected: '2022-11-16' },
    { text: '16.11.2022', expected: '2022-11-16' },
    { text: '16/11/2022', expected: '2022-11-16' },
    { text: '11/16/2022', expected: '2022-11-16' },
    { text: '06/06/2022', expected: '2022-06-06' },
    { text: '16 November 2022 (16/11/2022)', expected: '2022-11-16' },
    { text: '16 November 2022 (3 days ago)', expected: '2022-11-16' },
  ])('is read from $text', ({ text, expected }) => {
    expect(parseFullDate(text)).toBe(expected);
  });

  it.each([
    { text: '05/06/2022', why: 'could be May or June' },
    { text: '5.6.2022', why: 'could be May or June' },
    { text: '05/06/2022, 16 November 2022', why: 'holds two dates' },
    { text: '16 November 2022 and 17 November 2022', why: 'holds two dates' },
    { text: '14-16 November 2022', why: 'holds a span' },
    { text: '16 November', why: 'has no year' },
    { text: '16/11/22', why: 'has half a year' },
    { text: 'November 2022', why: 'has no day' },
    { text: 'Tuesday', why: 'has no day and year' },
    { text: 'Posted 3 days ago', why: 'counts from an unknown day' },
    { text: '2022-02-30', why: 'names a day that does not exist' },
    { text: '31 November 2022', why: 'names a day that does not exist' },
    { text: '14 October 1066', why: 'is too old for a publication' },
    { text: '0001-01-01', why: 'is too old for a publication' },
    { text: '', why: 'is empty' },
  ])('is not guessed from $text, which $why', ({ text }) => {
    expect(parseFullDate(text)).toBeNull();
  });

  it('is not looked for in long texts', () => {
    expect(parseFullDate(`${'word '.repeat(50)}16 November 2022`)).toBeNull();
  });
});

describe('the days that a text speaks of', () => {
  it.each([
    { text: 'on Tuesday', published: PUBLISHED, expected: '2022-11-15' },
    { text: 'on Tuesday', published: '2022-11-15', expected: '2022-11-15' },
    { text: 'on Wednesday', published: PUBLISHED, expected: '2022-11-16' },
    { text: 'on Thursday', published: PUBLISHED, expected: '2022-11-10' },
    { text: 'Earlier Tuesday', published: PUBLISHED, expected: '2022-11-15' },
    { text: 'Tuesday evening', published: PUBLISHED, expected: '2022-11-15' },
    { text: 'on Friday', published: '2023-01-02', expected: '2022-12-30' },
  ])(
    'for $text in an article of $published are the last such day, $expected',
    ({ text, published, expected }) => {
      expect(datesIn(text, published)).toEqual([expected]);
    },
  );

  it.each([
    { text: 'yesterday', expected: '2022-11-15' },
    { text: 'this morning', expected: '2022-11-16' },
    { text: 'This evening at 5 p.m.', expected: '2022-11-16' },
    { text: 'three days ago', expected: '2022-11-13' },
    { text: 'Tuesday 15 November', expected: '2022-11-15' },
    { text: '24 February 2022', expected: '2022-02-24' },
    { text: 'Dec. 29, 2021', expected: '2021-12-29' },
    { text: '2022-11-14', expected: '2022-11-14' },
    { text: '16/11/2022', expected: '2022-11-16' },
    { text: 'on 3\n October', expected: '2022-10-03' },
    { text: 'from 14 to 16 November', expected: '2022-11-14..2022-11-16' },
    { text: '31 October–2 November', expected: '2022-10-31..2022-11-02' },
    { text: 'in September', expected: '2022-09-01..2022-09-30' },
    { text: 'in November', expected: '2022-11-01..2022-11-30' },
    { text: 'in December', expected: '2021-12-01..2021-12-31' },
    { text: 'in February 2020', expected: '2020-02-01..2020-02-29' },
    { text: 'last month', expected: '2022-10-01..2022-10-31' },
  ])('are $expected for $text', ({ text, expected }) => {
    expect(datesIn(text, PUBLISHED)).toEqual([expected]);
  });

  it.each([
    { text: 'on December 31', published: '2023-01-02', expected: '2022-12-31' },
    { text: 'on January 1', published: '2022-12-30', expected: '2023-01-01' },
    { text: 'on 20 December', published: PUBLISHED, expected: '2022-12-20' },
    { text: 'the May 9 parade', published: PUBLISHED, expected: '2022-05-09' },
    { text: 'on 29 February', published: '2024-03-05', expected: '2024-02-29' },
  ])(
    'for $text without a year in an article of $published are the nearest not far ahead',
    ({ text, published, expected }) => {
      expect(datesIn(text, published)).toEqual([expected]);
    },
  );

  it('come in order of appearance and without repeats', () => {
    const text = 'On Monday and on 3 October, as in September; on Monday again.';
    expect(datesIn(text, PUBLISHED)).toEqual([
      '2022-11-14',
      '2022-10-03',
      '2022-09-01..2022-09-30',
    ]);
  });

  it.each([
    { text: 'it may rain', why: 'is a verb' },
    { text: 'it may 3 times', why: 'is a verb' },
    { text: 'they march on', why: 'is a verb' },
    { text: 'an august body', why: 'is an adjective' },
    { text: 'she sat down', why: 'is a verb' },
    { text: 'the sun rose', why: 'is a star' },
    { text: 'in a second explosion', why: 'is an ordinal' },
    { text: 'a day after the visit', why: 'counts from another event' },
    { text: 'two days after the summit', why: 'counts from another event' },
    { text: 'the day before the vote', why: 'counts from another event' },
    { text: 'the next day', why: 'counts from another event' },
    { text: 'for three days', why: 'is a duration' },
    { text: 'within two weeks', why: 'is a duration' },
    { text: 'next Tuesday', why: 'lies ahead' },
    { text: 'last week', why: 'is vague' },
    { text: '05/06/2022', why: 'could be May or June' },
    { text: 'open 24/7', why: 'is a saying' },
    { text: 'half of 1/2', why: 'is a fraction' },
    { text: 'in 2021', why: 'is a year' },
    { text: '30 February 2022', why: 'does not exist' },
    { text: '24 August 79 AD', why: 'is too old' },
    { text: '23.47 – Warden speaks', why: 'is a time' },
    { text: '69 sailings, 40% of the cargo', why: 'is a number' },
  ])('are none for $text, which $why', ({ text }) => {
    expect(datesIn(text, PUBLISHED)).toEqual([]);
  });

  it.each([
    { text: 'on 3 October 2021', expected: ['2021-10-03'] },
    { text: 'in October 2021', expected: ['2021-10-01..2021-10-31'] },
    { text: 'on 3 October', expected: [] },
    { text: 'on 3 October at 2000', expected: [] },
    { text: 'on Tuesday', expected: [] },
    { text: 'in October', expected: [] },
    { text: 'today', expected: [] },
  ])(
    'of an article without a date must name their year: $text gives $expected',
    ({ text, expected }) => {
      expect(datesIn(text, null)).toEqual(expected);
    },
  );
});

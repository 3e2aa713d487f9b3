import { describe, expect, it } from 'vitest';
import type { DateSpan } from '../../../src/corpus/calendar-date.ts';
import { type Filters, passagesWithin } from '../../../src/retrieval/filters.ts';
import type { SearchIndex } from '../../../src/retrieval/search-index.ts';
import { articleOf } from '../../support/articles.ts';
import { sampleIndex } from '../../support/sample-index.ts';

interface Entry {
  readonly date?: string | null;
  readonly outlet?: string | null;
  /** Days that the one passage of the article speaks of. */
  readonly eventDates?: readonly DateSpan[];
}

function indexOf(entries: readonly Entry[]): Promise<SearchIndex> {
  return sampleIndex(
    entries.map(({ date = null, outlet = null }) => articleOf('It rained.', { date, outlet })),
    {
      passages: entries.map(({ eventDates = [] }, article) => ({
        article,
        start: 0,
        end: 10,
        heading: null,
        eventDates,
      })),
    },
  );
}

async function passes(entry: Entry, filters: Filters): Promise<boolean> {
  const within = passagesWithin(await indexOf([entry]), filters);
  expect(within?.count).toBe(within?.mask[0]);
  return within?.count === 1;
}

function day(date: string): DateSpan {
  return { from: date, to: date };
}

describe('what is left out', () => {
  it('passes no filter, and not where there is none', async () => {
    const index = await indexOf([{ outlet: 'Gazette' }, { outlet: 'Gazette' }]);
    const without = { ...index, leftOut: new Set([0]) };
    expect(passagesWithin(without, {})).toEqual({ mask: Uint8Array.of(0, 1), count: 1 });
    expect(passagesWithin(without, { outlet: 'gazette' })?.mask).toEqual(Uint8Array.of(0, 1));
  });
});

describe('a span of days', () => {
  const EVENT: Entry = { date: '2022-11-16', eventDates: [day('2022-11-15')] };

  it.each([
    { from: '2022-11-15', to: '2022-11-15', isWithin: true },
    { from: '2022-11-14', to: '2022-11-16', isWithin: true },
    { from: '2022-11-15', to: undefined, isWithin: true },
    { from: undefined, to: '2022-11-15', isWithin: true },
    { from: '2022-11-16', to: '2022-11-16', isWithin: false },
    { from: '2022-11-16', to: undefined, isWithin: false },
    { from: undefined, to: '2022-11-14', isWithin: false },
  ])('from $from to $to holds the 15th, reported on the 16th: $isWithin', async (row) => {
    expect(await passes(EVENT, { from: row.from, to: row.to })).toBe(row.isWithin);
  });

  it.each([
    { from: '2022-11-01', to: '2022-11-30', isWithin: true },
    { from: '2022-10-20', to: '2022-11-10', isWithin: true },
    { from: '2022-11-20', to: '2022-12-10', isWithin: true },
    { from: '2022-11-15', to: '2022-11-15', isWithin: true },
    { from: '2022-10-01', to: '2022-11-09', isWithin: false },
    { from: '2022-11-21', to: '2022-12-31', isWithin: false },
  ])('from $from to $to meets an event of 10 to 20 November: $isWithin', async (row) => {
    const entry = { date: '2022-12-01', eventDates: [{ from: '2022-11-10', to: '2022-11-20' }] };
    expect(await passes(entry, { from: row.from, to: row.to })).toBe(row.isWithin);
  });

  it('is met by any of the days that a passage speaks of', async () => {
    const eventDates = [day('2022-03-01'), day('2022-11-15')];
    expect(await passes({ date: '2022-11-16', eventDates }, { from: '2022-11-01' })).toBe(true);
  });

  it('is held against the publication date where a passage names no day', async () => {
    const entry = { date: '2022-11-16' };
    expect(await passes(entry, { from: '2022-11-16', to: '2022-11-16' })).toBe(true);
    expect(await passes(entry, { to: '2022-11-15' })).toBe(false);
  });
});

describe('as of a day', () => {
  it.each([
    { asOf: '2022-11-15', isWithin: false },
    { asOf: '2022-11-16', isWithin: true },
    { asOf: '2022-11-17', isWithin: true },
  ])('$asOf what was published on the 16th is known: $isWithin', async ({ asOf, isWithin }) => {
    const entry = { date: '2022-11-16', eventDates: [day('2022-11-20')] };
    expect(await passes(entry, { asOf })).toBe(isWithin);
  });
});

describe('an article without a date', () => {
  it.each([
    { filters: { from: '2022-01-01' } },
    { filters: { to: '2023-01-01' } },
    { filters: { asOf: '2023-01-01' } },
    { filters: { from: '2022-01-01', outlet: 'post' } },
  ])('does not pass $filters, even where it names the day of an event', async ({ filters }) => {
    const entry = { outlet: 'The Morning Post', eventDates: [day('2022-11-15')] };
    expect(await passes(entry, filters)).toBe(false);
  });

  it('passes a filter for its outlet', async () => {
    expect(await passes({ outlet: 'The Morning Post' }, { outlet: 'post' })).toBe(true);
  });
});

describe('an outlet', () => {
  it.each([
    { wanted: 'The Morning Post', isWithin: true },
    { wanted: 'morning post', isWithin: true },
    { wanted: ' MORNING ', isWithin: true },
    { wanted: 'Evening Post', isWithin: false },
  ])('is found under "$wanted": $isWithin', async ({ wanted, isWithin }) => {
    expect(await passes({ outlet: 'The Morning Post' }, { outlet: wanted })).toBe(isWithin);
  });

  it('named in full leaves out those whose names contain that', async () => {
    const index = await indexOf([{ outlet: 'Gazette on Sunday' }, { outlet: 'Gazette' }]);
    expect(passagesWithin(index, { outlet: 'gazette' })?.mask).toEqual(Uint8Array.of(0, 1));
    expect(passagesWithin(index, { outlet: 'gaz' })?.mask).toEqual(Uint8Array.of(1, 1));
  });

  it('that is unknown is never the one wanted', async () => {
    expect(await passes({ outlet: null }, { outlet: 'post' })).toBe(false);
  });
});

describe('filters', () => {
  it.each([{ filters: {} }, { filters: { from: undefined, outlet: undefined } }])(
    'that are unset leave everything: $filters',
    async ({ filters }) => {
      expect(passagesWithin(await indexOf([{}]), filters)).toBeUndefined();
    },
  );

  it('have to be met all together, and by each passage for itself', async () => {
    const index = await indexOf([
      { date: '2022-11-16', outlet: 'The Morning Post' },
      { date: '2022-11-16', outlet: 'Harbour Herald' },
      { date: '2022-11-20', outlet: 'The Morning Post' },
      { date: '2022-11-14', outlet: 'The Morning Post' },
    ]);
    const within = passagesWithin(index, { outlet: 'post', asOf: '2022-11-16' });
    expect(within).toEqual({ mask: Uint8Array.of(1, 0, 0, 1), count: 2 });
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeColumns, encodeColumns } from '../../../src/vector-index/column-file.ts';
import {
  passageColumns,
  type PassageRow,
  PassageTable,
} from '../../../src/vector-index/passage-table.ts';

const arbitraryDate = fc
  .date({ min: new Date('1500-01-01'), max: new Date('2200-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const arbitraryRange = fc.record({ start: fc.nat(10_000_000), end: fc.nat(10_000_000) });

const arbitraryRow: fc.Arbitrary<PassageRow> = fc
  .record({
    article: fc.nat(100_000),
    range: arbitraryRange,
    heading: fc.option(arbitraryRange, { nil: null }),
    eventDates: fc.array(fc.record({ from: arbitraryDate, to: arbitraryDate }), { maxLength: 4 }),
  })
  .map(({ range, ...rest }) => ({ ...range, ...rest }));

function tableOf(rows: readonly PassageRow[]): PassageTable {
  const file = Buffer.concat(encodeColumns(passageColumns(rows)));
  return new PassageTable(decodeColumns(file));
}

const ROW: PassageRow = { article: 3, start: 0, end: 10, heading: null, eventDates: [] };

describe('the passage table', () => {
  it('gives back every passage', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRow, { maxLength: 30 }), (rows) => {
        const table = tableOf(rows);
        expect(Array.from({ length: table.size }, (_, passage) => table.at(passage))).toEqual(rows);
      }),
    );
  });

  it('tells a heading at the very beginning from none', () => {
    const heading = { start: 0, end: 4 };
    const table = tableOf([{ ...ROW, heading }, ROW]);
    expect([table.at(0).heading, table.at(1).heading]).toEqual([heading, null]);
  });

  it('names the article of a passage alone', () => {
    expect(tableOf([{ ...ROW, article: 7 }, ROW]).articleOf(0)).toBe(7);
  });

  it.each([{ passage: -1 }, { passage: 2 }])('has no passage $passage among two', ({ passage }) => {
    const table = tableOf([ROW, ROW]);
    expect(() => table.at(passage)).toThrow(new RangeError(`no passage ${passage} among 2`));
  });
});

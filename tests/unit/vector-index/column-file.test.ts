import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  column,
  type ColumnArray,
  type Columns,
  decodeColumns,
  encodeColumns,
} from '../../../src/vector-index/column-file.ts';

const arbitraryColumns: fc.Arbitrary<Columns> = fc.dictionary(
  fc.string({ unit: 'grapheme' }),
  fc.oneof<fc.Arbitrary<ColumnArray>[]>(
    fc.uint8Array(),
    fc.uint32Array(),
    fc.int32Array(),
    fc.float32Array(),
  ),
  { noNullPrototype: true, maxKeys: 8 },
);

function fileOf(columns: Columns): Uint8Array {
  return Uint8Array.from(Buffer.concat(encodeColumns(columns)));
}

describe('a column file', () => {
  it('gives back arrays of every type and length', () => {
    fc.assert(
      fc.property(arbitraryColumns, (columns) => {
        expect(decodeColumns(fileOf(columns))).toStrictEqual(columns);
      }),
    );
  });

  it('gives back the same wherever it stands in a larger buffer', () => {
    fc.assert(
      fc.property(arbitraryColumns, fc.integer({ min: 0, max: 15 }), (columns, offset) => {
        const file = fileOf(columns);
        const buffer = new Uint8Array(offset + file.length + 8).fill(255);
        buffer.set(file, offset);
        const decoded = decodeColumns(buffer.subarray(offset, offset + file.length));
        expect(decoded).toStrictEqual(columns);
      }),
    );
  });

  it('takes arrays that are parts of larger ones', () => {
    const numbers = Uint32Array.of(1, 2, 3, 4).subarray(1, 3);
    expect(decodeColumns(fileOf({ numbers }))).toStrictEqual({ numbers: Uint32Array.of(2, 3) });
  });

  it('is opened without copying the arrays', () => {
    const file = fileOf({ odd: Uint8Array.of(1), vectors: Float32Array.of(0.5, -0.5) });
    const { vectors } = decodeColumns(file);
    expect(vectors?.buffer).toBe(file.buffer);
  });

  it('keeps every array aligned, so that wider numbers could be added', () => {
    fc.assert(
      fc.property(arbitraryColumns, (columns) => {
        for (const { byteOffset } of Object.values(decodeColumns(fileOf(columns)))) {
          expect(byteOffset % 8).toBe(0);
        }
      }),
    );
  });

  it('is not mistaken for another file', () => {
    expect(() => decodeColumns(Buffer.from('{"vectors": [0.1, 0.2]}'))).toThrow(
      'not a column file',
    );
  });
});

describe('a column', () => {
  const columns = { start: Uint32Array.of(1, 2) };

  it('is found by its name and type', () => {
    expect(column(columns, 'start', Uint32Array)).toBe(columns.start);
  });

  it.each([
    {
      problem: 'is missing',
      name: 'end',
      type: Uint32Array,
      message: 'no column end of Uint32Array',
    },
    {
      problem: 'is of another type',
      name: 'start',
      type: Int32Array,
      message: 'no column start of Int32Array',
    },
  ])('that $problem is named', ({ name, type, message }) => {
    expect(() => column<ColumnArray>(columns, name, type)).toThrow(message);
  });
});

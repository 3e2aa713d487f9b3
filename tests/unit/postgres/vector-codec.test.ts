import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeVector, encodeVector } from '../../../src/postgres/vector-codec.ts';

it('a vector comes back from its binary form bit by bit', () => {
  const vectors = fc.float32Array({ maxLength: 100, noNaN: true });
  fc.assert(
    fc.property(vectors, (vector) => {
      expect(decodeVector(encodeVector(vector))).toEqual(vector);
    }),
  );
});

it('a vector is written as pgvector sends it', () => {
  expect(encodeVector(Float32Array.of(1, -0.5)).toString('hex')).toBe('000200003f800000bf000000');
});

import { truncateSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IndexError } from '../../../src/errors.ts';
import { DiskRows, MemoryRows, type VectorRows } from '../../../src/vector-index/vector-rows.ts';

const DIMS = 5;
const VECTORS = Float32Array.from({ length: 4 * DIMS }, (_, position) => Math.sin(position));
const QUERY = Float32Array.of(0.5, -1, 2, 0.25, 3);

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'verbatim-rows-'));
  file = path.join(folder, 'vectors.bin');
  await writeFile(file, VECTORS);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe.each<[string, () => VectorRows]>([
  ['in memory', () => new MemoryRows(VECTORS, DIMS)],
  ['on disk', () => new DiskRows(file, DIMS)],
])('vectors %s', (_, open) => {
  it('are those of the passages', () => {
    const rows = open();
    expect(rows).toMatchObject({ size: 4, dims: DIMS });
    // All are asked for before one is looked at: none may be overwritten by the next.
    const found = [3, 0, 2].map((passage) => rows.at(passage));
    expect(found).toEqual([3, 0, 2].map((p) => VECTORS.slice(p * DIMS, (p + 1) * DIMS)));
  });

  it('are multiplied with a query', () => {
    const rows = open();
    for (const passage of [0, 3]) {
      const product = QUERY.reduce(
        (sum, value, dim) => sum + value * VECTORS[passage * DIMS + dim]!,
        0,
      );
      expect(rows.product(QUERY, passage)).toBeCloseTo(product, 6);
    }
  });
});

describe('vectors on disk', () => {
  it('can be read when their file has been removed', async () => {
    const rows = new DiskRows(file, DIMS);
    await rm(folder, { recursive: true });
    expect(rows.at(1)).toEqual(VECTORS.slice(DIMS, 2 * DIMS));
  });

  it('are refused when their file was cut short since', () => {
    const rows = new DiskRows(file, DIMS);
    truncateSync(file, 3 * DIMS * 4 - 1);
    expect(rows.at(1)).toHaveLength(DIMS);
    expect(() => rows.product(QUERY, 2)).toThrow(IndexError);
    expect(() => rows.at(3)).toThrow('must have the vectors of 4 passages, found less at 3');
  });
});

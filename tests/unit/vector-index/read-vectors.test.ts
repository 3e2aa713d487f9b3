import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readVectors } from '../../../src/vector-index/build-graph.ts';

const DIMS = 3;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'verbatim-vectors-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function readBack(values: Float32Array): Promise<number[][]> {
  const file = path.join(folder, 'vectors.bin');
  await writeFile(file, values);
  const vectors: number[][] = [];
  for await (const vector of readVectors(file, DIMS)) vectors.push([...vector]);
  return vectors;
}

it('reads the vectors of a file in their order', async () => {
  const values = Float32Array.from({ length: 600 * DIMS }, (_, position) => position);
  const vectors = await readBack(values);
  expect(vectors).toHaveLength(600);
  expect(vectors.flat()).toEqual([...values]);
});

it('refuses a file that ends within a vector', async () => {
  await expect(readBack(new Float32Array(2 * DIMS + 1))).rejects.toThrow('ends within a vector');
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Embedder } from '../../src/embeddings/embedder.ts';
import { readProfile } from '../../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../../src/embeddings/transformers-embedder.ts';
import { writeMiniLmSizedModel } from '../support/minilm-sized/write-minilm-sized-model.ts';

const TEXTS = [
  'Rain.',
  'Mayor Ingrid Tarn opened the new bridge.',
  'The river rose by two metres overnight. '.repeat(12),
];

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, dim) => sum + value * b[dim]!, 0);
}

/** The largest difference between two vectors in any dimension. */
function difference(a: Float32Array, b: Float32Array): number {
  return Math.max(...a.map((value, dim) => Math.abs(value - b[dim]!)));
}

describe.each([
  // Each run of the network rounds int8 inputs by the largest among them, those of padding as well.
  { weights: 'int8', quantized: true, tolerance: 0.02 },
  { weights: 'float', quantized: false, tolerance: 1e-4 },
])('a network of the size of MiniLM with $weights weights', ({ quantized, tolerance }) => {
  let folder: string;
  let embedder: Embedder;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'verbatim-minilm-sized-'));
    embedder = await write('one');
  });

  afterAll(() => rm(folder, { recursive: true }));

  async function write(name: string): Promise<Embedder> {
    const dir = path.join(folder, name);
    await writeMiniLmSizedModel(dir, { quantized });
    return loadEmbedder(dir, await readProfile(dir));
  }

  it('gives vectors of 384 dimensions and of length one', async () => {
    for (const vector of await embedder.embedPassages(TEXTS)) {
      expect(vector).toHaveLength(384);
      expect(Math.sqrt(dot(vector, vector))).toBeCloseTo(1, 5);
    }
  });

  it('is the same each time it is written', async () => {
    const other = await write('other');
    expect(other.fingerprint).toEqual(embedder.fingerprint);
    expect(await other.embedPassages(TEXTS)).toEqual(await embedder.embedPassages(TEXTS));
  });

  it('gives a text the same vector alone as beside longer ones', async () => {
    const together = await embedder.embedPassages(TEXTS);
    for (const [position, text] of TEXTS.entries()) {
      const [alone] = await embedder.embedPassages([text]);
      expect(difference(alone!, together[position]!)).toBeLessThan(tolerance);
    }
  });

  it('reads words in their order', async () => {
    const [one, other] = await embedder.embedPassages(['dog bites man', 'man bites dog']);
    expect(difference(one!, other!)).toBeGreaterThan(0.01);
  });
});

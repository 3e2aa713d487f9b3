import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import type { Embedder } from '../../src/embeddings/embedder.ts';
import { readProfile } from '../../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../../src/embeddings/transformers-embedder.ts';

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, dim) => sum + value * b[dim]!, 0);
}

describe('the embedded model', () => {
  let embedder: Embedder;

  beforeAll(async () => {
    embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
  });

  async function similarity(one: string, other: string): Promise<number> {
    const [a, b] = await embedder.embedPassages([one, other]);
    return dot(a!, b!);
  }

  const TEXTS = [
    'Mayor Ingrid Tarn opened the new bridge.',
    'Rain.',
    'Größe “zählt” – 9,000 cafés 🚢',
    'The river rose by two metres overnight. '.repeat(20),
  ];

  it('gives vectors of its dimensions and of length one', async () => {
    for (const vector of await embedder.embedPassages(TEXTS)) {
      expect(vector).toHaveLength(embedder.fingerprint.dims);
      expect(Math.sqrt(dot(vector, vector))).toBeCloseTo(1, 5);
    }
  });

  it.each([
    {
      text: TEXTS[0]!,
      tokens: 13,
      begins: [0.066203, 0.043312, -0.049925, -0.025161, -0.129206, -0.043216],
    },
    {
      text: TEXTS[2]!,
      tokens: 15,
      begins: [0.082148, -0.068464, -0.060171, -0.092657, 0.00537, -0.100012],
    },
  ])('gives "$text" the same vector under every version of Node', async (expected) => {
    expect(embedder.countTokens(expected.text)).toBe(expected.tokens);
    const [vector] = await embedder.embedPassages([expected.text]);
    expected.begins.forEach((value, dim) => expect(vector![dim]).toBeCloseTo(value, 5));
  });

  it('is small', async () => {
    const files = await readdir(EMBEDDED_MODEL_DIR, { recursive: true, withFileTypes: true });
    const sizes = files
      .filter((file) => file.isFile())
      .map((file) => stat(path.join(file.parentPath, file.name)));
    const bytes = (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0);
    expect(bytes).toBeLessThanOrEqual(16e6);
  });

  it('gives a text the same vector alone, in a batch and as a question', async () => {
    const batch = await embedder.embedPassages(TEXTS);
    for (const [position, text] of TEXTS.entries()) {
      const [alone] = await embedder.embedPassages([text]);
      expect(dot(alone!, batch[position]!)).toBeCloseTo(1, 5);
      expect(dot(await embedder.embedQuestion(text), batch[position]!)).toBeCloseTo(1, 5);
    }
  });

  it('gives no vectors for no texts', async () => {
    expect(await embedder.embedPassages([])).toEqual([]);
  });

  it.each([{ text: '' }, { text: ' \n ' }, { text: '🌧️' }])(
    'gives the zero vector for "$text"',
    async ({ text }) => {
      const zero = new Float32Array(embedder.fingerprint.dims);
      expect(await embedder.embedPassages([text])).toEqual([zero]);
      expect(await embedder.embedQuestion(text)).toEqual(zero);
    },
  );

  it('takes a passage up to its token limit and refuses one that is longer', async () => {
    const { maxTokens } = embedder;
    const longest = 'rain '.repeat(maxTokens - 2);
    expect(embedder.countTokens(longest)).toBe(maxTokens);
    await expect(embedder.embedPassages([longest])).resolves.toHaveLength(1);
    await expect(embedder.embedPassages([TEXTS[0]!, `${longest} rain`])).rejects.toThrow(
      `a passage has ${maxTokens + 1} tokens, the model takes ${maxTokens}`,
    );
  });

  it('takes a question of any length, and hears the beginning of one that is too long', async () => {
    const beginning = 'rain '.repeat(embedder.maxTokens - 2);
    const whole = await embedder.embedQuestion(beginning);
    const long = await embedder.embedQuestion(beginning + 'missile '.repeat(100));
    expect(dot(long, whole)).toBeCloseTo(1, 5);
    expect(await embedder.embedQuestion(beginning.repeat(100))).toHaveLength(whole.length);
  });

  it.each([
    {
      text: 'The mayor opened the new bridge.',
      near: 'A river crossing was inaugurated by the head of the town.',
      far: 'Inflation rose to nine percent.',
    },
    { text: 'soldiers', near: 'troops', far: 'vote' },
    { text: 'ship', near: 'vessel', far: 'doctor' },
    { text: 'election', near: 'vote', far: 'missile' },
    {
      text: 'Inflation rose to nine percent.',
      near: 'Prices went up sharply.',
      far: 'The mayor opened the new bridge.',
    },
  ])('finds "$near" nearer to "$text" than "$far"', async ({ text, near, far }) => {
    expect(await similarity(text, near)).toBeGreaterThan((await similarity(text, far)) + 0.05);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import { groupQuestions } from '../../src/curation/group-questions.ts';
import type { Embedder } from '../../src/embeddings/embedder.ts';
import { readProfile } from '../../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../../src/embeddings/transformers-embedder.ts';

let embedder: Embedder;

beforeAll(async () => {
  embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
});

describe('questions', () => {
  it('that ask the same in other words stand together, in the order given', async () => {
    const groups = await groupQuestions(embedder, [
      'Who won the chess tournament in Sydney?',
      'When does the ferry to Linford leave?',
      'who won the Sydney chess tournament',
      'What time does the Linford ferry leave?',
      'How do I tune a guitar?',
      'Who has won the chess tournament of Sydney?',
    ]);
    expect(groups).toEqual([[0, 2, 5], [1, 3], [4]]);
  });

  it('that sound alike and ask something else stand apart', async () => {
    const groups = await groupQuestions(embedder, [
      'Who won the chess tournament in Sydney?',
      'Who won the tennis tournament in Sydney?',
      'When does the chess tournament in Sydney begin?',
      'Who won the chess tournament in Melbourne?',
    ]);
    expect(groups).toEqual([[0], [1], [2], [3]]);
  });

  it('may be none, blank, or in a script that the model does not read', async () => {
    expect(await groupQuestions(embedder, [])).toEqual([]);
    const groups = await groupQuestions(embedder, ['', 'Кто мэр Киева?', '💥', 'Who is mayor?']);
    expect(new Set(groups.flat())).toEqual(new Set([0, 1, 2, 3]));
  });
});

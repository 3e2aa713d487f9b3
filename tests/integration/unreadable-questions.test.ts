import { beforeAll, describe, expect, it } from 'vitest';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import type { Embedder } from '../../src/embeddings/embedder.ts';
import { readProfile } from '../../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../../src/embeddings/transformers-embedder.ts';
import { answerQuestion } from '../../src/quotes/answer-question.ts';
import type { Answer } from '../../src/quotes/quote.ts';
import { libraryOf, SAMPLE_FILES } from '../support/library.ts';

let embedder: Embedder;

beforeAll(async () => {
  embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
});

async function ask(
  question: string,
  files: Readonly<Record<string, string>> = SAMPLE_FILES,
): Promise<Answer> {
  const library = await libraryOf(files, embedder);
  await library.index();
  return answerQuestion(await library.open(), embedder, question);
}

describe('a question that the embedded model cannot read', () => {
  it.each([
    { question: 'Хто мер Києва?', script: 'Cyrillic' },
    { question: '谁是基辅市长?', script: 'Chinese characters' },
    { question: 'من هو عمدة كييف', script: 'Arabic' },
    { question: 'キエフの市長は誰ですか', script: 'Japanese kana' },
  ])('is answered with the name of its script: $question', async ({ question, script }) => {
    expect(await ask(question)).toMatchObject({
      answered: false,
      confidence: 0,
      quotes: [],
      closest: [],
      unreadableScript: script,
    });
  });

  it.each(['Wer ist der Bürgermeister von Kiew?', '?!?', '🚀🚀', 'asdfghjkl'])(
    'is not one for which there is merely no answer: %s',
    async (question) => {
      const answer = await ask(question);
      expect(answer.answered).toBe(false);
      expect(answer.closest).not.toEqual([]);
      expect(answer).not.toHaveProperty('unreadableScript');
    },
  );

  it('is answered all the same where the articles have its words', async () => {
    const text = 'Мер Києва Віталій Кличко відкрив новий міст.';
    const answer = await ask('Хто мер Києва?', { ...SAMPLE_FILES, 'kyiv.txt': text });
    expect(answer.quotes[0]?.text).toBe(text);
    expect(answer).not.toHaveProperty('unreadableScript');
  });
});

describe('the embedded model', () => {
  it('reads Latin letters, and knows others without reading them', () => {
    expect(embedder.readsScript('Latin')).toBe(true);
    expect(embedder.readsScript('Cyrillic')).toBe(false);
    expect(embedder.readsScript('Devanagari')).toBe(false);
  });
});

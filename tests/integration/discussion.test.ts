import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import { findQuestion } from '../../src/discussion/find-question.ts';
import { isSureEnough } from '../../src/discussion/is-sure-enough.ts';
import type { Embedder } from '../../src/embeddings/embedder.ts';
import { readProfile } from '../../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../../src/embeddings/transformers-embedder.ts';
import { holdsGold } from '../../src/eval/gold-questions.ts';
import { readJsonLines } from '../../src/json-lines.ts';
import { answerQuestion } from '../../src/quotes/answer-question.ts';
import type { Answer } from '../../src/quotes/quote.ts';
import { indexCorpus } from '../../src/retrieval/index-corpus.ts';
import { openSearchIndex, type SearchIndex } from '../../src/retrieval/search-index.ts';
import { chatMessage } from '../support/chat-messages.ts';
import { Library } from '../support/library.ts';

const SAMPLE_CORPUS = fileURLToPath(new URL('../../corpus/sample', import.meta.url));
/** The words and thresholds were chosen on the first alone. */
const halfSchema = v.picklist(['tuning', 'held-out']);
const chatterSchema = v.object({ id: v.string(), text: v.string(), half: halfSchema });
const questionSchema = v.object({
  id: v.string(),
  question: v.string(),
  gold: v.array(v.string()),
  half: halfSchema,
});

let library: Library;
let embedder: Embedder;
let index: SearchIndex;

beforeAll(async () => {
  embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
  library = await Library.create({}, embedder);
  await indexCorpus({
    corpusDir: SAMPLE_CORPUS,
    indexDir: library.indexDir,
    embedder,
    sampleCorpus: true,
  });
  index = (await openSearchIndex(library.indexDir, embedder.fingerprint))!;
});

afterAll(() => library.remove());

/** What the bot would join in with; null where it stays silent. */
async function joinIn(text: string): Promise<Answer | null> {
  const question = findQuestion(chatMessage(text));
  if (question === null) return null;
  const answer = await answerQuestion(index, embedder, question);
  return isSureEnough(answer, question) ? answer : null;
}

function fileOf(name: string): string {
  return fileURLToPath(new URL(`../eval/${name}.jsonl`, import.meta.url));
}

describe('a discussion that the bot listens to, with nothing to slow it down', () => {
  it('is left alone when it is not about the articles: 300 messages wake it at most 3 times', async () => {
    const chatter = await readJsonLines(fileOf('chatter'), chatterSchema);
    const woken: string[] = [];
    for (const { id, text } of chatter) {
      if ((await joinIn(text)) !== null) woken.push(id);
    }
    expect(chatter).toHaveLength(300);
    expect(woken.slice(3)).toEqual([]);
  });

  it('gets the right quote for at least 40 of 50 questions about the articles', async () => {
    const questions = await readJsonLines(fileOf('discussion-questions'), questionSchema);
    const silent: string[] = [];
    const wrong: string[] = [];
    for (const { id, question, gold } of questions) {
      const answer = await joinIn(question);
      if (answer === null) silent.push(id);
      else if (!answer.quotes.some(({ text }) => holdsGold(text, gold))) wrong.push(id);
    }
    expect(questions).toHaveLength(50);
    expect(silent.slice(10)).toEqual([]);
    expect(wrong).toEqual([]);
  });
});

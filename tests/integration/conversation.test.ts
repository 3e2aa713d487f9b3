import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Turn } from '../../src/conversation/turn.ts';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import type { Embedder } from '../../src/embeddings/embedder.ts';
import { readProfile } from '../../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../../src/embeddings/transformers-embedder.ts';
import { evaluateQuestions, type QuestionReport } from '../../src/eval/evaluate-questions.ts';
import { answerQuestion } from '../../src/quotes/answer-question.ts';
import { LibraryProcess } from '../../src/quotes/library-process.ts';
import type { Answer } from '../../src/quotes/quote.ts';
import type { SearchIndex } from '../../src/retrieval/search-index.ts';
import { Library, SAMPLE_FILES } from '../support/library.ts';
import { runVerbatim } from '../support/run-verbatim.ts';

const BUNDLED_CORPUS = fileURLToPath(new URL('../../corpus', import.meta.url));
const CONVERSATIONS = fileURLToPath(new URL('../eval/conversations.jsonl', import.meta.url));

/** Two floods that only the town and the day tell apart, beside the usual articles. */
const FILES = {
  ...SAMPLE_FILES,
  'tarn-flood.txt': `Flood in Tarnow cuts off the lower town

Thursday 8 December 2022
The Morning Post

The river rose by three metres in Tarnow on Wednesday. Some 700 homes had no electricity until the
evening, said the fire brigade. Forty people were taken to the town hall.
`,
};

let embedder: Embedder;
let library: Library;
let index: SearchIndex;

beforeAll(async () => {
  embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
  library = await Library.create(FILES, embedder);
  await library.index();
  index = await library.open();
});

afterAll(() => library.remove());

/** Asks one question after the other, and gives the last answer. */
async function converse(...questions: readonly string[]): Promise<Answer> {
  const history: Answer[] = [];
  for (const question of questions) {
    history.push(await answerQuestion(index, embedder, question, { history }));
  }
  return history.at(-1)!;
}

function firstPath({ quotes }: Answer): string | undefined {
  return quotes[0]?.article.path;
}

describe('a follow-up', () => {
  it.each([
    {
      first: 'What opened in Osterby on Tuesday?',
      next: 'and how much did it cost?',
      path: 'bridge.md',
    },
    {
      first: 'How high did the river rise in Tarnow?',
      next: 'how many homes?',
      path: 'tarn-flood.txt',
    },
    { first: 'How high did the river rise in Harlow?', next: 'how many homes?', path: 'flood.txt' },
    { first: 'Why did dockers walk out?', next: 'who said that?', path: 'harbour/strike.txt' },
  ])('"$next" after "$first" is answered from $path', async ({ first, next, path: expected }) => {
    expect(firstPath(await converse(first, next))).toBe(expected);
  });

  it.each([
    { next: 'and in Tarnow?' },
    { next: 'what about 7 December?' },
    { next: 'how many homes was it in Tarnow?' },
    { next: 'and how many homes had no electricity on 7 December 2022?' },
  ])('with a name or a day of its own is never overruled: $next', async ({ next }) => {
    const first = 'How many homes in Harlow had no electricity on 14 November 2022?';
    const harlow = await converse(first);
    expect(firstPath(harlow)).toBe('flood.txt');
    expect(firstPath(await converse(first, next))).toBe('tarn-flood.txt');
    // However long it had been about the other town.
    const insistent = [first, 'who said so?', 'and when?', next];
    expect(firstPath(await converse(...insistent))).toBe('tarn-flood.txt');
  });

  it('says what it was taken to be about', async () => {
    const { inherited } = await converse(
      'What happened in Harlow on 14 November?',
      'who said that?',
    );
    expect(inherited).toMatchObject({
      names: ['Harlow'],
      dates: [{ from: '2022-11-14', to: '2022-11-14' }],
    });
  });

  it('on something that no article says is still turned away', async () => {
    const { answered } = await converse(
      'How many homes in Harlow had no electricity?',
      'and which saxophonist played there?',
    );
    expect(answered).toBe(false);
  });

  it('is answered alike in another process', async () => {
    const { corpusDir, indexDir } = library;
    const away = LibraryProcess.start({ corpusDir, indexDir, embeddingModel: EMBEDDED_MODEL_DIR });
    onTestFinished(() => away.close());
    const first = await away.answer('How high did the river rise in Tarnow?');
    const { ms: _, ...answer } = await away.answer('how many homes?', { history: [first] });
    const { ms: __, ...expected } = await converse(first.question, 'how many homes?');
    expect(answer).toEqual(expected);
  });
});

describe('a question that stands alone', () => {
  it('is answered as if nothing had been said before', async () => {
    const history: Turn[] = [await converse('How high did the river rise in Tarnow?')];
    const question = 'How much did the new bridge over the Lenne cost?';
    const { ms: _, ...answer } = await answerQuestion(index, embedder, question, { history });
    const { ms: __, ...expected } = await converse(question);
    expect(answer).toEqual(expected);
  });
});

describe('a file of questions', () => {
  const LINES = [
    { id: 'a1', conversation: 'a', question: 'How high did the river rise in Tarnow?' },
    { id: 'b1', conversation: 'b', question: 'How high did the river rise in Harlow?' },
    { id: 'a2', conversation: 'a', question: 'how many homes?' },
    { id: 'b2', conversation: 'b', question: 'how many homes?' },
    { id: 'c1', question: 'how many homes?' },
  ];

  it('holds conversations side by side, which do not mix', async () => {
    const { replies } = await runBatch(LINES);
    const about = replies.map(({ id, inherited }) => ({ id, names: inherited?.names }));
    expect(about).toEqual([
      { id: 'a1', names: undefined },
      { id: 'b1', names: undefined },
      { id: 'a2', names: ['Tarnow'] },
      { id: 'b2', names: ['Harlow'] },
      { id: 'c1', names: undefined },
    ]);
    expect(firstPath(replies[2]!)).toBe('tarn-flood.txt');
    expect(firstPath(replies[3]!)).toBe('flood.txt');
  });

  it('is measured with the later turns told apart', async () => {
    const gold = [['three metres'], ['two metres'], ['700 homes'], ['no such words'], ['homes']];
    const questions = LINES.map((line, position) => ({ ...line, gold: gold[position]! }));
    const { report } = await evaluateQuestions(questions, index, embedder);
    expect(report.questions).toBe(5);
    expect(report.follow_ups).toMatchObject({ questions: 2, 'hit@1': 0.5, 'hit@3': 0.5 });
  });
});

describe('the conversations for measuring', () => {
  it('are answered from the bundled corpus, most of them by the first quote', async () => {
    const args = ['eval', '--questions', CONVERSATIONS, '--corpus', BUNDLED_CORPUS, '--json'];
    const { follow_ups } = JSON.parse((await runVerbatim(args)).stdout) as QuestionReport;
    expect(follow_ups?.questions).toBe(96);
    expect(follow_ups?.['hit@1']).toBeGreaterThan(0.7);
    expect(follow_ups?.['hit@3']).toBeGreaterThan(0.85);
  });
});

async function runBatch(
  lines: readonly object[],
): Promise<{ readonly replies: readonly (Answer & { readonly id: string })[] }> {
  const indexDir = await mkdtemp(path.join(tmpdir(), 'verbatim-batch-'));
  onTestFinished(() => rm(indexDir, { recursive: true }));
  const { stdout } = await runVerbatim(
    ['ask', '--batch', '-', '--corpus', library.corpusDir, '--index', path.join(indexDir, 'index')],
    { input: lines.map((line) => JSON.stringify(line)).join('\n') },
  );
  return {
    replies: stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Answer & { id: string }),
  };
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { EMBEDDED_MODEL_DIR, loadConfig } from '../../src/config.ts';
import type { Embedder } from '../../src/embeddings/embedder.ts';
import { readProfile } from '../../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../../src/embeddings/transformers-embedder.ts';
import { loadReranker } from '../../src/embeddings/transformers-reranker.ts';
import { evaluateBeir } from '../../src/eval/evaluate-beir.ts';
import { evaluateQuestions } from '../../src/eval/evaluate-questions.ts';
import { answerQuestion } from '../../src/quotes/answer-question.ts';
import { IndexedLibrary } from '../../src/quotes/indexed-library.ts';
import { LibraryProcess } from '../../src/quotes/library-process.ts';
import type { Answer, Quote } from '../../src/quotes/quote.ts';
import type { Reranking } from '../../src/retrieval/rerank.ts';
import { retrieve } from '../../src/retrieval/retrieve.ts';
import type { SearchIndex } from '../../src/retrieval/search-index.ts';
import { articleOf } from '../support/articles.ts';
import { Library } from '../support/library.ts';
import { type Run, runVerbatim } from '../support/run-verbatim.ts';
import { sampleIndex } from '../support/sample-index.ts';
import { type TinyRerankerOptions, writeTinyReranker } from '../support/tiny-reranker.ts';

const FILES = {
  'toll.txt': 'The new bridge of Osterby takes a toll of two crowns from every car.\n',
  'opening.txt': 'The new bridge of Osterby was opened by the mayor, who spoke of hard years.\n',
  'tarn.txt': 'The old bridge of Tarn was closed by the council, which spoke of rust.\n',
};
const TOLL = 'Which toll does the new bridge of Osterby take?';
/** A judge who wants to hear nothing of tolls. */
const NO_TOLL = { toll: -5, bridge: 1 };

let folder: string;
let library: Library;
let embedder: Embedder;
let index: SearchIndex;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'verbatim-reranked-'));
  embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
  library = await Library.create(FILES, embedder);
  await library.index();
  index = await library.open();
});

afterAll(async () => {
  await library.remove();
  await rm(folder, { recursive: true });
});

async function writeModel(options: TinyRerankerOptions): Promise<string> {
  const dir = await mkdtemp(path.join(folder, 'model-'));
  await writeTinyReranker(dir, options);
  return dir;
}

/** Reranking with a model of its own, and what it failed on. */
async function rerankingWith(
  options: TinyRerankerOptions,
  limits: Partial<Reranking> = {},
): Promise<Reranking & { readonly failures: unknown[] }> {
  const dir = await writeModel(options);
  const failures: unknown[] = [];
  return {
    reranker: await loadReranker(dir, { id: 'tiny', quantized: true }),
    budgetMs: Infinity,
    onFailure: (error) => failures.push(error),
    failures,
    ...limits,
  };
}

/** What is shown, be it called an answer or not. */
function shown({ quotes, closest = [] }: Answer): readonly Quote[] {
  return [...quotes, ...closest];
}

function pathsOf(answer: Answer): string[] {
  return shown(answer).map(({ article }) => article.path);
}

describe('an answer with a reranker', () => {
  it('has the quote first that the reranker likes best', async () => {
    expect(pathsOf(await answerQuestion(index, embedder, TOLL))[0]).toBe('toll.txt');
    const reranking = await rerankingWith({ words: NO_TOLL });
    expect(pathsOf(await answerQuestion(index, embedder, TOLL, { reranking }))[0]).toBe(
      'opening.txt',
    );
    const here = new IndexedLibrary(index, embedder, loadConfig({}), undefined, reranking);
    expect(pathsOf(await here.answer(TOLL))[0]).toBe('opening.txt');
    expect(reranking.failures).toEqual([]);
  });

  it('is as sure as the evidence for the quote that is then first', async () => {
    const reranking = await rerankingWith({ words: NO_TOLL });
    const plain = await answerQuestion(index, embedder, TOLL);
    const reranked = await answerQuestion(index, embedder, TOLL, { reranking });
    expect(reranked.confidence).toBeLessThan(plain.confidence);
    const only = await answerQuestion(index, embedder, TOLL, { limit: 1, reranking });
    expect(only.confidence).toBe(reranked.confidence);
  });

  it('leaves those behind that there was no time for, in their order', async () => {
    const ships = ['Alda', 'Berta', 'Cora', 'Dora'];
    const harbour = await sampleIndex(
      ships.map((ship, at) => articleOf(`The ${ship} came in on Monday.`, { id: `${at}` })),
      { embedder },
    );
    const order = async (reranking: Reranking | null): Promise<number[]> => {
      const question = `Which came in: ${ships.join(', ')}?`;
      const found = await retrieve(harbour, embedder, question, { count: 4, reranking });
      return found.passages.map(({ passage }) => passage);
    };
    const [first, second, third, fourth] = await order(null);
    const ship = (position: number): string => ships[position]!.toLowerCase();
    const words = { [ship(second!)]: 1, [ship(fourth!)]: 2 };
    // Each look at the clock takes 40 ms, and each passage takes two looks.
    const hurried = (budgetMs: number): Promise<Reranking> => {
      let clock = 0;
      return rerankingWith({ words }, { budgetMs, now: () => (clock += 40) });
    };
    expect(await order(await hurried(200))).toEqual([second, first, third, fourth]);
    expect((await order(await hurried(1000)))[0]).toBe(fourth);
  });

  it('comes without it where it fails, and with it for the next question', async () => {
    const reranking = await rerankingWith({ words: NO_TOLL, failsOn: 'puzzling' });
    const question = `${TOLL.slice(0, -1)}, a puzzling one?`;
    const plain = await answerQuestion(index, embedder, question);
    const answer = await answerQuestion(index, embedder, question, { reranking });
    expect({ ...answer, ms: 0 }).toEqual({ ...plain, ms: 0 });
    expect(reranking.failures).toHaveLength(1);
    expect(pathsOf(await answerQuestion(index, embedder, TOLL, { reranking }))[0]).toBe(
      'opening.txt',
    );
    expect(reranking.failures).toHaveLength(1);
  });

  it('to a follow-up is judged with what that takes over', async () => {
    const followUp = 'And who closed it?';
    const history = [await answerQuestion(index, embedder, 'Who opened the bridge of Osterby?')];
    const plain = await answerQuestion(index, embedder, followUp, { history });
    expect(pathsOf(plain)[0]).toBe('opening.txt');
    // The follow-up itself does not say the word that this judge dislikes.
    const reranking = await rerankingWith({ words: { osterby: -5 } });
    const answer = await answerQuestion(index, embedder, followUp, { history, reranking });
    expect(pathsOf(answer)[0]).toBe('tarn.txt');
  });
});

describe('measuring with a reranker', () => {
  it('counts the quotes in its order', async () => {
    const questions = [{ id: 'q', question: TOLL, gold: ['a toll of two crowns'] }];
    const reranking = await rerankingWith({ words: NO_TOLL });
    const plain = await evaluateQuestions(questions, index, embedder);
    expect(plain.outcomes[0]?.rank).toBe(1);
    const reranked = await evaluateQuestions(questions, index, embedder, { reranking });
    expect(reranked.outcomes[0]?.rank).toBeGreaterThan(1);
  });

  it('runs the queries of a data set with it where the ranking is that of answers', async () => {
    const queries = [{ id: 'q', text: TOLL, judgements: new Map([['toll.txt', 1]]) }];
    const dataset = { name: 'tolls', articles: [], queries };
    const reranking = await rerankingWith({ words: NO_TOLL });
    const first = async (
      ranking: 'fused' | 'lexical',
      judge: Reranking | null,
    ): Promise<string | undefined> => {
      const { runs } = await evaluateBeir(dataset, index, embedder, ranking, judge);
      return runs[0]?.documents[0]?.id;
    };
    expect(await first('fused', null)).toBe('toll.txt');
    expect(await first('fused', reranking)).toBe('opening.txt');
    expect(await first('lexical', reranking)).toBe('toll.txt');
  });
});

describe('RERANKER_MODEL', () => {
  function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Run> {
    const { corpusDir: CORPUS_DIR, indexDir: INDEX_DIR } = library;
    return runVerbatim(args, { env: { CORPUS_DIR, INDEX_DIR, RERANKER_BUDGET_MS: '0', ...env } });
  }

  it('is used by ask and by eval', async () => {
    const RERANKER_MODEL = await writeModel({ words: NO_TOLL });
    const asked = await run(['ask', '--json', TOLL], { RERANKER_MODEL });
    expect(asked).toMatchObject({ code: 0, stderr: '' });
    expect(pathsOf(JSON.parse(asked.stdout) as Answer)[0]).toBe('opening.txt');

    const questions = path.join(folder, 'questions.jsonl');
    await writeFile(
      questions,
      `${JSON.stringify({ id: 'q', question: TOLL, gold: ['a toll of two crowns'] })}\n`,
    );
    const report = path.join(folder, 'report.html');
    const figures = async (env: NodeJS.ProcessEnv): Promise<unknown> => {
      const args = ['eval', '--questions', questions, '--json', '--report', report];
      return (JSON.parse((await run(args, env)).stdout) as { 'hit@1': number })['hit@1'];
    };
    expect(await figures({})).toBe(1);
    expect(await figures({ RERANKER_MODEL })).toBe(0);
  });

  it('is used by the process that answers for the bot', async () => {
    vi.stubEnv('RERANKER_MODEL', await writeModel({ words: NO_TOLL }));
    onTestFinished(() => void vi.unstubAllEnvs());
    const { corpusDir, indexDir } = library;
    const away = LibraryProcess.start({ corpusDir, indexDir, embeddingModel: EMBEDDED_MODEL_DIR });
    onTestFinished(() => away.close());
    expect(pathsOf(await away.answer(TOLL))[0]).toBe('opening.txt');
  });

  it('that fails is named once, however many questions it fails on', async () => {
    const RERANKER_MODEL = await writeModel({ words: NO_TOLL, failsOn: 'bridge' });
    const batch = path.join(folder, 'batch.jsonl');
    const lines = ['1', '2'].map((id) => `${JSON.stringify({ id, question: TOLL })}\n`);
    await writeFile(batch, lines.join(''));
    const { code, stdout, stderr } = await run(['ask', '--batch', batch], { RERANKER_MODEL });
    expect(code).toBe(0);
    const answers = stdout.trim().split('\n');
    expect(answers.map((line) => pathsOf(JSON.parse(line) as Answer)[0])).toEqual([
      'toll.txt',
      'toll.txt',
    ]);
    expect(stderr.match(/^Answering without the reranker /gm)).toHaveLength(1);
  });

  it('that is no cross-encoder ends with one line', async () => {
    const RERANKER_MODEL = await writeModel({ words: NO_TOLL, logits: 3 });
    const { code, stdout, stderr } = await run(['ask', TOLL], { RERANKER_MODEL });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^verbatim: the model \S+ is no cross-encoder .*\n$/);
  });
});

import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/quotes/quote.ts';
import { AnswerStore, type StoredAnswer } from '../../src/state/answers.ts';
import { openState } from '../../src/state/database.ts';
import { FeedbackStore } from '../../src/state/feedback.ts';
import { type Run, runVerbatim } from '../support/run-verbatim.ts';
import { answerWith, newStateFile } from '../support/state.ts';

const BRIDGE =
  'The council of Linford voted for a new bridge on Tuesday.\n\n' +
  'Mayor Ada Fenwick opened the bridge over the Arle on Wednesday.\n';
const ZOO = 'A zoo opened in Norwick on Monday, with eleven elephants.\n';

describe('verbatim export-feedback', () => {
  it('gives each question that was answered usefully, with the passage, as eval takes them', async () => {
    const host = await newHost();
    await host.vote('Who opened the bridge?', [true, true, false]);
    await host.vote('Who opened the bridge?', [true]);
    await host.vote('How many elephants are in the zoo?', [true]);
    const { code, stdout, stderr } = await host.run(['export-feedback']);
    const questions = linesOf(stdout);
    expect(questions).toEqual([
      {
        id: expect.stringMatching(/^feedback-[0-9a-f]{8}$/) as string,
        question: 'How many elephants are in the zoo?',
        gold: [expect.stringContaining('eleven elephants')],
        useful: 1,
        notUseful: 0,
      },
      expect.objectContaining({
        question: 'Who opened the bridge?',
        gold: [expect.stringContaining('Ada Fenwick')],
        useful: 3,
        notUseful: 1,
      }),
    ]);
    expect(stderr).toContain('2 questions; left out: 0');
    expect(code).toBe(0);

    const file = path.join(host.folder, 'questions.jsonl');
    await writeFile(file, stdout);
    const measured = await host.run(['eval', '--json', '--questions', file]);
    expect(JSON.parse(measured.stdout)).toMatchObject({ 'hit@3': 1 });
    expect(await host.run(['export-feedback'])).toMatchObject({ stdout });
  });

  it('leaves out what has no useful passage, or none that is still there, and says so', async () => {
    const host = await newHost();
    await host.vote('Who opened the bridge?', [true, false]);
    await host.vote('How many elephants are in the zoo?', [true]);
    await rm(path.join(host.folder, 'corpus', 'zoo.txt'));
    await host.run(['index']);
    const { code, stdout, stderr } = await host.run(['export-feedback']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain(
      '0 questions; left out: 1 whose article is gone or has changed, 1 without a passage',
    );
  });

  it('writes a file for nobody else to read, and replaces one with --force alone', async () => {
    const host = await newHost();
    await host.vote('Who opened the bridge?', [true]);
    const file = path.join(host.folder, 'questions.jsonl');
    expect((await host.run(['export-feedback', file])).code).toBe(0);
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(linesOf(await readFile(file, 'utf8'))).toHaveLength(1);

    await host.vote('How many elephants are in the zoo?', [true]);
    const refused = await host.run(['export-feedback', file]);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(/^verbatim: .*questions\.jsonl exists already; .*--force\n$/);
    expect((await host.run(['export-feedback', '--force', file])).code).toBe(0);
    expect(linesOf(await readFile(file, 'utf8'))).toHaveLength(2);

    const below = await host.run(['export-feedback', path.join(host.folder, 'none', 'q.jsonl')]);
    expect(below).toMatchObject({ code: 2 });
    expect(below.stderr).toMatch(/^verbatim: .* cannot be written: .*\n$/);
  });

  it('needs no index where nobody voted, and says where there is no state', async () => {
    const host = await newHost();
    expect(await host.run(['export-feedback'])).toMatchObject({ code: 2, stdout: '' });
    (await openState(path.join(host.folder, 'verbatim.db'))).close();
    const { code, stderr } = await host.run(['export-feedback']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^0 questions; left out: 0 .*\n$/);
  });
});

interface Host {
  readonly folder: string;
  readonly run: (args: readonly string[]) => Promise<Run>;
  /** Has a question answered, and members vote on the answer. */
  readonly vote: (question: string, votes: readonly boolean[]) => Promise<void>;
}

async function newHost(): Promise<Host> {
  const stateFile = await newStateFile();
  const folder = path.dirname(stateFile);
  const corpus = path.join(folder, 'corpus');
  await mkdir(corpus);
  await writeFile(path.join(corpus, 'bridge.txt'), BRIDGE);
  await writeFile(path.join(corpus, 'zoo.txt'), ZOO);
  const env = { CORPUS_DIR: corpus, INDEX_DIR: path.join(folder, 'index'), DATA_DIR: folder };
  const run = (args: readonly string[]): Promise<Run> => runVerbatim(args, { env });
  return {
    folder,
    run,
    async vote(question, votes) {
      const { stdout } = await run(['ask', '--json', question]);
      const quotes = quotesOf(JSON.parse(stdout) as Answer);
      const state = await openState(stateFile);
      const { id } = new AnswerStore(state).save(answerWith({ question, quotes, filters: {} }));
      const feedback = new FeedbackStore(state);
      votes.forEach((useful, voter) => {
        feedback.vote({ answerId: id, voterId: String(voter), useful });
      });
      state.close();
    },
  };
}

function quotesOf({ quotes }: Answer): StoredAnswer['quotes'] {
  return quotes.map(({ article: { id: articleId, sha256 }, start, end, score, highlights }) => {
    return { articleId, sha256, start, end, score, highlights };
  });
}

function linesOf(text: string): unknown[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

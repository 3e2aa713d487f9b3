import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeCorpus } from '../support/articles.ts';
import { expectHarmless, readPage } from '../support/report-page.ts';
import { type Run, runVerbatim } from '../support/run-verbatim.ts';

const FILES = {
  'corpus/bridge.txt': 'The new bridge over the Lenne cost 12 million crowns.\n',
  'questions.jsonl': [
    '{"id": "q0", "question": "What did the new bridge cost?", "gold": ["12 million"]}',
    '{"id": "q1", "question": "What did the bridge cost?", "gold": ["a fortune"], "style": "<b>"}',
    '{"id": "q2", "question": "Which club won the football cup?", "gold": []}',
  ].join('\n'),
  'tiny/corpus.jsonl':
    '{"_id": "d1", "text": "The bridge was closed."}\n{"_id": "d2", "text": "The zoo has two lions."}\n',
  'tiny/queries.jsonl':
    '{"_id": "q0", "text": "lions in the zoo"}\n{"_id": "q1", "text": "was the bridge closed"}\n',
  // The second judgement is wrong, so that its query goes wrong.
  'tiny/qrels/test.tsv': 'query-id\tcorpus-id\tscore\nq0\td2\t1\nq1\td2\t1\n',
};

/** Runs `eval` over an article; `@` stands for the folder with the questions and the data set. */
async function evaluate(args: string): Promise<Run & { readonly folder: string }> {
  const folder = await writeCorpus(FILES);
  const env = { CORPUS_DIR: path.join(folder, 'corpus'), SAMPLE_CORPUS: 'off' };
  const inFolder = args.split(' ').map((arg) => arg.replace(/^@/, `${folder}${path.sep}`));
  return { folder, ...(await runVerbatim(['eval', ...inFolder], { env })) };
}

describe('verbatim eval --report', () => {
  it('writes a page on questions, and prints what it does without', async () => {
    const { folder, stdout, stderr } = await evaluate(
      '--questions @questions.jsonl --report @report.html --json',
    );
    expect(JSON.parse(stdout)).toMatchObject({ questions: 3, 'hit@1': 0.5, turned_away: 1 });
    expect(stderr).toContain('report.html');
    const html = await readFile(path.join(folder, 'report.html'), 'utf8');
    expectHarmless(html);
    const text = readPage(html).querySelector('body')?.textContent;
    expect(text).toContain('questions.jsonl');
    expect(text).toContain('Expected: “a fortune”');
    expect(text).toContain('q1 · <b> ·');
  });

  it('writes a page on a data set', async () => {
    const { folder, stdout } = await evaluate('@tiny --report @report.html --json');
    expect(JSON.parse(stdout)).toMatchObject({ dataset: 'tiny', queries: 2 });
    const html = await readFile(path.join(folder, 'report.html'), 'utf8');
    expectHarmless(html);
    expect(readPage(html).querySelectorAll('.case h3')).toHaveLength(1);
    expect(html).toContain('was the bridge closed');
  });

  it('says in one line when it cannot write', async () => {
    const { code, stderr } = await evaluate('@tiny --report @nowhere/report.html');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^verbatim: cannot write .*report\.html: ENOENT.*$/m);
  });
});

describe('verbatim eval --half', () => {
  it('asks every second question', async () => {
    const { stdout } = await evaluate('--questions @questions.jsonl --half odd --json');
    expect(JSON.parse(stdout)).toMatchObject({ questions: 1, unanswerable: 0, 'hit@1': 0 });
  });

  it('asks every second query', async () => {
    const { stdout } = await evaluate('@tiny --half even --json');
    expect(JSON.parse(stdout)).toMatchObject({ queries: 1, 'ndcg@10': 1 });
  });

  it('refuses other halves', async () => {
    const { code, stderr } = await evaluate('@tiny --half left');
    expect({ code, stderr: stderr.trim() }).toEqual({
      code: 2,
      stderr: expect.stringContaining('--half must be even, odd, found "left"'),
    });
  });
});

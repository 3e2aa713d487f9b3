import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/quotes/quote.ts';
import { EXACT_SCAN_LIMIT } from '../../src/vector-index/hnsw-store.ts';
import { generateCorpus } from '../support/generated-corpus.ts';
import { type Run, runVerbatim } from '../support/run-verbatim.ts';

const BUNDLED_CORPUS = fileURLToPath(new URL('../../corpus', import.meta.url));
const WITHOUT_HNSWLIB = new URL('../support/without-hnswlib.mjs', import.meta.url).href;

const BRIDGE = `---
title: Council votes for a new bridge
date: 2022-11-16
outlet: The Morning Post
---
On Tuesday the council of Linford voted for a new bridge over the river. It will cost 12 million
euros, said Mayor Ada Fenwick.

Construction is to begin in spring. The old bridge had been closed after the flood of 2019.
`;

let folder: string;
let corpus: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'verbatim-cli-'));
  corpus = path.join(folder, 'corpus');
  await mkdir(corpus);
  await writeFile(path.join(corpus, 'bridge.md'), BRIDGE);
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Runs a command over the corpus of the test, with an index of its own. */
function run(
  args: readonly string[],
  options: Parameters<typeof runVerbatim>[1] = {},
): Promise<Run> {
  const env = { CORPUS_DIR: corpus, INDEX_DIR: path.join(folder, 'index'), ...options.env };
  return runVerbatim(args, { ...options, env });
}

describe('verbatim ask', () => {
  it('builds a missing index, then quotes with outlet, date and place', async () => {
    const { code, stdout, stderr } = await run(['ask', 'How much will the new bridge cost?']);
    expect(stdout).toContain(
      'The Morning Post · 16 November 2022 · Council votes for a new bridge',
    );
    expect(stdout).toContain('“On Tuesday the council of Linford voted');
    expect(stdout).toContain('bridge.md, characters');
    expect(stderr).toContain('Indexed 1 articles, 1 passages.');
    expect(code).toBe(0);
  });

  it('prints one JSON object whose quotes are slices of the file', async () => {
    const { stdout } = await run(['ask', '--json', 'Who', 'is', 'the', 'mayor?']);
    const answer = JSON.parse(stdout) as Answer;
    expect(answer).toMatchObject({ question: 'Who is the mayor?', answered: true });
    const [quote] = answer.quotes;
    expect(quote).toMatchObject({
      rank: 1,
      article: { path: 'bridge.md', published: '2022-11-16', url: null },
    });
    expect(quote?.text).toBe(BRIDGE.slice(quote?.start, quote?.end));
    const highlighted = quote?.highlights.map(({ start, end }) => BRIDGE.slice(start, end));
    expect(highlighted).toContainEqual(expect.stringContaining('Mayor Ada Fenwick'));
  });

  it('says that nothing is close enough, which is no error', async () => {
    const { code, stdout } = await run(['ask', 'Which football club won the cup in Brazil?']);
    expect(stdout).toContain('Nothing close enough in the articles.');
    expect(code).toBe(0);
  });

  it('answers the questions of a batch in their order, one JSON object a line', async () => {
    const file = path.join(folder, 'questions.jsonl');
    await writeFile(
      file,
      '{"id":"b","question":"When was the old bridge closed?"}\n\n' +
        '{"id":"a","question":"What does the bridge cost?","conversation":"c1"}\n',
    );
    const { stdout } = await run(['ask', '--batch', file]);
    const replies = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string });
    expect(replies.map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('refuses a batch with a bad line before it answers any', async () => {
    const input = '{"id":"a","question":"What does it cost?"}\n{"id":"b"}\n';
    const { code, stdout, stderr } = await run(['ask', '--batch', '-'], { input });
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^verbatim: -, line 2: question: .*\n$/);
  });

  it('keeps to the days and outlets that are asked for', async () => {
    const question = 'What did the council vote for?';
    const early = await run(['ask', '--json', '--to', '2022-11-14', question]);
    const inTime = await run(['ask', '--json', '--from', '15 November 2022', question]);
    const elsewhere = await run(['ask', '--json', '--outlet', 'Evening News', question]);
    const answered = [early, inTime, elsewhere].map(
      ({ stdout }) => (JSON.parse(stdout) as Answer).answered,
    );
    expect(answered).toEqual([false, true, false]);
  });

  it('says that nothing is from an outlet that there is not, and names those that there are', async () => {
    await writeFile(path.join(corpus, 'zoo.md'), 'A zoo opened in Norwick on Monday.\n');
    const args = ['--outlet', 'Evening News', 'What did the council vote for?'];
    const shown = await run(['ask', ...args]);
    const line = 'No article is from "Evening News"; there are articles from The Morning Post.\n';
    expect(shown.stderr).toContain(line);
    const asJson = await run(['ask', '--json', ...args]);
    expect(asJson.stderr).toContain(line);
    expect(JSON.parse(asJson.stdout)).toMatchObject({ answered: false, quotes: [] });
    const known = await run(['ask', '--outlet', 'morning', 'What did the council vote for?']);
    expect(known.stderr).not.toContain('No article');
  });

  it('shows what is merely related to those alone who say how many quotes they want', async () => {
    await run(['index']);
    await writeFile(
      path.join(corpus, 'ferry.md'),
      'The ferry of Linford carried a mayor from abroad, who brought a parrot.\n',
    );
    await run(['index']);
    const question = 'How much will the new bridge over the river cost the council?';
    const quotesIn = ({ stdout }: Run): number => (stdout.match(/^“/gm) ?? []).length;
    const all = JSON.parse((await run(['ask', '--json', question])).stdout) as Answer;
    expect(all.quotes.map(({ score }) => score >= 0.3)).toEqual([true, false]);
    expect(quotesIn(await run(['ask', question]))).toBe(1);
    expect(quotesIn(await run(['ask', '--limit', '3', question]))).toBe(2);
  });

  it('shows control characters of an article instead of obeying them', async () => {
    await writeFile(
      path.join(corpus, 'evil.txt'),
      'The burglar Mallory Sly escaped \u001b[2Jfrom the prison of Norwick on Friday \u202eevening.\n',
    );
    const { stdout } = await run(['ask', 'Where did the burglar Mallory Sly escape from?']);
    expect(stdout).toContain('escaped <U+001B>[2Jfrom');
    expect(stdout).toContain('<U+202E>evening');
  });

  it('answers from the index it has when the corpus has changed, and says so', async () => {
    await run(['index']);
    await writeFile(path.join(corpus, 'new.txt'), 'A zoo opened in Norwick on Monday.\n');
    const { stdout, stderr } = await run(['ask', 'Who voted for the bridge?']);
    expect(stderr).toContain('1 added, 0 changed, 0 removed');
    expect(stdout).toContain('council of Linford');
  });

  it('answers without hnswlib-node, and says that it is not installed where it is needed', async () => {
    const env = { NODE_OPTIONS: `--import=${WITHOUT_HNSWLIB}`, GRAPH_FROM: '1' };
    const { code, stdout, stderr } = await run(['ask', 'Who is the mayor?'], { env });
    expect(stdout).toContain('Mayor Ada Fenwick');
    expect(stderr).not.toContain('hnswlib');
    expect(code).toBe(0);

    await generateCorpus(corpus, { passages: EXACT_SCAN_LIMIT, seed: 'without hnswlib' });
    const large = await run(['index'], { env });
    expect(large.stderr.match(/hnswlib-node is not installed/g)).toHaveLength(1);
    expect(large.code).toBe(0);
  });
});

describe('verbatim start', () => {
  it('answers each line of standard input when there is no terminal', async () => {
    const input = 'What does the bridge cost?\n\nWho is the mayor?\n';
    const { code, stdout } = await run([], { input });
    expect(stdout.match(/The Morning Post/g)).toHaveLength(2);
    expect(code).toBe(0);
    // Each below its question, with a blank line between the two.
    expect(stdout).toMatch(
      /^\? What does the bridge cost\?\nThe Morning Post [^?]*\S\n\n\? Who is the mayor\?\nThe Morning Post [^?]*\S\n$/,
    );
  });

  it('ends when standard input is empty', async () => {
    const { code, stdout } = await run([]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  });
});

describe('verbatim index', () => {
  it('lists what was added, changed, removed and refused', async () => {
    await writeFile(path.join(corpus, 'old.txt'), 'The harbour was closed on Monday.\n');
    await run(['index']);
    await rm(path.join(corpus, 'old.txt'));
    await writeFile(path.join(corpus, 'bridge.md'), `${BRIDGE}\nA second bridge is planned.\n`);
    await writeFile(path.join(corpus, 'new.txt'), 'A zoo opened in Norwick on Monday.\n');
    await writeFile(path.join(corpus, 'bad.txt'), Buffer.from([0x41, 0xc3, 0x28]));
    const { stdout } = await run(['index']);
    expect(stdout).toMatch(/^\+ new\.txt\n~ bridge\.md\n- old\.txt\n! bad\.txt: .+$/m);
    expect(stdout).toMatch(/2 articles, .* 1 added, 1 changed, 1 removed, 1 refused$/m);
  });

  it('leaves an index alone that is up to date', async () => {
    await run(['index']);
    const before = await readFile(path.join(folder, 'index', 'current'), 'utf8');
    const { stdout } = await run(['index', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ rebuilt: false, added: [], removed: [] });
    expect(await readFile(path.join(folder, 'index', 'current'), 'utf8')).toBe(before);
  });

  it('counts the passages that were embedded, in text and in JSON', async () => {
    const first = await run(['index']);
    expect(first.stdout).toMatch(
      /1 articles, 1 passages indexed \(1 embedded\) in [\d.]+ s: 1 added/,
    );
    await writeFile(path.join(corpus, 'new.txt'), 'A zoo opened in Norwick on Monday.\n');
    const second = await run(['index', '--json']);
    expect(JSON.parse(second.stdout)).toMatchObject({ articles: 2, passages: 2, embedded: 1 });
    const third = await run(['index']);
    expect(third.stdout).toMatch(/^2 articles, 2 passages were up to date in /);
  });

  it('says why nothing of the index before could be used', async () => {
    await run(['index']);
    await writeFile(path.join(folder, 'index', 'current'), 'garbage');
    const { code, stdout } = await run(['index']);
    expect(stdout).toMatch(/^Built anew: .*"current".* names no generation/);
    expect(code).toBe(0);
  });

  it('names a file whose text another one has', async () => {
    await writeFile(path.join(corpus, 'copy.md'), BRIDGE);
    const { stdout } = await run(['index']);
    expect(stdout).toContain('! copy.md: has the same text as bridge.md\n');
  });

  it('says where articles go when the corpus is empty', async () => {
    await rm(path.join(corpus, 'bridge.md'));
    const { code, stderr } = await run(['index']);
    expect(stderr).toContain(`No article in ${corpus}`);
    expect(code).toBe(0);
  });
});

describe('the bundled summaries', () => {
  it('are never passed off as reporting', async () => {
    const { stdout } = await run(['ask', 'Who is the mayor of Kyiv?'], {
      env: { CORPUS_DIR: BUNDLED_CORPUS },
    });
    const quotes = stdout.match(/^“/gm) ?? [];
    const notes = stdout.match(/summary written for this project, not a press report/g) ?? [];
    expect(quotes.length).toBeGreaterThan(0);
    expect(notes).toHaveLength(quotes.length);
  });

  it('are left out by one setting', async () => {
    const { stdout } = await run(['index', '--json'], {
      env: { CORPUS_DIR: BUNDLED_CORPUS, SAMPLE_CORPUS: 'off' },
    });
    expect(JSON.parse(stdout)).toMatchObject({ articles: 0, refused: [] });
  });
});

describe('a mistake of the operator', () => {
  it.each([
    { mistake: 'no question', args: ['ask'], line: /ask needs a question/ },
    { mistake: 'a bad day', args: ['ask', '--from', 'soon', 'x'], line: /--from .* "soon"/ },
    { mistake: 'a bad limit', args: ['ask', '--limit', '0', 'x'], line: /--limit .* "0"/ },
    {
      mistake: 'no corpus',
      args: ['index', '--corpus', '/nowhere'],
      line: /\/nowhere.*CORPUS_DIR/,
    },
    { mistake: 'no model', args: ['index', '--model', './nowhere'], line: /no model folder/ },
    { mistake: 'no data set', args: ['eval', '/nowhere'], line: /\/nowhere/ },
    { mistake: 'an unknown option', args: ['ask', '--colour', 'x'], line: /unknown option/ },
    {
      mistake: 'an unknown option without a command',
      args: ['--colour', 'red'],
      line: /unknown option '--colour'/,
    },
    {
      mistake: 'an unknown command',
      args: ['aks', '--limit', '1', 'foo'],
      line: /^verbatim: unknown command "aks"; did you mean "ask"\? .* -- --help" lists all$/m,
    },
    {
      mistake: 'a word that is like no command',
      args: ['Who is the mayor?'],
      line: /^verbatim: unknown command "Who is the mayor\?"; .* -- --help" lists all$/m,
    },
    {
      mistake: 'days in the wrong order',
      args: ['ask', '--from', '2022-12-01', '--to', '1 November 2022', 'x'],
      line: /--from must be a day before --to, found 2022-12-01 and 2022-11-01; swap the two/,
    },
    {
      mistake: 'days of a timeline in the wrong order',
      args: ['timeline', '--from', '2022-12-01', '--to', '2022-11-01', 'bridge'],
      line: /--from must be a day before --to, found 2022-12-01 and 2022-11-01; swap the two/,
    },
  ])('is one line and exit code 2: $mistake', async ({ args, line }) => {
    const { code, stdout, stderr } = await run(args);
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe('verbatim eval', () => {
  it('measures answers on questions with known passages, and leaves the index alone', async () => {
    const file = path.join(folder, 'questions.jsonl');
    await writeFile(
      file,
      '{"id":"1","question":"What does the new bridge cost?","gold":["12 million"]}\n' +
        '{"id":"2","question":"Which club won the football cup?","gold":[]}\n',
    );
    const { stdout } = await run(['eval', '--questions', file, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ 'hit@1': 1, 'hit@3': 1, turned_away: 1 });
    await expect(readFile(path.join(folder, 'index', 'current'))).rejects.toThrow('ENOENT');
  });

  it('measures retrieval on a BEIR data set and writes a TREC run', async () => {
    const dataset = path.join(folder, 'tiny');
    await mkdir(path.join(dataset, 'qrels'), { recursive: true });
    await writeFile(
      path.join(dataset, 'corpus.jsonl'),
      '{"_id":"d1","title":"Bridges","text":"The bridge was closed."}\n' +
        '{"_id":"d2","text":"The zoo has two lions."}\n',
    );
    await writeFile(
      path.join(dataset, 'queries.jsonl'),
      '{"_id":"q1","text":"lions in the zoo"}\n',
    );
    await writeFile(
      path.join(dataset, 'qrels', 'test.tsv'),
      'query-id\tcorpus-id\tscore\nq1\td2\t1\n',
    );
    const runFile = path.join(folder, 'run.txt');
    const { stdout } = await run(['eval', dataset, '--json', '--run', runFile]);
    expect(JSON.parse(stdout)).toMatchObject({
      dataset: 'tiny',
      ranking: 'fused',
      queries: 1,
      'ndcg@10': 1,
      'mrr@10': 1,
    });
    expect(await readFile(runFile, 'utf8')).toMatch(/^q1 Q0 d2 1 [\d.]+ verbatim\n/);
  });
});

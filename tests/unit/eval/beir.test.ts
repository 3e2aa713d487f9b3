import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/errors.ts';
import { readBeirDataset } from '../../../src/eval/beir.ts';
import { formatTrecRun } from '../../../src/eval/evaluate-beir.ts';
import { writeCorpus } from '../../support/articles.ts';

const FILES = {
  'corpus.jsonl': [
    '{"_id": "d1", "title": "Rain", "text": "It rained."}',
    '{"_id": "d2", "text": "It was dry.", "metadata": {}}',
  ].join('\n'),
  'queries.jsonl':
    '{"_id": "q1", "text": "Did it rain?"}\n\n{"_id": "q2", "text": "Who asked?"}\r\n',
  'qrels/test.tsv': 'query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq3\td1\t1\n',
};

/** The data set's folder, with some of its files other than they should be. */
function datasetFolder(files: Record<string, string | undefined> = {}): Promise<string> {
  const all = Object.entries({ ...FILES, ...files }).filter(([, content]) => content !== undefined);
  return writeCorpus(Object.fromEntries(all));
}

describe('a BEIR data set', () => {
  it('has a document for each line of the corpus, its id as path', async () => {
    const { articles } = await readBeirDataset(await datasetFolder());
    expect(articles.map(({ path: id, title, text }) => ({ id, title, text }))).toEqual([
      { id: 'd1', title: 'Rain', text: 'It rained.' },
      { id: 'd2', title: null, text: 'It was dry.' },
    ]);
  });

  it('has the queries that are judged, with their grades', async () => {
    const { queries } = await readBeirDataset(await datasetFolder());
    const judgements = new Map([
      ['d1', 2],
      ['d2', 0],
    ]);
    expect(queries).toEqual([{ id: 'q1', text: 'Did it rain?', judgements }]);
  });

  it('is named after its folder, whatever the spelling of the path', async () => {
    const folder = await datasetFolder();
    expect((await readBeirDataset(`${folder}${path.sep}`)).name).toBe(path.basename(folder));
  });

  it('takes Windows line ends in the judgements', async () => {
    const folder = await datasetFolder({
      'qrels/test.tsv': FILES['qrels/test.tsv'].replaceAll('\n', '\r\n'),
    });
    expect((await readBeirDataset(folder)).queries[0]?.judgements.get('d1')).toBe(2);
  });

  it.each([{ file: 'corpus.jsonl' }, { file: 'queries.jsonl' }, { file: 'qrels/test.tsv' }])(
    'names the file $file that is missing',
    async ({ file }) => {
      const folder = await datasetFolder({ [file]: undefined });
      const read = readBeirDataset(folder);
      await expect(read).rejects.toThrow(ConfigError);
      await expect(read).rejects.toThrow(path.join(folder, file));
    },
  );

  it.each([
    {
      file: 'corpus.jsonl',
      content: '{"_id": "d1", "text": "It rained."}\n{"_id": "d2"}\n',
      message: 'line 2: text: Invalid key: Expected "text" but received undefined',
    },
    {
      file: 'corpus.jsonl',
      content: '\n\n{"_id": 7, "text": "It rained."}\n',
      message: 'line 3: _id: Invalid type: Expected string but received 7',
    },
    {
      file: 'queries.jsonl',
      content: '{"_id": "q1", "text": "Rain?"}\n{"_id"\n',
      message: 'line 2: ',
    },
    {
      file: 'qrels/test.tsv',
      content: 'query-id\tcorpus-id\tscore\nq1\td1\t1\nq1 d2 1\n',
      message:
        'line 3: expected query id, document id and grade with tabs between, found "q1 d2 1"',
    },
    {
      file: 'qrels/test.tsv',
      content: 'query-id\tcorpus-id\tscore\nq1\td1\thigh\n',
      message: 'line 2: expected query id, document id and grade',
    },
  ])('names the line of $file that is wrong: $message', async ({ file, content, message }) => {
    const folder = await datasetFolder({ [file]: content });
    const read = readBeirDataset(folder);
    await expect(read).rejects.toThrow(ConfigError);
    await expect(read).rejects.toThrow(`${path.join(folder, file)}, ${message}`);
  });
});

describe('a run file', () => {
  it('has a line for each document, as trec_eval reads it', () => {
    const runs = [
      {
        query: 'q1',
        documents: [
          { id: 'd2', score: 0.75 },
          { id: 'd1', score: 1 / 3 },
        ],
      },
      { query: 'q2', documents: [] },
    ];
    expect(formatTrecRun(runs, 'verbatim')).toBe(
      'q1 Q0 d2 1 0.750000 verbatim\nq1 Q0 d1 2 0.333333 verbatim\n',
    );
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { formatCorrections } from '../../src/corpus/corrections.ts';
import { CORRECTIONS_FILE } from '../../src/corpus/list-corpus.ts';
import type { Answer } from '../../src/quotes/quote.ts';
import { Library } from '../support/library.ts';
import { type Run, runVerbatim } from '../support/run-verbatim.ts';

const QUESTION = 'How many people were rescued when the ferry sank off Tarn?';
/** 7 June 2022 was a Tuesday. */
const FILES = {
  'first.md': report(
    '2022-06-08',
    'Harbour Herald',
    'About 90 people were rescued when the ferry sank off Tarn on Tuesday, the coast guard said.',
  ),
  'second.md': report(
    '2022-06-09',
    'Valley Times',
    'On Tuesday 112 people were rescued when the ferry sank off Tarn, said the harbour master.',
  ),
  'agreeing.md': report(
    '2022-06-10',
    'The Morning Post',
    'More than 90 people were rescued off Tarn when the ferry sank on Tuesday.',
  ),
};

let library: Library;
let indexDir: string;

beforeAll(async () => {
  library = await Library.create(FILES);
  indexDir = await mkdtemp(path.join(tmpdir(), 'verbatim-reports-'));
  return async () => {
    await library.remove();
    await rm(indexDir, { recursive: true, force: true });
  };
});

function report(date: string, outlet: string, text: string): string {
  return `---\ntitle: Ferry sinks off Tarn\ndate: ${date}\noutlet: ${outlet}\n---\n\n${text}\n`;
}

async function ask(...args: string[]): Promise<Run> {
  const run = await runVerbatim(['ask', ...args], {
    env: { CORPUS_DIR: library.corpusDir, INDEX_DIR: indexDir },
  });
  expect(run).toMatchObject({ code: 0 });
  return run;
}

async function answer(...args: string[]): Promise<Answer> {
  const { stdout } = await ask('--json', ...args);
  return JSON.parse(stdout) as Answer;
}

describe('in the terminal', () => {
  it('differing figures stand in a table, newest first, each with its sentence', async () => {
    const { stdout } = await ask('--limit', '1', QUESTION);
    const [, table = ''] = stdout.split('\n\n');
    expect(table).toBe(
      [
        'Reports of this event give different figures, newest first:',
        '  10 June 2022  The Morning Post  More than 90 people',
        '    “More than 90 people were rescued off Tarn when the ferry sank on Tuesday.”',
        '  9 June 2022   Valley Times      112 people',
        '    “On Tuesday 112 people were rescued when the ferry sank off Tarn, said the harbour master.”',
        '  8 June 2022   Harbour Herald    About 90 people',
        '    “About 90 people were rescued when the ferry sank off Tarn on Tuesday, the coast guard said.”',
        '',
      ].join('\n'),
    );
  });

  it('stands that an article was corrected below what it says', async () => {
    const note = 'Two were\ncounted twice.';
    const correction = { kind: 'corrected', on: '2022-06-12', note } as const;
    const text = formatCorrections(new Map([['second.md', correction]]));
    await library.edit({ [CORRECTIONS_FILE]: text });
    onTestFinished(() => library.edit({ [CORRECTIONS_FILE]: null }));
    const line = 'Note: Corrected on 12 June 2022: Two were counted twice.';
    const table = (await ask('--limit', '1', QUESTION)).stdout.split('\n\n')[1] ?? '';
    expect(table).toMatch(new RegExp(`said the harbour master.”\n    ${line}\n`));
    expect(table.match(/Note: /g)).toHaveLength(1);
    const asOf = await ask('--as-of', '2022-06-08', '--limit', '1', QUESTION);
    expect(asOf.stdout).toMatch(new RegExp(`second[.]md, characters \\d+–\\d+\n  ${line}\n$`));
  });

  it('stands what a later article has otherwise', async () => {
    const { stdout } = await ask('--as-of', '2022-06-08', QUESTION);
    expect(stdout).toContain(
      'Reported differently on 9 June 2022:\n  Valley Times: “On Tuesday 112 people were rescued',
    );
    expect(stdout).not.toContain('give different figures');
  });
});

describe('as JSON', () => {
  it('the figures have their values, their places and their quotes', async () => {
    const { figures = [], later } = await answer(QUESTION);
    expect(later).toBeUndefined();
    expect(figures.map(({ figure, value, article }) => [figure, value, article.published])).toEqual(
      [
        ['More than 90 people', 90, '2022-06-10'],
        ['112 people', 112, '2022-06-09'],
        ['About 90 people', 90, '2022-06-08'],
      ],
    );
    for (const { figure, start, end, article, quote } of figures) {
      const text = FILES[article.path as keyof typeof FILES];
      expect(text.slice(start, end)).toBe(figure);
      expect(text.slice(quote.start, quote.end)).toBe(quote.text);
      expect(quote.highlights).toHaveLength(1);
    }
  });

  it('an answer of which all reports agree is as it always was', async () => {
    const agreed = await answer(QUESTION, '--outlet', 'Morning Post');
    expect(agreed.answered).toBe(true);
    expect(Object.keys(agreed).sort()).toEqual([
      'answered',
      'confidence',
      'ms',
      'question',
      'quotes',
    ]);
  });
});

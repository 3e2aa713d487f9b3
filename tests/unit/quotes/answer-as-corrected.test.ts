import { describe, expect, it } from 'vitest';
import type { Corrections } from '../../../src/corpus/corrections.ts';
import { answerAsCorrected } from '../../../src/quotes/answer-as-corrected.ts';
import type { AskOptions } from '../../../src/quotes/answer-question.ts';
import type { Answer } from '../../../src/quotes/quote.ts';
import { findCorrected } from '../../../src/retrieval/corrected-articles.ts';
import { libraryOf } from '../../support/library.ts';

const FILES = {
  'mill.md':
    '---\ntitle: Fire at the mill\n---\n\nThe mill of Brodny burned down on Tuesday night.\n',
  'dam.md':
    '---\ntitle: The dam\nnote: by wire\n---\n\nThe dam of Brodny is 40 metres high, an engineer said.\n',
};
/** 7 June 2022 was a Tuesday. */
const REPORTS = {
  'first.md': reportOf(
    '2022-06-08',
    'About 90 people were rescued when the ferry sank off Tarn on Tuesday, the coast guard said.',
  ),
  'second.md': reportOf(
    '2022-06-09',
    'On Tuesday 112 people were rescued when the ferry sank off Tarn, said the harbour master.',
  ),
};
const ABOUT_FERRY = 'How many people were rescued when the ferry sank off Tarn?';
const ABOUT_MILL = 'When did the mill of Brodny burn down?';
const ABOUT_DAM = 'How high is the dam of Brodny?';

function reportOf(date: string, text: string): string {
  return `---\ntitle: Ferry sinks off Tarn\ndate: ${date}\n---\n\n${text}\n`;
}

async function ask(
  question: string,
  corrections: Corrections,
  { files = FILES, ...options }: AskOptions & { readonly files?: Record<string, string> } = {},
): Promise<Answer> {
  const library = await libraryOf(files);
  await library.index();
  const index = await library.open();
  const corrected = findCorrected(index.articles, corrections);
  return answerAsCorrected(index, library.embedder, corrected, question, options);
}

function pathsOf({ quotes, closest = [] }: Answer): string[] {
  return [...quotes, ...closest].map(({ article }) => article.path);
}

const WITHDRAWN: Corrections = new Map([
  ['mill.md', { kind: 'withdrawn', on: '2022-12-30', note: 'It still stands.' }],
]);

describe('an answer', () => {
  it('quotes what nothing was said about', async () => {
    const answer = await ask(ABOUT_MILL, new Map());
    expect(answer.answered).toBe(true);
    expect(pathsOf(answer)).toContain('mill.md');
    expect(answer.withdrawn).toBeUndefined();
  });

  it('never quotes a withdrawn article, and tells who asks about it', async () => {
    const answer = await ask(ABOUT_MILL, WITHDRAWN);
    expect(pathsOf(answer)).not.toContain('mill.md');
    expect(answer.withdrawn).toMatchObject({
      article: { path: 'mill.md', title: 'Fire at the mill' },
      on: '2022-12-30',
      note: 'It still stands.',
    });
  });

  it('says nothing of a withdrawn article to who asks about something else', async () => {
    const answer = await ask(ABOUT_DAM, WITHDRAWN);
    expect(pathsOf(answer)).toEqual(['dam.md']);
    expect(answer.withdrawn).toBeUndefined();
  });

  it('notes that an article was corrected, beside the note that it has', async () => {
    const corrections: Corrections = new Map([
      ['dam.md', { kind: 'corrected', on: '2022-12-30', note: 'It was measured again.' }],
    ]);
    const { quotes } = await ask(ABOUT_DAM, corrections);
    expect(quotes[0]?.article.note).toBe(
      'Corrected on 30 December 2022: It was measured again. · by wire',
    );
  });

  it('notes it of other reports of the event too', async () => {
    const corrections: Corrections = new Map([
      ['second.md', { kind: 'corrected', on: '2022-06-12', note: 'It was 102 people.' }],
    ]);
    const note = 'Corrected on 12 June 2022: It was 102 people.';
    const { figures = [] } = await ask(ABOUT_FERRY, corrections, { files: REPORTS });
    expect(figures.map(({ article }) => [article.path, article.correction, article.note])).toEqual([
      ['second.md', note, note],
      ['first.md', undefined, null],
    ]);
    const asOf = { files: REPORTS, filters: { asOf: '2022-06-08' } };
    const { later } = await ask(ABOUT_FERRY, corrections, asOf);
    expect(later?.article).toMatchObject({ path: 'second.md', correction: note, note });
  });

  it('finds nothing where every article is withdrawn', async () => {
    const all: Corrections = new Map(
      Object.keys(FILES).map((path) => [path, { kind: 'withdrawn', on: '2022-12-30', note: null }]),
    );
    const answer = await ask(ABOUT_DAM, all);
    expect(answer).toMatchObject({ answered: false, quotes: [], closest: [] });
    expect(answer.withdrawn?.article.path).toBe('dam.md');
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeTimeline, type Timeline } from '../../src/quotes/make-timeline.ts';
import { timelineAsCorrected } from '../../src/quotes/timeline-as-corrected.ts';
import { findCorrected } from '../../src/retrieval/corrected-articles.ts';
import type { Filters } from '../../src/retrieval/filters.ts';
import type { SearchIndex } from '../../src/retrieval/search-index.ts';
import { DAM_REPORTS } from '../support/dam-reports.ts';
import { Library } from '../support/library.ts';
import { type Run, runVerbatim } from '../support/run-verbatim.ts';

let library: Library;
let index: SearchIndex;
let indexDir: string;

beforeAll(async () => {
  library = await Library.create(DAM_REPORTS);
  await library.index();
  index = await library.open();
  indexDir = await mkdtemp(path.join(tmpdir(), 'verbatim-timeline-'));
  return async () => {
    await library.remove();
    await rm(indexDir, { recursive: true });
  };
});

function timelineOf(topic: string, filters: Filters = {}): Promise<Timeline> {
  return makeTimeline(index, library.embedder, topic, { filters });
}

function daysOf({ days }: Timeline): string[] {
  return days.map(({ span, kind, quote }) => `${kind} ${span.from} ${quote.article.path}`);
}

describe('a timeline', () => {
  it('has a quote for each day with a report, by the day that it tells of where it names one', async () => {
    expect(daysOf(await timelineOf('Vell dam'))).toEqual([
      'event 2021-03-02 crack.md',
      'published 2021-03-09 lowered.md',
      'event 2021-03-19 repair.md',
      'event 2021-04-01 headed.md',
    ]);
  });

  it('takes of an article that only its title puts on the topic no more than the beginning', async () => {
    const { days } = await timelineOf('Vell dam', { from: '2021-04-01' });
    expect(days.map(({ quote }) => quote.text)).toEqual([
      'Twelve farmers sued the water board on Thursday. They want 3 million crowns.',
    ]);
  });

  it('quotes word for word', async () => {
    const { days } = await timelineOf('Vell dam');
    for (const { quote } of days) {
      const article = Array.from({ length: index.articles.size }, (_, position) =>
        index.articles.at(position),
      ).find(({ id }) => id === quote.article.id);
      expect(article?.text.slice(quote.start, quote.end)).toBe(quote.text);
    }
    expect(days[0]?.quote.text).toContain('Divers found a crack in the Vell dam on Tuesday.');
  });

  it('counts reprints once, and names how many articles and outlets have the quote', async () => {
    const { days } = await timelineOf('crack in the Vell dam');
    expect(days[0]).toMatchObject({ articles: 2, outlets: 2, reports: 2 });
  });

  it('tells a few days as a span', async () => {
    const { days } = await timelineOf('Vell dam');
    expect(days[2]?.span).toEqual({ from: '2021-03-19', to: '2021-03-21' });
  });

  it('keeps within the days that are asked for', async () => {
    expect(daysOf(await timelineOf('Vell dam', { from: '2021-03-03', to: '2021-03-18' }))).toEqual([
      'published 2021-03-09 lowered.md',
    ]);
  });

  it('leaves out what was withdrawn, and says of a quote that its article was corrected', async () => {
    const corrected = findCorrected(
      index.articles,
      new Map([
        ['lowered.md', { kind: 'withdrawn', on: '2021-03-20', note: null }],
        ['repair.md', { kind: 'corrected', on: '2021-03-25', note: 'It took three days.' }],
      ]),
    );
    const { days } = await timelineAsCorrected(index, library.embedder, corrected, 'Vell dam');
    expect(days.map(({ quote }) => [quote.article.path, quote.article.note])).toEqual([
      ['crack.md', null],
      ['repair.md', 'Corrected on 25 March 2021: It took three days.'],
      ['headed.md', null],
    ]);
  });

  it('says how much it leaves out for want of a date', async () => {
    expect(await timelineOf('Vell dam')).toMatchObject({ undatedArticles: 1, isCutShort: false });
  });

  it.each(['volcano on Mars', 'elections', '?!', ''])(
    'has no days for what the articles do not have: %s',
    async (topic) => {
      expect(await timelineOf(topic)).toMatchObject({ days: [], undatedArticles: 0 });
    },
  );
});

describe('verbatim timeline', () => {
  function run(...args: string[]): Promise<Run> {
    const env = { CORPUS_DIR: library.corpusDir, INDEX_DIR: indexDir };
    return runVerbatim(['timeline', ...args], { env });
  }

  it('prints JSON', async () => {
    const { code, stdout } = await run('--json', '--to', '10 March 2021', 'Vell', 'dam');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      topic: 'Vell dam',
      days: [
        {
          span: { from: '2021-03-02', to: '2021-03-02' },
          kind: 'event',
          quote: { article: { outlet: 'Harbour Herald', published: '2021-03-03' } },
          articles: 2,
          outlets: 2,
          reports: 2,
        },
        { span: { from: '2021-03-09', to: '2021-03-09' }, kind: 'published' },
      ],
      undatedArticles: 0,
    });
  });

  it('prints days, quotes and sources', async () => {
    const { code, stdout } = await run('Vell dam');
    expect(code).toBe(0);
    expect(stdout).toContain('2 March 2021\nHarbour Herald · 3 March 2021 · Divers find a crack');
    expect(stdout).toContain('2 outlets, 2 articles · 1 other report');
    expect(stdout).toContain('9 March 2021 (published)\n');
    expect(stdout).toContain('1 article on this has no date');
  });

  it('says so when there is nothing', async () => {
    const { code, stdout } = await run('volcano on Mars');
    expect(code).toBe(0);
    expect(stdout).toBe('Nothing with a date is close enough in the articles.\n');
  });

  it.each([
    { args: [], problem: 'timeline needs a topic' },
    { args: ['…'], problem: 'timeline needs a topic' },
    { args: ['dam', '--from', 'soon'], problem: '--from must be a day such as 2022-11-15' },
    {
      args: ['dam', '--from', '2021-03-09', '--to', '2021-03-01'],
      problem: '--from must be a day before --to, found 2021-03-09 and 2021-03-01',
    },
  ])('refuses $args in one line', async ({ args, problem }) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(`verbatim: ${problem}`);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

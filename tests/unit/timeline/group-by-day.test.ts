import { describe, expect, it } from 'vitest';
import { groupByDay, type Report } from '../../../src/timeline/group-by-day.ts';

const BRIDGE = 'mayor open bridge river lenn four year build cost 23.5 million crown';
const STRIKE = 'docker walk port harlow demand nine percent pay union illegal grain';

interface Told {
  readonly article: number;
  /** The day that it tells of; only the one of publication where it names none. */
  readonly day?: string;
  readonly published?: string;
  readonly words?: string;
  readonly outlet?: string | null;
  readonly relevance?: number;
}

function report({
  article,
  day,
  published = '2022-11-16',
  words = `${BRIDGE} ${article}`,
  outlet = `Outlet ${article}`,
  relevance = 1,
}: Told): Report {
  const on = day ?? published;
  return {
    article,
    outlet,
    published,
    relevance,
    terms: new Set(words.split(' ')),
    when: { span: { from: on, to: on }, kind: day === undefined ? 'published' : 'event' },
  };
}

function group(...told: Told[]) {
  return groupByDay(told.map(report)).map(({ when, lead, ...counts }) => ({
    day: when.span.from,
    kind: when.kind,
    lead: lead.article,
    ...counts,
  }));
}

describe('groupByDay', () => {
  it('orders days from old to new and leaves out those without a report', () => {
    const days = group(
      { article: 1, day: '2022-12-29' },
      { article: 2, day: '2022-11-15', words: STRIKE },
    );
    expect(days.map(({ day }) => day)).toEqual(['2022-11-15', '2022-12-29']);
  });

  it('leads a day with what is closest to the topic, and counts the others', () => {
    expect(
      group(
        { article: 1, day: '2022-11-15', relevance: 0.2 },
        { article: 2, day: '2022-11-15', words: STRIKE, relevance: 0.9 },
      ),
    ).toEqual([{ day: '2022-11-15', kind: 'event', lead: 2, articles: 1, outlets: 1, reports: 2 }]);
  });

  it('makes one report of reprints, and quotes the first of them', () => {
    expect(
      group(
        { article: 1, day: '2022-11-15', published: '2022-11-17', words: BRIDGE, relevance: 3 },
        { article: 2, day: '2022-11-15', published: '2022-11-16', words: `${BRIDGE} agency` },
        {
          article: 3,
          day: '2022-11-15',
          words: `${BRIDGE} said`,
          outlet: 'Outlet 1',
          published: '2022-11-18',
        },
      ),
    ).toEqual([{ day: '2022-11-15', kind: 'event', lead: 2, articles: 3, outlets: 2, reports: 1 }]);
  });

  it('files a reprint that names no day under the day that the first one tells of', () => {
    expect(
      group(
        { article: 1, published: '2022-11-18', words: BRIDGE, relevance: 2 },
        { article: 2, day: '2022-11-15', words: BRIDGE },
      ),
    ).toMatchObject([{ day: '2022-11-15', kind: 'event', articles: 2, reports: 1 }]);
  });

  it('keeps reports in a fixed form apart, of which there is one a day', () => {
    const form = 'shell hit town region overnight governor said damage hous water line';
    expect(
      group(
        { article: 1, published: '2022-11-15', words: `${form} 12` },
        { article: 2, published: '2022-11-16', words: `${form} 7` },
        { article: 3, day: '2022-11-18', words: form },
        { article: 4, day: '2022-11-19', words: form },
      ).map(({ day, reports }) => `${day}: ${reports}`),
    ).toEqual(['2022-11-15: 1', '2022-11-16: 1', '2022-11-18: 1', '2022-11-19: 1']);
  });

  it('counts passages of one article as one report', () => {
    expect(
      group({ article: 1, day: '2022-11-15' }, { article: 1, day: '2022-11-15', words: STRIKE }),
    ).toMatchObject([{ articles: 1, reports: 1 }]);
  });

  it('counts no outlet that is not known', () => {
    expect(
      group(
        { article: 1, day: '2022-11-15', words: BRIDGE, outlet: null },
        { article: 2, day: '2022-11-15', words: BRIDGE, outlet: null },
      ),
    ).toMatchObject([{ articles: 2, outlets: 0 }]);
  });

  it('has no days where there is no report', () => {
    expect(group()).toEqual([]);
  });
});

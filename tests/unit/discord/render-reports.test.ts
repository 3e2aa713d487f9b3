import { describe, expect, it } from 'vitest';
import {
  laterNotice,
  renderFigures,
  reportLabels,
  type ShownFigure,
} from '../../../src/discord/render/reports.ts';
import { readMarkdown } from '../../support/read-markdown.ts';

function figure(text: string, fields: Partial<ShownFigure['article']> = {}): ShownFigure {
  const article = {
    id: '0123456789ab',
    path: 'mine.md',
    title: 'The mine',
    outlet: 'The Morning Post',
    url: null,
    note: null,
    sha256: '0'.repeat(64),
    published: '2022-05-04',
    ...fields,
  };
  return { figure: text, article };
}

describe('the table of figures', () => {
  it('numbers the rows as the buttons are', () => {
    const figures = [
      figure('14 people', { id: 'b', published: '2022-05-05' }),
      figure('12 people'),
    ];
    expect(renderFigures(figures)).toMatchObject({
      title: 'Reports give different figures',
      description:
        '**1** “14 people” · The Morning Post · 5 May 2022\n' +
        '**2** “12 people” · The Morning Post · 4 May 2022',
    });
    expect(reportLabels({ figures, later: figure('16') })).toEqual([
      'Figure 1',
      'Figure 2',
      'Later report',
    ]);
  });

  it('says where an article differs from itself', () => {
    const own = renderFigures([figure('14 people'), figure('12 people')]);
    expect(own.title).toBe('One article, different figures');
    const mixed = renderFigures([figure('16', { id: 'b' }), figure('14'), figure('12')]);
    expect(mixed.description?.split('\n').at(-1)).toBe('**3** “12” · the same article');
  });

  it('says below a row that its article was corrected, once for each article', () => {
    const correction = 'Corrected on 6 May 2022: *One* of them\nlives.';
    const corrected = { id: 'b', correction };
    const figures = [figure('14', corrected), figure('13', corrected), figure('12')];
    const lines = renderFigures(figures).description?.split('\n') ?? [];
    expect(lines).toHaveLength(4);
    expect(lines[1]).toMatch(/^-# /);
    expect(readMarkdown(lines[1]?.slice(3) ?? '')).toEqual({
      text: 'Corrected on 6 May 2022: *One* of them lives.',
      bold: [],
      markup: [],
    });
    expect(lines[2]).toBe('**2** “13” · the same article');
  });

  it('shows what is hostile as it is written, and on one line', () => {
    const hostile = figure('12\n**men** <@1>', {
      outlet: 'Post\n# [News](https://x.example) @everyone',
      published: null,
    });
    const { description = '' } = renderFigures([hostile, figure('14', { id: 'b' })]);
    const [first = '', ...others] = description.split('\n');
    expect(others).toHaveLength(1);
    const shown = readMarkdown(first);
    expect(shown.text).toBe(
      '1 “12 **men** <@1>” · Post # [News](https://x.example) @everyone · date unknown',
    );
    expect(shown.bold).toEqual(['1']);
    expect(shown.markup).toEqual([]);
  });

  it('fits into an embed beside its quotes, however long the names are', () => {
    const long = figure('9'.repeat(900), { outlet: '*'.repeat(5000) });
    const { description = '' } = renderFigures([long, long, long, long, long]);
    expect(description.length).toBeLessThan(2000);
    const correction = '*'.repeat(5000);
    const corrected = ['a', 'b', 'c', 'd', 'e'].map((id) => ({
      ...long,
      article: { ...long.article, id, correction },
    }));
    expect(renderFigures(corrected).description?.length).toBeLessThan(2500);
  });
});

describe('the notice of a later report', () => {
  it('is one line with day, figure and outlet', () => {
    const later = figure('Sixteen\npeople', { outlet: 'Valley *Times*', published: '2022-05-20' });
    expect(readMarkdown(laterNotice(later))).toEqual({
      text: 'Reported differently on 20 May 2022: “Sixteen people” · Valley *Times*',
      bold: [],
      markup: [],
    });
  });

  it('says that the article was corrected', () => {
    const later = figure('16', { correction: 'Corrected on 21 May 2022' });
    expect(laterNotice(later)).toMatch(/ · The Morning Post · Corrected on 21 May 2022$/);
  });
});

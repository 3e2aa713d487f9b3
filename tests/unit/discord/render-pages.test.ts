import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LibraryOverview } from '../../../src/quotes/library.ts';
import type { QuotedArticle } from '../../../src/quotes/quote.ts';
import type { MessageBody } from '../../../src/discord/reply.ts';
import { renderHelp } from '../../../src/discord/render/help.ts';
import { renderNothingFound, renderUnreadable } from '../../../src/discord/render/nothing-found.ts';
import {
  findOutlet,
  parseSourcesButton,
  renderSources,
  type SourcesView,
} from '../../../src/discord/render/sources.ts';
import { expectWithinLimits } from '../../support/message-limits.ts';
import {
  arbitraryArticle,
  hostileText,
  quotableText,
  quoteWith,
} from '../../support/quote-arbitraries.ts';
import { readMarkdown } from '../../support/read-markdown.ts';

const OVERVIEW: LibraryOverview = {
  articles: 42,
  passages: 400,
  builtAt: '2023-01-01T00:00:00Z',
  published: { from: '2022-11-14', to: '2022-12-29' },
  outlets: [
    { name: 'The Morning Post', articles: 40 },
    { name: 'Evening *Star*', articles: 2 },
  ],
  languages: ['English'],
};

function articleOf(fields: Partial<QuotedArticle> = {}): QuotedArticle {
  return {
    id: '0123456789ab',
    path: 'river.md',
    title: 'The river',
    outlet: 'The Morning Post',
    url: null,
    note: null,
    sha256: '0'.repeat(64),
    published: '2022-11-16',
    ...fields,
  };
}

function sourcesView(
  articles: readonly QuotedArticle[],
  fields: Partial<SourcesView> = {},
): SourcesView {
  const page = { articles, total: 42 };
  return { page, offset: 0, pageSize: 2, overview: OVERVIEW, ...fields };
}

function buttonsOf({ components = [] }: MessageBody): readonly object[] {
  return components.flatMap<object>((row) => ('components' in row ? row.components : []));
}

describe('the list of articles', () => {
  it('names date, outlet and title, with a link and who added it where that is known', () => {
    const articles = [
      articleOf({ url: 'https://post.example/(a)' }),
      articleOf({ id: 'b', title: 'A *b*', outlet: null, published: null }),
    ];
    const body = renderSources(sourcesView(articles, { addedBy: new Map([['b', 'Ada_L']]) }));
    expect(body.embeds?.[0]?.description?.split('\n')).toEqual([
      '42 articles from 2 outlets, published 14 November – 29 December 2022',
      '',
      '16 November 2022 · The Morning Post · [The river](https://post.example/%28a%29)',
      String.raw`date unknown · Outlet unknown · A \*b\* · added by Ada\_L`,
    ]);
    expect(body.embeds?.[0]?.footer?.text).toBe('1–2 of 42');
  });

  it('names an article without a title by its file', () => {
    const articles = [articleOf({ title: null, path: 'notes/a_b.txt' })];
    const lines = renderSources(sourcesView(articles)).embeds?.[0]?.description?.split('\n');
    expect(lines?.at(-1)).toBe(String.raw`16 November 2022 · The Morning Post · notes/a\_b.txt`);
  });

  it('can be leafed through in both directions', () => {
    const articles = [articleOf(), articleOf()];
    expect(buttonsOf(renderSources(sourcesView(articles)))).toMatchObject([
      { label: 'Newer', disabled: true },
      { label: 'Older', custom_id: 'sources:2' },
    ]);
    expect(buttonsOf(renderSources(sourcesView(articles, { offset: 40 })))).toMatchObject([
      { label: 'Newer', custom_id: 'sources:38' },
      { label: 'Older', disabled: true },
    ]);
  });

  it('has no buttons when all is on one page', () => {
    const page = { articles: [articleOf()], total: 1 };
    expect(renderSources(sourcesView([], { page })).components).toEqual([]);
  });

  it('stays with one outlet from page to page', () => {
    const outlet = 'Evening *Star*';
    const body = renderSources(sourcesView([articleOf(), articleOf()], { outlet }));
    expect(body.embeds?.[0]?.description).toContain(String.raw`42 articles from Evening \*Star\*`);
    const [, older] = buttonsOf(body) as readonly { custom_id: string }[];
    const button = parseSourcesButton(older?.custom_id ?? '');
    expect(button?.offset).toBe(2);
    expect(findOutlet(button?.outletKey ?? '', OVERVIEW.outlets)).toBe(outlet);
  });

  it('knows no outlet that has gone', () => {
    expect(findOutlet('0123456789ab', OVERVIEW.outlets)).toBeUndefined();
  });

  it.each(['sources:', 'sources:-1', 'sources:01', 'sources:1:', 'sources:1:xyz', 'more:1', ''])(
    'has no button with the id %j',
    (id) => {
      expect(parseSourcesButton(id)).toBeNull();
    },
  );

  it('keeps to the limits whatever the articles are called', () => {
    fc.assert(
      fc.property(
        fc.array(arbitraryArticle, { maxLength: 30 }),
        fc.nat(100),
        fc.option(hostileText, { nil: undefined }),
        hostileText,
        (articles, offset, outlet, name) => {
          const addedBy = new Map(articles.map(({ id }) => [id, name]));
          const body = renderSources(sourcesView(articles, { offset, outlet, addedBy }));
          expectWithinLimits(body);
          const { markup } = readMarkdown(body.embeds?.[0]?.description ?? '');
          expect(markup.filter((found) => !found.startsWith('link: '))).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('shows a full page of articles with the longest titles', () => {
    const long = articleOf({
      title: '*'.repeat(300),
      outlet: '_'.repeat(300),
      url: `https://post.example/${'a'.repeat(2000)}`,
    });
    const body = renderSources(sourcesView(Array.from({ length: 15 }, () => long)));
    expect(body.embeds?.[0]?.footer?.text).toBe('1–15 of 42');
  });
});

describe('the admission that nothing was found', () => {
  const quotes = fc.array(quoteWith(quotableText), { maxLength: 5 });

  it('names the closest articles once each', () => {
    const [quote] = fc.sample(quoteWith(fc.constant('It rained.')), 1);
    const closest = ['a', 'b', 'a', 'c', 'd'].map((id) => ({
      ...quote!,
      article: articleOf({ id, title: `Title ${id}` }),
    }));
    expect(renderNothingFound({ closest }).content?.split('\n')).toEqual([
      'Nothing close enough in the articles.',
      'These came nearest, but probably do not answer your question:',
      '- The Morning Post · 16 November 2022 · Title a',
      '- The Morning Post · 16 November 2022 · Title b',
      '- The Morning Post · 16 November 2022 · Title c',
      'What they cover is listed in `/sources`.',
    ]);
  });

  it('names closest articles without a title by their files', () => {
    const [quote] = fc.sample(quoteWith(fc.constant('It rained.')), 1);
    const article = articleOf({ title: null, path: 'notes.txt' });
    expect(renderNothingFound({ closest: [{ ...quote!, article }] }).content).toContain(
      '- The Morning Post · 16 November 2022 · notes.txt\n',
    );
  });

  it('points to the list of articles where nothing came near', () => {
    const short = 'Nothing close enough in the articles. What they cover is listed in `/sources`.';
    expect(renderNothingFound({}).content).toBe(short);
  });

  it('keeps to the limits', () => {
    fc.assert(
      fc.property(quotes, (closest) => {
        const body = renderNothingFound({ closest });
        expectWithinLimits(body);
        const titles = (body.content ?? '').split('\n').filter((line) => line.startsWith('- '));
        for (const title of titles) expect(readMarkdown(title.slice(2)).markup).toEqual([]);
      }),
    );
  });

  it('names the languages that can be read', () => {
    expect(renderUnreadable('Cyrillic', ['English', 'German']).content).toContain(
      'I only read English and German.',
    );
    expect(renderUnreadable('Cyrillic', []).content).toContain('I cannot read Cyrillic.');
  });
});

describe('the help', () => {
  it('says how to ask, by an example from the corpus, and what was not verified', () => {
    const text = JSON.stringify(renderHelp({ overview: OVERVIEW, example: 'The *river*' }));
    expect(text).toContain(JSON.stringify(String.raw`/ask The \*river\*`).slice(1, -1));
    expect(text).toContain('nobody has checked');
    expect(text).toContain('42 articles');
    for (const way of ['/ask', 'mention', 'Find quotes on this', '/sources']) {
      expect(text).toContain(way);
    }
  });

  it('does without an example', () => {
    expect(JSON.stringify(renderHelp({ overview: OVERVIEW, example: null }))).not.toContain(
      'For example',
    );
  });

  it('keeps to the limits', () => {
    fc.assert(
      fc.property(fc.option(hostileText), (example) => {
        const body = renderHelp({ overview: OVERVIEW, example });
        expectWithinLimits(body);
        expect(body.embeds).toHaveLength(1);
      }),
    );
  });
});

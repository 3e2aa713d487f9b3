import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_QUOTE_CHARS } from '../../../src/quotes/quote.ts';
import type { Quote } from '../../../src/quotes/quote.ts';
import { renderAnswer } from '../../../src/discord/render/answer.ts';
import {
  renderCorrectionReply,
  renderOutdated,
  withdrawnNotice,
} from '../../../src/discord/render/correction.ts';
import { markEmbeds } from '../../../src/discord/render/mark-embeds.ts';
import { renderCorrectionProposal } from '../../../src/discord/render/correction-proposal.ts';
import { renderFigures, type ShownFigure } from '../../../src/discord/render/reports.ts';
import type { OutdatedPassage } from '../../../src/state/corrections.ts';
import { expectWithinLimits } from '../../support/message-limits.ts';
import { hostileText, quoteWith } from '../../support/quote-arbitraries.ts';
import { readMarkdown } from '../../support/read-markdown.ts';

const CORRECTED = { kind: 'corrected', day: '2022-12-30', note: 'The cost was wrong.' } as const;
const WITHDRAWN = { kind: 'withdrawn', day: '2022-12-30', note: null } as const;

function bodyOf(quotes: readonly Quote[]): ReturnType<typeof renderAnswer> {
  return renderAnswer({
    answerId: 'AAAAAAAAAAAA',
    quotes,
    header: null,
    about: null,
    buttons: { isPrivate: false, isUnasked: false, canFollowUp: true, canOpenThread: true },
    offset: 0,
    mayHaveMore: false,
  });
}

function outdated({ article, start, end, text }: Quote, now: string | null): OutdatedPassage {
  return { kind: 'corrected', path: article.path, start, end, before: text, now };
}

describe('an outdated passage', () => {
  it('is shown as it was and as it is', () => {
    const passage = { before: 'It cost 4.', now: 'It cost *5*.' };
    expect(renderOutdated(passage, CORRECTED, 1000)).toBe(
      '**Corrected on 30 December 2022:** The cost was wrong.\n\n' +
        'It said:\n“It cost 4.”\n\nIt now says:\n“It cost \\*5\\*.”',
    );
    expect(renderOutdated({ ...passage, now: null }, CORRECTED, 1000)).toContain(
      '\n\nIt no longer says anything of the kind.',
    );
    expect(renderOutdated(passage, WITHDRAWN, 1000)).toBe(
      '**Withdrawn on 30 December 2022**\n\nIt said:\n“It cost 4.”',
    );
  });

  it('is marked in its embed; every other embed stays as it was', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(quoteWith(hostileText), {
          minLength: 1,
          maxLength: 3,
          selector: ({ start }) => start,
        }),
        hostileText.map((text) => text.slice(0, MAX_QUOTE_CHARS)),
        fc.option(hostileText),
        (quotes, now, note) => {
          const { embeds = [] } = bodyOf(quotes);
          const [first] = quotes;
          const marked = markEmbeds(embeds, [outdated(first!, now)], { ...CORRECTED, note });
          if (marked.embeds === null) return;
          expect(marked.embeds).toHaveLength(embeds.length);
          expect(marked.embeds.slice(1)).toEqual(embeds.slice(1));
          expectWithinLimits({ embeds: [...marked.embeds] });
          // Done twice, it is as it was.
          const again = markEmbeds(marked.embeds, [outdated(first!, now)], { ...CORRECTED, note });
          expect(again.isMarked).toBe(true);
        },
      ),
      { numRuns: 50, endOnFailure: true },
    );
  });

  it('shows no markup of the article, and the letters as they are', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const before = text.slice(0, 400);
        const shown = readMarkdown(renderOutdated({ before, now: null }, WITHDRAWN, 4096));
        expect(shown.markup).toEqual([]);
        expect(shown.text).toContain(`“${before}”`);
      }),
    );
  });

  it('is told from one whose file has a name with the same end', () => {
    const text = 'It cost 4.';
    const base = { ...fc.sample(quoteWith(fc.constant(text)), 1)[0]!, start: 10, end: 20, text };
    const named = (path: string): Quote => ({
      ...base,
      highlights: [],
      article: { ...base.article, path },
    });
    const { embeds = [] } = bodyOf([named('old/mill.md'), named('mill.md')]);
    const marked = markEmbeds(embeds, [outdated(named('mill.md'), null)], CORRECTED);
    expect(marked.outdated.map(({ footer }) => footer)).toEqual([embeds[1]?.footer]);
    expect(marked.embeds?.[0]).toEqual(embeds[0]);
  });

  it('strikes the row of a figure out and says why below it, once', () => {
    const figure = (text: string, path: string, correction?: string): ShownFigure => {
      const { article } = fc.sample(quoteWith(fc.constant(text)), 1)[0]!;
      const known = { ...article, id: path, path, outlet: 'Herald', published: '2022-11-16' };
      return {
        figure: text,
        article: { ...known, ...(correction !== undefined && { correction }) },
      };
    };
    const table = renderFigures([
      figure('14', 'mine.md'),
      figure('12', 'mill.md', 'Corrected on 1 December 2022: *No*.'),
      figure('9', 'hall.md'),
    ]);
    const passage = {
      kind: 'withdrawn',
      path: 'mill.md',
      start: 5,
      end: 9,
      before: '12.',
    } as const;
    const outdatedRow = [{ ...passage, now: null, row: 2 }];
    const note = `${'x'.repeat(600)}\n~~`;
    const marked = markEmbeds([{ title: 'A quote' }, table], outdatedRow, { ...WITHDRAWN, note });
    const lines = marked.embeds?.[1]?.description?.split('\n') ?? [];
    expect(lines).toHaveLength(4);
    expect(lines[1]).toBe('**2** ~~“12” · Herald · 16 November 2022~~');
    expect(lines[2]).toMatch(/^-# \*\*Withdrawn on 30 December 2022:\*\* x+…$/);
    expect([lines[0], lines[3]]).toEqual([
      '**1** “14” · Herald · 16 November 2022',
      '**3** “9” · Herald · 16 November 2022',
    ]);
    expect(marked.embeds?.[0]).toEqual({ title: 'A quote' });
    expect(marked.outdated.map(({ title }) => title)).toEqual(['Reports give different figures']);
    const again = markEmbeds(marked.embeds!, outdatedRow, { ...WITHDRAWN, note });
    expect(again).toMatchObject({ embeds: marked.embeds, isMarked: true });
    expect(markEmbeds([{ title: 'A quote' }], outdatedRow, WITHDRAWN).outdated).toEqual([]);
  });

  it('is added where a later report stands above the quotes, once', () => {
    const passage = { path: 'mine.md', start: 5, end: 30, before: '16 died.', now: '15 died.' };
    const later = [{ ...passage, kind: 'corrected', row: null } as const];
    const marked = markEmbeds([{ title: 'A quote' }], later, CORRECTED);
    expect(marked.embeds).toEqual([
      { title: 'A quote' },
      {
        title: 'Later report',
        description: renderOutdated(passage, CORRECTED, 4096),
        footer: { text: 'mine.md, characters 5–30' },
      },
    ]);
    expect(marked).toMatchObject({ isMarked: false, outdated: [{ title: 'Later report' }] });
    expect(markEmbeds(marked.embeds!, later, CORRECTED)).toMatchObject({
      embeds: marked.embeds,
      isMarked: true,
    });
  });

  it('is not looked for in an answer that does not show it', () => {
    const marked = markEmbeds([{ title: 'A table' }], [], CORRECTED);
    expect(marked).toEqual({ embeds: [{ title: 'A table' }], outdated: [], isMarked: true });
  });
});

describe('what is said about a correction', () => {
  it('stays within the limits of Discord, whatever the article says', () => {
    fc.assert(
      fc.property(quoteWith(hostileText), hostileText, hostileText, (quote, now, note) => {
        const { embeds = [] } = bodyOf([quote]);
        const passage = outdated(quote, now.slice(0, MAX_QUOTE_CHARS));
        const marked = markEmbeds(embeds, [passage], { ...CORRECTED, note });
        expect(marked.outdated).toHaveLength(embeds.length);
        expectWithinLimits(renderCorrectionReply(marked.outdated, CORRECTED));
        expectWithinLimits({
          content: withdrawnNotice({ article: quote.article, on: '2022-12-30', note }),
        });
        const answers = Array.from({ length: 30 }, (_, position) => ({
          askedAtMs: position,
          serverId: '222222222222222222',
          channelId: '333333333333333333',
          messageId: '444444444444444444',
          passages: [passage],
        }));
        const correction = {
          ...CORRECTED,
          path: quote.article.path,
          note,
          serverId: '222222222222222222',
        };
        for (const offset of [0, 10, 29, 999]) {
          expectWithinLimits(
            renderCorrectionProposal({
              correction,
              replacesFile: true,
              answers,
              actionId: 'A'.repeat(16),
              offset,
            }),
          );
        }
      }),
      { numRuns: 50, endOnFailure: true },
    );
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderTimeline, type TimelineView } from '../../../src/discord/render/timeline.ts';
import {
  MAX_TOPIC_CHARS,
  parseTimelineButton,
  timelineButtonId,
} from '../../../src/discord/render/timeline-button.ts';
import { chartOf, describeChart } from '../../../src/discord/render/timeline-chart.ts';
import { labelOf } from '../../../src/discord/render/shorten.ts';
import type { Timeline, TimelineDay } from '../../../src/quotes/make-timeline.ts';
import { expectWithinLimits } from '../../support/message-limits.ts';
import { hostileText, quotableText, quoteWith } from '../../support/quote-arbitraries.ts';
import { readMarkdown } from '../../support/read-markdown.ts';

const TEXT = 'The bridge opened.';

/** The days from 1 November on, with a report each. */
function timelineOf(count: number, fields: Partial<Timeline> = {}): Timeline {
  const days = Array.from({ length: count }, (_, position) =>
    dayOn(`2022-11-${String(position + 1).padStart(2, '0')}`),
  );
  return { topic: 'bridge', days, undatedArticles: 0, isCutShort: false, ms: 1, ...fields };
}

function dayOn(day: string, fields: Partial<TimelineDay> = {}): TimelineDay {
  return {
    span: { from: day, to: day },
    kind: 'event',
    quote: {
      text: TEXT,
      start: 0,
      end: TEXT.length,
      eventDates: [],
      article: {
        id: '0123456789ab',
        path: 'bridge.md',
        title: 'Bridge opens',
        outlet: 'The Morning Post',
        url: 'https://example.com/bridge',
        note: null,
        sha256: '0'.repeat(64),
        published: '2022-11-16',
      },
    },
    articles: 1,
    outlets: 1,
    reports: 1,
    ...fields,
  };
}

function view(timeline: Timeline, offset = 0, topic = 'bridge'): TimelineView {
  return { timeline, page: { topic, offset }, notice: null };
}

function buttonsOf(timeline: TimelineView) {
  const rows = renderTimeline(timeline).components ?? [];
  return rows.flatMap((row) =>
    'components' in row
      ? row.components.map((button) => {
          const { custom_id: id = '', disabled = false } = button as {
            custom_id?: string;
            disabled?: boolean;
          };
          return { page: parseTimelineButton(id)?.offset, disabled };
        })
      : [],
  );
}

describe('a page of a timeline', () => {
  it('has five days, and leads on to the others', () => {
    expect(renderTimeline(view(timelineOf(12))).embeds).toHaveLength(5);
    expect(buttonsOf(view(timelineOf(12)))).toEqual([
      { page: 0, disabled: true },
      { page: 5, disabled: false },
    ]);
    expect(buttonsOf(view(timelineOf(12), 10))).toEqual([
      { page: 5, disabled: false },
      { page: 12, disabled: true },
    ]);
  });

  it('has no buttons where all is on one page', () => {
    expect(buttonsOf(view(timelineOf(5)))).toEqual([]);
  });

  it('says which part of the whole it is', () => {
    expect(renderTimeline(view(timelineOf(12), 5)).content).toBe(
      '**Timeline of “bridge”** · 12 days, here 6–10 · 1–12 November 2022',
    );
  });

  it('says what is missing', () => {
    const { content } = renderTimeline(
      view(timelineOf(1, { undatedArticles: 2, isCutShort: true })),
    );
    expect(content).toContain('days may be missing');
    expect(content).toContain('2 articles on this without a date');
  });

  it('has day, headline, quote, outlet and date', () => {
    const days = [dayOn('2022-11-16', { kind: 'published', articles: 7, outlets: 3, reports: 3 })];
    const [embed] = renderTimeline(view(timelineOf(0, { days }))).embeds ?? [];
    expect(embed).toMatchObject({
      author: { name: '16 November 2022 (published)' },
      title: 'Bridge opens',
      description: `“${TEXT}”`,
      footer: {
        text:
          'The Morning Post · 16 November 2022 · 3 outlets, 7 articles · 2 other reports\n' +
          'bridge.md, characters 0–18',
      },
    });
  });

  it('fits into a message, with the quotes word for word, whatever the articles hold', () => {
    const quotes = fc.array(quoteWith(quotableText), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(quotes, hostileText, (drawn, asked) => {
        const topic = labelOf(asked.slice(0, MAX_TOPIC_CHARS)) ?? 'x';
        const days = drawn.map((quote) => dayOn('2022-11-16', { quote }));
        const page = view(timelineOf(0, { days }), 0, topic);
        const body = renderTimeline(page);
        expectWithinLimits(body);
        expect(body.embeds?.length).toBeGreaterThan(0);
        const texts = body.embeds?.map(({ description = '' }) => readMarkdown(description).text);
        const whole = drawn.map(({ text }) => `“${text}”`);
        expect(texts).toEqual(whole.slice(0, texts?.length));
        expect(describeChart(chartOf(page)).length).toBeLessThanOrEqual(1024);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the button to a page', () => {
  it('holds all that the page is made from', () => {
    const page = { topic: 'a:b “c”', from: '2022-11-01', to: undefined, offset: 25 };
    expect(parseTimelineButton(timelineButtonId(page))).toEqual(page);
  });

  it('has room for the longest topic', () => {
    const topic = 'x'.repeat(MAX_TOPIC_CHARS);
    const id = timelineButtonId({ topic, from: '2022-11-01', to: '2022-12-01', offset: 9999 });
    expect(id.length).toBeLessThanOrEqual(100);
    expect(parseTimelineButton(id)?.topic).toBe(topic);
  });

  it.each([
    'timeline:0::',
    'timeline:0:::',
    'timeline:-1:::x',
    'timeline:01:::x',
    'timeline:0:2022-13-01::x',
    'timeline:0:----------::x',
    `timeline:0:::${'x'.repeat(61)}`,
    'sources:0',
  ])('is none of another form: %s', (id) => {
    expect(parseTimelineButton(id)).toBeNull();
  });
});

describe('the words for a picture', () => {
  it('tell each bar and headline', () => {
    const days = [dayOn('2022-11-15', { reports: 3 }), dayOn('2022-11-16', { kind: 'published' })];
    expect(describeChart(chartOf(view(timelineOf(0, { days }))))).toBe(
      'Bars by day: reports on “bridge”. 15 November 2022: 3 reports, “Bridge opens”. ' +
        '16 November 2022 (published): 1 report, “Bridge opens”.',
    );
  });

  it('tell which part is shown', () => {
    expect(describeChart(chartOf(view(timelineOf(12), 10)))).toContain(', days 11 to 12 of 12.');
  });
});

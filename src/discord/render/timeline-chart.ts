import type { TimelineDay } from '../../quotes/make-timeline.ts';
import type { Chart } from '../../timeline/chart.ts';
import { formatSpan } from './day-span.ts';
import { countOf } from './overview-line.ts';
import { labelOf, shorten } from './shorten.ts';
import { daysOfPage, type TimelineView } from './timeline.ts';

/** Discord's limit of the text that describes a file. */
const MAX_DESCRIPTION_CHARS = 1024;
const MAX_HEADLINE_CHARS = 120;

/** What the picture of a page shows. */
export function chartOf(view: TimelineView): Chart {
  const { timeline, page } = view;
  return {
    topic: page.topic,
    days: timeline.days.map(({ span, reports }) => ({ day: span.from, reports })),
    firstRow: page.offset,
    rows: daysOfPage(view).map((day) => ({
      when: formatSpan(day.span),
      isPublished: day.kind === 'published',
      reports: day.reports,
      headline: headlineOf(day),
    })),
  };
}

/** The same in words, for those who do not see it. Not Markdown. */
export function describeChart({ topic, days, firstRow, rows }: Chart): string {
  const which =
    rows.length === days.length
      ? ''
      : `, days ${firstRow + 1} to ${firstRow + rows.length} of ${days.length}`;
  const lines = rows.map(({ when, isPublished, reports, headline }) => {
    const day = isPublished ? `${when} (published)` : when;
    return `${day}: ${countOf(reports, 'report')}, “${shorten(headline, MAX_HEADLINE_CHARS)}”.`;
  });
  const text = [`Bars by day: reports on “${topic}”${which}.`, ...lines].join(' ');
  return shorten(text, MAX_DESCRIPTION_CHARS);
}

function headlineOf({ quote }: TimelineDay): string {
  return labelOf(quote.article.title) ?? labelOf(quote.article.outlet) ?? 'Untitled';
}

import type { APIEmbed } from 'discord-api-types/v10';
import type { Timeline, TimelineDay } from '../../quotes/make-timeline.ts';
import { spreadInWords } from '../../timeline/spread-in-words.ts';
import { LIMITS } from '../limits.ts';
import type { MessageBody } from '../reply.ts';
import { formatSpan } from './day-span.ts';
import { fitEmbeds } from './fit.ts';
import { countOf } from './overview-line.ts';
import { renderButton, rowsOf } from './buttons.ts';
import { renderQuotation } from './quotation.ts';
import { labelOf, shortenMarkdown } from './shorten.ts';
import { outletAndDate, placeOf, renderNote, renderSource } from './source.ts';
import { type TimelineButton, timelineButtonId } from './timeline-button.ts';

/** So many days can be read in one message, and in one picture on a phone. */
const DAYS_PER_PAGE = 5;

export interface TimelineView {
  /** Has at least one day. */
  readonly timeline: Timeline;
  /** What was asked for, and the days before this page. */
  readonly page: TimelineButton;
  /** A line above all; null for none. */
  readonly notice: string | null;
}

/** The days that a page has room for. */
export function daysOfPage({ timeline, page }: TimelineView): TimelineDay[] {
  const days = timeline.days.slice(page.offset, page.offset + DAYS_PER_PAGE);
  return days.slice(0, fitEmbeds(days.map(renderDay)).length);
}

/** A page of a timeline, oldest day first, with buttons to the pages before and after. */
export function renderTimeline(view: TimelineView): MessageBody {
  const days = daysOfPage(view);
  return {
    content: renderHeading(view, days.length),
    embeds: days.map(renderDay),
    components: renderButtons(view, days.length),
  };
}

/** The day that a report is filed under, in words. */
function dayInWords({ span, kind }: Pick<TimelineDay, 'span' | 'kind'>): string {
  return kind === 'event' ? formatSpan(span) : `${formatSpan(span)} (published)`;
}

function renderHeading({ timeline, page, notice }: TimelineView, shown: number): string {
  const { days, undatedArticles, isCutShort } = timeline;
  const topic = shortenMarkdown(labelOf(page.topic) ?? '–', 2 * LIMITS.choice);
  const whole = formatSpan({ from: days[0]!.span.from, to: days.at(-1)!.span.from });
  const last = page.offset + shown;
  const part = shown === days.length ? '' : `, here ${page.offset + 1}–${last}`;
  const lines = [
    ...(notice === null ? [] : [notice]),
    `**Timeline of “${topic}”** · ${countOf(days.length, 'day')}${part} · ${whole}`,
  ];
  if (isCutShort) {
    lines.push(
      '-# There is more than I can look at; days may be missing. Limit it with `from`, `to`.',
    );
  }
  if (undatedArticles > 0) {
    lines.push(`-# ${countOf(undatedArticles, 'article')} on this without a date left out.`);
  }
  return lines.join('\n');
}

function renderDay(day: TimelineDay): APIEmbed {
  const { quote } = day;
  const { title, url } = renderSource(quote.article, quote.text);
  return {
    author: { name: dayInWords(day) },
    ...(title !== undefined && { title }),
    ...(url !== undefined && { url }),
    description: renderQuotation(quote.text, { maxLength: LIMITS.embedDescription }),
    fields: renderNote(quote.article),
    footer: {
      text: `${outletAndDate(quote.article)} · ${spreadInWords(day)}\n${placeOf(quote)}`,
    },
  };
}

/** None when all is on one page. */
function renderButtons({ timeline, page }: TimelineView, shown: number): ReturnType<typeof rowsOf> {
  const next = page.offset + shown;
  const isFirst = page.offset === 0;
  const isLast = next >= timeline.days.length;
  if (isFirst && isLast) return [];
  const previous = Math.max(0, page.offset - DAYS_PER_PAGE);
  // Discord refuses two buttons with the same id.
  const buttonTo = (offset: number): string => timelineButtonId({ ...page, offset });
  return rowsOf([
    renderButton('Earlier', buttonTo(previous), { isDisabled: isFirst }),
    renderButton('Later', buttonTo(Math.max(page.offset + 1, next)), { isDisabled: isLast }),
  ]);
}

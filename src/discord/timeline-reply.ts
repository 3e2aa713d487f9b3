import { formatDay } from '../corpus/calendar-date.ts';
import type { Timeline } from '../quotes/make-timeline.ts';
import type { BotParts } from './bot-parts.ts';
import { escapeMarkdown } from './markdown.ts';
import { canAttach } from './permissions.ts';
import { quotesSamples } from './quotes-samples.ts';
import { renderTimeline, type TimelineView } from './render/timeline.ts';
import type { TimelineButton } from './render/timeline-button.ts';
import { chartOf, describeChart } from './render/timeline-chart.ts';
import { type MessageBody, type MessageFile, noteTo, type Reply } from './reply.ts';
import type { Place } from './request.ts';
import { unlessBusy } from './unless-busy.ts';

interface Asked {
  readonly place: Place;
  readonly parts: BotParts;
}

/** The first page of a timeline, or that there is none. */
export async function timelineReply(
  page: TimelineButton,
  { place, notice, parts }: Asked & { readonly notice: string | null },
): Promise<Reply> {
  return unlessBusy(async () => {
    const timeline = await askLibrary(page, { place, parts });
    if (timeline.days.length === 0) {
      return { ...noteTo(nothingFound(timeline, page)), outcome: 'nothing_found' };
    }
    const body = await withPicture({ timeline, page, notice }, { place, parts });
    return { body, isPrivate: notice !== null, outcome: 'answered' };
  });
}

/** Another page; the last one where the articles have fewer days by now. */
export async function turnTimelinePage(page: TimelineButton, asked: Asked): Promise<MessageBody> {
  const timeline = await askLibrary(page, asked);
  const { length } = timeline.days;
  if (length === 0) return { content: nothingFound(timeline, page), files: [] };
  const offset = Math.min(page.offset, length - 1);
  return withPicture({ timeline, page: { ...page, offset }, notice: null }, asked);
}

async function askLibrary(
  { topic, from, to }: TimelineButton,
  { place, parts }: Asked,
): Promise<Timeline> {
  const sampleCorpus = quotesSamples(place, parts);
  return parts.library.timeline(topic, { filters: { from, to, sampleCorpus } });
}

async function withPicture(view: TimelineView, asked: Asked): Promise<MessageBody> {
  const picture = await drawPicture(view, asked);
  return { ...renderTimeline(view), files: picture === null ? [] : [picture] };
}

/** Null where the bot may not attach files, or the library for drawing does not work here. */
async function drawPicture(
  view: TimelineView,
  { place, parts: { logger } }: Asked,
): Promise<MessageFile | null> {
  if (!canAttach(place)) return null;
  try {
    // Loaded late: it is large, and few start a bot to draw at once.
    const { drawChart } = await import('../timeline/draw-chart.ts');
    const chart = chartOf(view);
    return {
      name: 'timeline.png',
      contentType: 'image/png',
      description: describeChart(chart),
      base64: (await drawChart(chart)).toString('base64'),
    };
  } catch (error) {
    logger.warn({ error }, 'could not draw a timeline; it is shown without a picture');
    return null;
  }
}

function nothingFound({ undatedArticles }: Timeline, { topic, from, to }: TimelineButton): string {
  const name = `“${escapeMarkdown(topic)}”`;
  if (undatedArticles > 0) {
    return `What I have on ${name} has no date, so there is no timeline of it. \`/ask\` finds it.`;
  }
  const [first, last] = [from, to].map((day) => (day === undefined ? null : formatDay(day)));
  const when = [
    ...(first == null ? [] : [` from ${first}`]),
    ...(last == null ? [] : [` up to ${last}`]),
  ].join('');
  return `Nothing in the articles${when} is close enough to ${name}.`;
}

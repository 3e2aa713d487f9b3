import type { TextRange } from '../corpus/article.ts';
import type { Embedder } from '../embeddings/embedder.ts';
import { termsOf } from '../retrieval/analyze.ts';
import type { Filters } from '../retrieval/filters.ts';
import { NO_RELATED_WORDS } from '../retrieval/related-words.ts';
import { type RankedPassage, retrieve } from '../retrieval/retrieve.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import { type DayOfReports, groupByDay, type Report } from '../timeline/group-by-day.ts';
import { type ReportDay, reportDayOf } from '../timeline/report-day.ts';
import type { Excerpt } from './quote.ts';
import { sliceOnTopic, widen } from './slice-on-topic.ts';
import { takeExcerpt } from './take-excerpt.ts';

export interface TimelineOptions {
  /** The days are those that the reports tell of, or were published on where they name none. */
  readonly filters?: Filters;
}

/** What was reported on a topic, day by day. */
export interface Timeline {
  readonly topic: string;
  /** Oldest first; a day without a report is not among them. */
  readonly days: readonly TimelineDay[];
  /** Articles on the topic that have no date, and so no place among the days. */
  readonly undatedArticles: number;
  /** Whether there are more passages on the topic than were looked at; then days may be missing. */
  readonly isCutShort: boolean;
  /** Time that it took, in milliseconds. */
  readonly ms: number;
}

export interface TimelineDay extends ReportDay {
  readonly quote: Excerpt;
  /** Articles in which the quote stands, or nearly so. */
  readonly articles: number;
  /** Different outlets of those articles, as far as they are known. */
  readonly outlets: number;
  /** Reports of this day in all; those with nearly the same text count once. */
  readonly reports: number;
}

/** A topic that is in the news each day for months has more; then the closest are looked at. */
const MAX_PASSAGES = 400;
/** Where one of the last that were looked at is on the topic, others may be that were not. */
const TAIL_PASSAGES = 20;

interface Found extends Report {
  readonly passage: number;
  readonly slice: TextRange;
}

/**
 * Goes through what the articles have on a topic and chooses a quote for each day. What is not close
 * enough to the topic fills no day.
 */
export async function makeTimeline(
  index: SearchIndex,
  embedder: Embedder,
  topic: string,
  { filters = {} }: TimelineOptions = {},
): Promise<Timeline> {
  const started = performance.now();
  const { passages, asked } = await retrieve(index, embedder, topic, {
    filters,
    // A topic is named, and few words have to tell what is on it.
    related: NO_RELATED_WORDS,
    count: MAX_PASSAGES,
  });
  const close = passages.flatMap((ranked) => {
    const slice = sliceOnTopic(index, ranked.passage, asked);
    return slice === null ? [] : [{ ranked, slice }];
  });
  const dated = close.flatMap(({ ranked, slice }) => readReport(index, ranked, slice) ?? []);
  const days = groupByDay(dated.filter(({ when }) => isWithin(when, filters)));
  const tail = new Set(passages.slice(MAX_PASSAGES - TAIL_PASSAGES));
  return {
    topic,
    days: days.map((day) => toTimelineDay(index, day)),
    undatedArticles: countUndated(index, close),
    isCutShort: close.some(({ ranked }) => tail.has(ranked)),
    ms: Math.round((performance.now() - started) * 10) / 10,
  };
}

/** Null where the article has no date. */
function readReport(
  index: SearchIndex,
  { passage, relevance }: RankedPassage,
  slice: TextRange,
): Found | null {
  const row = index.passages.at(passage);
  const { text, outlet, date } = index.articles.at(row.article);
  if (date === null) return null;
  return {
    article: row.article,
    outlet,
    published: date,
    when: reportDayOf(text, row, slice, date),
    relevance,
    terms: new Set(termsOf(text.slice(row.start, row.end))),
    passage,
    slice,
  };
}

/** A passage that names several days may pass the filters with another one than its slice tells of. */
function isWithin({ span }: ReportDay, { from, to }: Filters): boolean {
  return (from === undefined || span.to >= from) && (to === undefined || span.from <= to);
}

function countUndated(
  { articles, passages }: SearchIndex,
  close: readonly { readonly ranked: RankedPassage }[],
): number {
  const found = new Set(close.map(({ ranked }) => passages.articleOf(ranked.passage)));
  return [...found].filter((article) => articles.row(article).date === null).length;
}

function toTimelineDay(
  { articles, passages }: SearchIndex,
  { when, lead, articles: articleCount, outlets, reports }: DayOfReports<Found>,
): TimelineDay {
  const article = articles.at(lead.article);
  const passage = passages.at(lead.passage);
  const quote = takeExcerpt(article, passage, widen(article, passage, lead.slice));
  return { ...when, quote, articles: articleCount, outlets, reports };
}

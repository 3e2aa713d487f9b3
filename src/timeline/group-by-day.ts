import type { CalendarDate } from '../corpus/calendar-date.ts';
import { isNearDuplicate } from '../retrieval/near-duplicates.ts';
import type { ReportDay } from './report-day.ts';

/** A passage on a topic. */
export interface Report {
  /** Names the article; passages of the same one are one report a day. */
  readonly article: number;
  readonly outlet: string | null;
  readonly published: CalendarDate;
  readonly when: ReportDay;
  /** The higher, the closer to the topic. */
  readonly relevance: number;
  /** The different terms of the passage. */
  readonly terms: ReadonlySet<string>;
}

/** What was reported of one day. */
export interface DayOfReports<R extends Report> {
  readonly when: ReportDay;
  /** The one closest to the topic; of nearly the same text in several articles, the first. */
  readonly lead: R;
  /** Articles that have the text of the lead, or nearly so; the lead's included. */
  readonly articles: number;
  /** Different outlets of those articles; one that is not known counts for none. */
  readonly outlets: number;
  /** Reports in all, with those that have nearly the same text counted once. */
  readonly reports: number;
}

/** Nearly the same text in one or several articles. */
interface Story<R extends Report> {
  readonly members: R[];
  when: ReportDay;
}

/**
 * Files reports under their days, oldest first, with nearly the same text counted once. Days without a
 * report are left out.
 */
export function groupByDay<R extends Report>(reports: readonly R[]): DayOfReports<R>[] {
  const days = new Map<CalendarDate, Story<R>[]>();
  for (const story of collapse(reports)) {
    const day = story.when.span.from;
    days.set(day, [...(days.get(day) ?? []), story]);
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, stories]) => describeDay(stories));
}

/** Stories, the closest to the topic first. */
function collapse<R extends Report>(reports: readonly R[]): Story<R>[] {
  const stories: Story<R>[] = [];
  for (const report of [...reports].sort((a, b) => b.relevance - a.relevance)) {
    const story = stories.find((candidate) => isSameStory(report, candidate));
    if (story === undefined) stories.push({ members: [report], when: report.when });
    else {
      story.members.push(report);
      story.when = nearerDay(story.when, report.when);
    }
  }
  return stories;
}

/**
 * Nearly the same text of another day is a reprint that does not name the day, unless the numbers are
 * others: those are reports in a fixed form, one a day.
 */
function isSameStory(report: Report, { members, when }: Story<Report>): boolean {
  const first = members[0]!;
  if (!isNearDuplicate(report.terms, first.terms)) return false;
  if (report.when.span.from === when.span.from) return true;
  const bothNameDay = report.when.kind === 'event' && when.kind === 'event';
  return !bothNameDay && numbersOf(report.terms) === numbersOf(first.terms);
}

function numbersOf(terms: ReadonlySet<string>): string {
  return [...terms]
    .filter((term) => /\d/.test(term))
    .sort()
    .join(' ');
}

/** A day that is named tells more than one of publication; of two of those the first. */
function nearerDay(a: ReportDay, b: ReportDay): ReportDay {
  if (a.kind !== b.kind) return a.kind === 'event' ? a : b;
  return b.span.from < a.span.from ? b : a;
}

/** @param stories of one day, the closest to the topic first. */
function describeDay<R extends Report>(stories: readonly Story<R>[]): DayOfReports<R> {
  const { members, when } = stories[0]!;
  const lead = members.reduce((first, member) =>
    member.published < first.published ? member : first,
  );
  return {
    when,
    lead,
    articles: new Set(members.map(({ article }) => article)).size,
    outlets: new Set(members.flatMap(({ outlet }) => outlet ?? [])).size,
    reports: countReports(stories),
  };
}

/** Stories of the same article are one report. */
function countReports(stories: readonly Story<Report>[]): number {
  const reports: Set<number>[] = [];
  for (const { members } of stories) {
    const articles = members.map(({ article }) => article);
    const report = reports.find((candidate) => articles.some((article) => candidate.has(article)));
    if (report === undefined) reports.push(new Set(articles));
    else for (const article of articles) report.add(article);
  }
  return reports.length;
}

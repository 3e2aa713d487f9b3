import { formatDay } from '../corpus/calendar-date.ts';
import type { Answer } from '../quotes/quote.ts';
import type { ReportedFigure } from '../quotes/reported-figure.ts';
import { printable, styled } from './terminal.ts';

/**
 * What other reports of the event give, for a terminal: the differing figures as a table, and what an
 * article after the day of the answer says. None where they agree.
 */
export function renderReports({ figures = [], later }: Answer): string[] {
  return [
    ...(figures.length > 0 ? [renderTable(figures)] : []),
    ...(later === undefined ? [] : [renderLater(later)]),
  ];
}

/** Day, outlet and figure, each above the sentence that gives it. */
function renderTable(figures: readonly ReportedFigure[]): string {
  const rows = figures.map(({ article, figure }) =>
    [dayOf(article), outletOf(article), figure].map(oneLine),
  );
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const articles = new Set(figures.map(({ article }) => article.id));
  const title =
    articles.size > 1
      ? 'Reports of this event give different figures, newest first:'
      : 'The article gives different figures of this event:';
  const lines = rows.flatMap((row, position) => [
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`,
    styled('dim', `    “${sentenceOf(figures[position]!)}”`),
  ]);
  return [styled('bold', title), ...lines].join('\n');
}

function renderLater(later: ReportedFigure): string {
  const { article } = later;
  return [
    styled('bold', `Reported differently on ${dayOf(article)}:`),
    `  ${oneLine(outletOf(article))}: “${sentenceOf(later)}”`,
    styled('dim', `  ${printable(article.path)}, characters ${later.start}–${later.end}`),
  ].join('\n');
}

/** The sentence word for word, its lines as they are. */
function sentenceOf({ quote: { text, start, highlights } }: ReportedFigure): string {
  return highlights
    .map((range) => printable(text.slice(range.start - start, range.end - start)))
    .join(' ');
}

function dayOf({ published }: ReportedFigure['article']): string {
  return published === null ? 'date unknown' : formatDay(published);
}

function outletOf({ outlet }: ReportedFigure['article']): string {
  return outlet ?? 'Outlet unknown';
}

function oneLine(text: string): string {
  return printable(text.replace(/\s+/g, ' '));
}

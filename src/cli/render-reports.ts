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
    ...renderCorrection(figures[position]!, '    '),
  ]);
  return [styled('bold', title), ...lines].join('\n');
}

function renderLater(later: ReportedFigure): string {
  const { article } = later;
  return [
    styled('bold', `Reported differently on ${dayOf(article)}:`),
    `  ${oneLine(outletOf(article))}: “${sentenceOf(later)}”`,
    styled('dim', `  ${printable(article.path)}, characters ${later.start}–${later.end}`),
    ...renderCorrection(later, '  '),
  ].join('\n');
}

/** That the article was corrected, as beside a quote; nothing where it was not. */
function renderCorrection({ article }: ReportedFigure, indent: string): string[] {
  const { correction } = article;
  return correction === undefined ? [] : [styled('dim', `${indent}Note: ${oneLine(correction)}`)];
}

/** The sentence word for word, with what qualifies it, its lines as they are. */
function sentenceOf({ quote: { text, start, highlights } }: ReportedFigure): string {
  const [first, last] = [highlights[0], highlights.at(-1)];
  return printable(text.slice((first?.start ?? start) - start, (last?.end ?? start) - start));
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

import type { APIEmbed } from 'discord-api-types/v10';
import type { TextRange } from '../../corpus/article.ts';
import { formatDay } from '../../corpus/calendar-date.ts';
import type { Excerpt } from '../../quotes/quote.ts';
import type { ReportedFigure } from '../../quotes/reported-figure.ts';
import { LIMITS } from '../limits.ts';
import type { MessageBody } from '../reply.ts';
import { renderQuotation } from './quotation.ts';
import { labelOf, shortenMarkdown } from './shorten.ts';
import { outletAndDate, placeOf, renderNote, renderSource } from './source.ts';

/** What is shown of a figure before its quote is. */
export type ShownFigure = Pick<ReportedFigure, 'figure' | 'article'>;

/** What other reports of an event give. */
export interface ShownReports {
  /** Newest first; none, or at least two. */
  readonly figures: readonly ShownFigure[];
  /** What an article after the day of the answer says; null where none says otherwise. */
  readonly later: ShownFigure | null;
}

/** Of an answer that has no other reports. */
export const NO_REPORTS: ShownReports = { figures: [], later: null };

const MAX_FIGURE_CHARS = 100;
const MAX_SOURCE_CHARS = 250;
/** The rest of it stands beside the quote; five rows of it leave room for a quote. */
const MAX_CORRECTION_CHARS = 120;
/** Tells the table from the other embeds of an answer. */
const TABLE_FOOTER = 'Of the same event, newest first. Each button shows the quote.';
const SMALL_PRINT = '-# ';

/** The differing figures, one a line, by the number of their buttons. */
export function renderFigures(figures: readonly ShownFigure[]): APIEmbed {
  const articles = new Set(figures.map(({ article }) => article.id));
  const lines = figures.map(({ figure, article }, position) => {
    const isSame = articles.size > 1 && figures[position - 1]?.article.id === article.id;
    const source = isSame ? 'the same article' : sourceOf(article);
    const row = `${rowNumber(position + 1)}${quoted(figure)} · ${source}`;
    const correction = isSame ? null : correctionOf(article);
    return correction === null ? row : `${row}\n${SMALL_PRINT}${correction}`;
  });
  return {
    title: articles.size > 1 ? 'Reports give different figures' : 'One article, different figures',
    description: lines.join('\n'),
    footer: { text: TABLE_FOOTER },
  };
}

export function isTableOfFigures({ footer }: APIEmbed): boolean {
  return footer?.text === TABLE_FOOTER;
}

/**
 * The description of a table of figures with a row struck out and a line below it that says why, in the
 * place of the one that stood there.
 *
 * @param row from 1 on; where there is no such row, nothing changes.
 * @param why Markdown on one line.
 */
export function markRow(description: string, row: number, why: string): string {
  const lines = description.split('\n');
  const number = rowNumber(row);
  const at = lines.findIndex((line) => line.startsWith(number));
  if (at === -1) return description;
  const text = lines[at]!.slice(number.length);
  const struck = text.startsWith('~~') ? text : `~~${text}~~`;
  const hasRemark = lines[at + 1]?.startsWith(SMALL_PRINT) === true;
  lines.splice(at, hasRemark ? 2 : 1, number + struck, SMALL_PRINT + why);
  return lines.join('\n');
}

/** That an article after the day of the answer says otherwise. One line. */
export function laterNotice({ figure, article }: ShownFigure): string {
  const { outlet, published } = article;
  const day = published === null ? 'later' : `on ${formatDay(published)}`;
  const source = shortenMarkdown(labelOf(outlet) ?? 'Outlet unknown', MAX_SOURCE_CHARS);
  const correction = correctionOf(article);
  const mark = correction === null ? '' : ` · ${correction}`;
  return `Reported differently ${day}: ${quoted(figure)} · ${source}${mark}`;
}

/** The labels of the buttons under which the reports are found. */
export function reportLabels({ figures, later }: ShownReports): string[] {
  const labels = figures.map((_, position) => `Figure ${position + 1}`);
  return later === null ? labels : [...labels, 'Later report'];
}

/** A report in its own words. */
export function renderReport(excerpt: Excerpt, highlights: readonly TextRange[]): MessageBody {
  const bold = highlights.map(({ start, end }) => ({
    start: start - excerpt.start,
    end: end - excerpt.start,
  }));
  const sentence = bold[0] === undefined ? null : excerpt.text.slice(bold[0].start, bold[0].end);
  const embed: APIEmbed = {
    ...renderSource(excerpt.article, sentence),
    description: renderQuotation(excerpt.text, { bold, maxLength: LIMITS.embedDescription }),
    fields: renderNote(excerpt.article),
    footer: { text: `The quote · ${placeOf(excerpt)}` },
  };
  return { embeds: [embed] };
}

/** What a row begins with. */
function rowNumber(row: number): string {
  return `**${row}** `;
}

function quoted(figure: string): string {
  return `“${shortenMarkdown(labelOf(figure) ?? '–', MAX_FIGURE_CHARS)}”`;
}

function sourceOf(article: ShownFigure['article']): string {
  return shortenMarkdown(outletAndDate(article), MAX_SOURCE_CHARS);
}

/** That an article was corrected, on one line; null where it was not. */
function correctionOf({ correction }: ShownFigure['article']): string | null {
  const label = labelOf(correction ?? null);
  return label === null ? null : shortenMarkdown(label, MAX_CORRECTION_CHARS);
}

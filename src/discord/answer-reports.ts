import type { Answer } from '../quotes/quote.ts';
import type { ReportedFigure } from '../quotes/reported-figure.ts';
import type { StoredReport } from '../state/answers.ts';
import type { BotParts } from './bot-parts.ts';
import { NO_REPORTS, type ShownFigure, type ShownReports } from './render/reports.ts';

/** What other reports of an event give, to be shown with an answer and to be kept with it. */
export interface AnswerReports {
  readonly shown: ShownReports;
  /** Those that are shown, the later one last. */
  readonly stored: readonly StoredReport[];
}

/** Of an answer that has no other reports, or has shown them before. */
export const WITHOUT_REPORTS: AnswerReports = { shown: NO_REPORTS, stored: [] };

/** What an answer has beside its quotes. */
export function reportsOf({ figures = [], later }: Answer): AnswerReports {
  return {
    shown: { figures, later: later ?? null },
    stored: [
      ...figures.map((figure) => toStored(figure, false)),
      ...(later === undefined ? [] : [toStored(later, true)]),
    ],
  };
}

/** The same of an answer that was kept, as the articles are now. */
export async function reportsAgain(
  reports: readonly StoredReport[],
  { library }: Pick<BotParts, 'library'>,
): Promise<AnswerReports> {
  if (reports.length === 0) return WITHOUT_REPORTS;
  const excerpts = await library.excerpts(reports);
  const found = reports.flatMap((stored, position) => {
    const excerpt = excerpts[position] ?? null;
    if (excerpt === null) return [];
    const { figure } = stored;
    const text = excerpt.text.slice(figure.start - excerpt.start, figure.end - excerpt.start);
    const shown: ShownFigure = { figure: text, article: excerpt.article };
    return [{ stored, shown }];
  });
  const rows = found.filter(({ stored }) => !stored.isLater);
  // Those that are left may all agree.
  const kept = rows.length < reports.filter(({ isLater }) => !isLater).length ? [] : rows;
  const later = found.find(({ stored }) => stored.isLater);
  return {
    shown: { figures: kept.map(({ shown }) => shown), later: later?.shown ?? null },
    stored: [...kept, ...(later === undefined ? [] : [later])].map(({ stored }) => stored),
  };
}

function toStored({ start, end, article, quote }: ReportedFigure, isLater: boolean): StoredReport {
  return {
    articleId: article.id,
    sha256: article.sha256,
    start: quote.start,
    end: quote.end,
    highlights: quote.highlights,
    text: quote.text,
    path: article.path,
    figure: { start, end },
    isLater,
  };
}

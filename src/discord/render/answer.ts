import type { Quote } from '../../quotes/quote.ts';
import { LIMITS } from '../limits.ts';
import type { MessageBody } from '../reply.ts';
import { type AnswerButtons, renderAnswerButtons } from './buttons.ts';
import { fitEmbeds } from './fit.ts';
import { renderQuote } from './quote.ts';
import {
  laterNotice,
  NO_REPORTS,
  renderFigures,
  reportLabels,
  type ShownReports,
} from './reports.ts';
import { shorten, shortenMarkdown } from './shorten.ts';

/** What is shown of an answer. */
export interface AnswerView {
  /** Under which the answer is kept for its buttons. */
  readonly answerId: string;
  /** Best first; at least one. */
  readonly quotes: readonly Quote[];
  /** A line above the quotes, in Markdown; null for none. */
  readonly header: string | null;
  /** What a follow-up was taken to be about, as it is written; null where it says that itself. */
  readonly about: string | null;
  /** None by default. */
  readonly reports?: ShownReports;
  readonly buttons: Omit<AnswerButtons, 'answerId' | 'quoteCount' | 'reports' | 'nextOffset'>;
  /** Quotes of the answer that were shown before these. */
  readonly offset: number;
  /** Whether others may follow. */
  readonly mayHaveMore: boolean;
}

const MAX_ABOUT_CHARS = 200;
/** Nobody reads on for longer. */
const MAX_OFFSET = 99;

/**
 * Quotes, one embed each, and what other reports give, over their buttons. Where not all fit, the last
 * quotes are left out.
 */
export function renderAnswer(view: AnswerView): MessageBody {
  const {
    answerId,
    quotes,
    header,
    about,
    reports = NO_REPORTS,
    buttons,
    offset,
    mayHaveMore,
  } = view;
  const tables = reports.figures.length > 0 ? [renderFigures(reports.figures)] : [];
  // The table is short, and stands below what it compares.
  const shown = fitEmbeds([...tables, ...quotes.map(renderQuote)]).slice(tables.length);
  const nextOffset = offset + shown.length;
  const hasNext = (mayHaveMore || shown.length < quotes.length) && nextOffset <= MAX_OFFSET;
  const lines = [
    ...(header === null ? [] : [header]),
    ...(about === null ? [] : [`-# about: ${shortenMarkdown(about, MAX_ABOUT_CHARS)}`]),
    ...(reports.later === null ? [] : [laterNotice(reports.later)]),
  ];
  return {
    ...(lines.length > 0 && { content: shorten(lines.join('\n'), LIMITS.content) }),
    embeds: [...shown, ...tables],
    components: renderAnswerButtons({
      answerId,
      quoteCount: shown.length,
      reports: reportLabels(reports),
      ...buttons,
      nextOffset: hasNext ? nextOffset : null,
    }),
  };
}

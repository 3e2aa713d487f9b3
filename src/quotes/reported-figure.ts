import type { TextRange } from '../corpus/article.ts';
import type { Excerpt, QuotedArticle } from './quote.ts';

/** What an article says of an event that another one reports too. The range is the figure's in the article. */
export interface ReportedFigure extends TextRange {
  /** As it is written: "at least 85 missiles". Where the article denies it all, the words that deny. */
  readonly figure: string;
  /** Null for a span, for what names no number ("dozens"), and for a denial. */
  readonly value: number | null;
  readonly article: QuotedArticle;
  /** Where it stands, with the sentence that says it highlighted, and what takes that back or confirms it. */
  readonly quote: ReportQuote;
}

/** An excerpt of the article that stands beside it. */
export interface ReportQuote extends Omit<Excerpt, 'article'> {
  readonly highlights: readonly TextRange[];
}

import type { Article, TextRange } from '../corpus/article.ts';
import type { Inherited } from '../conversation/turn.ts';
import type { CalendarDate, DateSpan } from '../corpus/calendar-date.ts';
import type { Script } from '../embeddings/scripts.ts';
import type { ReportedFigure } from './reported-figure.ts';

/** The longest quote, in UTF-16 units. */
export const MAX_QUOTE_CHARS = 1000;

/** A slice of an article, ready to be shown. */
export interface Excerpt extends TextRange {
  /** Exactly `article.text.slice(start, end)`. */
  readonly text: string;
  /** Days that the slice speaks of. */
  readonly eventDates: readonly DateSpan[];
  readonly article: QuotedArticle;
}

/** An excerpt that answers a question. */
export interface Quote extends Excerpt {
  /** 1 for the first. */
  readonly rank: number;
  /** Probability, 0 … 1, that the quote answers the question. Does not rise from quote to quote. */
  readonly score: number;
  /** The sentence or two that answer, as ranges of the article within the quote, in order. */
  readonly highlights: readonly TextRange[];
}

/** What is shown of the article beside a quote. */
export interface QuotedArticle extends Pick<
  Article,
  'id' | 'path' | 'title' | 'outlet' | 'url' | 'note' | 'sha256'
> {
  /** Publication date, `YYYY-MM-DD`. */
  readonly published: string | null;
  /** That it was corrected or withdrawn, when and why, with which its note begins; only where it was. */
  readonly correction?: string;
}

/** An article that is not quoted any more. */
export interface WithdrawnArticle {
  readonly article: QuotedArticle;
  /** The day of its withdrawal. */
  readonly on: CalendarDate;
  /** Why; null where nobody said. */
  readonly note: string | null;
}

/** The reply to a question: quotes, or the nearest passages and the admission that they are not enough. */
export interface Answer {
  readonly question: string;
  readonly answered: boolean;
  /** Probability, 0 … 1, that the first quote answers. */
  readonly confidence: number;
  /** Best first; empty when not answered. */
  readonly quotes: readonly Quote[];
  /**
   * What different reports give where a number is asked for, newest first and at least two; only where
   * some of them differ, about the same event.
   */
  readonly figures?: readonly ReportedFigure[];
  /** Of an answer as of a day, what the last article after that day says otherwise; only where one does. */
  readonly later?: ReportedFigure;
  /** The withdrawn article that would have answered at least as well, and is not quoted. */
  readonly withdrawn?: WithdrawnArticle;
  /** What came nearest; only when not answered. */
  readonly closest?: readonly Quote[];
  /**
   * What the question is written in, where that is the reason for no answer: the model does not read
   * it, and the articles have none of its words. Then nothing is closest either.
   */
  readonly unreadableScript?: Script;
  /** What the question was taken to be about beside what it says; only where it is a follow-up. */
  readonly inherited?: Inherited;
  /** Time that answering took, in milliseconds. */
  readonly ms: number;
}

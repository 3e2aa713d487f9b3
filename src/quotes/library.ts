import type { CalendarDate } from '../corpus/calendar-date.ts';
import type { TextRange } from '../corpus/article.ts';
import type { FilePreview } from '../curation/preview-file.ts';
import type { UploadedFile } from '../curation/corpus-folder.ts';
import type { CorpusFileLabel } from '../curation/suggest-files.ts';
import type { CorpusState } from '../retrieval/sources.ts';
import type { CheckOptions } from '../check/quote-checker.ts';
import type { AskOptions } from './answer-question.ts';
import type { QuoteCheck } from './check-quote.ts';
import type { ChangedPassage, EarlierQuote } from './compare-versions.ts';
import type { Timeline, TimelineOptions } from './make-timeline.ts';
import type { Answer, Excerpt, QuotedArticle } from './quote.ts';

/** Names a slice of an article, so that it can be found again, and only if it is still the same. */
export interface ExcerptReference extends TextRange {
  readonly articleId: string;
  /** Of the article's text, hexadecimal. */
  readonly sha256: string;
}

/**
 * An excerpt with what stands just before and after it in the article, each of one passage; null at an
 * end of it.
 */
export interface Surroundings {
  readonly before: Excerpt | null;
  readonly excerpt: Excerpt;
  readonly after: Excerpt | null;
}

/** Which part of the list of articles is wanted. */
export interface SourcesQuery {
  readonly offset: number;
  readonly limit: number;
  /** Only articles of this outlet, named in full. */
  readonly outlet?: string | undefined;
}

/** A part of the list of articles, newest first; those without a date come last. */
export interface SourcesPage {
  readonly articles: readonly QuotedArticle[];
  /** Articles in all, over every page. */
  readonly total: number;
}

/** What the library holds, in figures. */
export interface LibraryOverview {
  readonly articles: number;
  readonly passages: number;
  /** When the index was built, ISO 8601. */
  readonly builtAt: string;
  /** Oldest and newest publication date; null where no article has one. */
  readonly published: { readonly from: CalendarDate; readonly to: CalendarDate } | null;
  /** Outlets with the number of their articles, most articles first. */
  readonly outlets: readonly { readonly name: string; readonly articles: number }[];
  /** English names of the languages that articles are known to be in, most articles first. */
  readonly languages: readonly string[];
}

/** Dates that can be offered to filter by. */
export type DateKind = 'event' | 'published';

/** The indexed articles as answers, lists and suggestions need them, wherever the index is open. */
export interface Library {
  /** Rejects with a BusyError when the answer could not be begun in time. */
  answer(question: string, options?: AskOptions): Promise<Answer>;
  /**
   * Whether a text is quoted as it stands in the articles. Rejects with a BusyError when the check
   * could not be begun in time.
   *
   * @param text is checkable: not too long, and with letters or digits in it.
   */
  checkQuote(text: string, options?: CheckOptions): Promise<QuoteCheck>;
  /** Rejects with a BusyError when it could not be begun in time. */
  timeline(topic: string, options?: TimelineOptions): Promise<Timeline>;
  /**
   * The excerpts in the order given; null for one whose article is gone or has changed, or which does
   * not lie within one passage any more, with what qualifies the end of it.
   */
  excerpts(references: readonly ExcerptReference[]): Promise<(Excerpt | null)[]>;
  /** Null where `excerpts` gives null. */
  surroundings(reference: ExcerptReference): Promise<Surroundings | null>;
  sources(query: SourcesQuery): Promise<SourcesPage>;
  overview(): Promise<LibraryOverview>;
  /** Outlets that contain what was typed, in any case; the one of that name and those that begin with it first. */
  suggestOutlets(typed: string, limit: number): Promise<string[]>;
  /** Days in the corpus that match what was typed, as in `2022-11` or `29 dec`, newest first. */
  suggestDates(kind: DateKind, typed: string, limit: number): Promise<CalendarDate[]>;

  // For those who look after the corpus.

  /**
   * How the corpus folder differs from what is indexed, and how much was refused. Rejects with a
   * CorpusError if it is gone.
   */
  pendingChanges(): Promise<CorpusState>;
  /** Files of which path or title contains what was typed; one that is named in full comes first. */
  suggestFiles(typed: string, limit: number): Promise<CorpusFileLabel[]>;
  /**
   * What has become of quotes from a file of the corpus, in the order given; null for one that still
   * stands there word for word. Rejects with the reason why nothing of the file can be read.
   *
   * @param bytes what the file is to become; null for what it is by now.
   */
  compareVersions(
    path: string,
    bytes: Uint8Array | null,
    quotes: readonly EarlierQuote[],
  ): Promise<(ChangedPassage | null)[]>;
  /** What is understood of a file before it is added. Rejects with the reason why nothing is. */
  preview(file: UploadedFile): Promise<FilePreview>;
  /** Positions of questions that ask the same, group by group, in the order given. */
  groupQuestions(questions: readonly string[]): Promise<number[][]>;
}

/** There is more to do than can be done in time; the same may work a moment later. */
export class BusyError extends Error {
  override name = 'BusyError';
}

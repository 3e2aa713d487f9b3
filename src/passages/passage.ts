import type { TextRange } from '../corpus/article.ts';
import type { DateSpan } from '../corpus/calendar-date.ts';

/**
 * A slice of an article that is found and quoted as one. It starts and ends with a character that is
 * not blank and is at most `PassageSettings.maxChars` long.
 */
export interface Passage extends TextRange {
  readonly articleId: string;
  /** The heading that the passage stands under, as a slice of the article too. */
  readonly heading: TextRange | null;
  /** Publication date of the article, `YYYY-MM-DD`. */
  readonly published: string | null;
  /** Days that the passage speaks of, in order of appearance. */
  readonly eventDates: readonly DateSpan[];
}

/** How articles are cut. A change makes every passage, and so the whole index, anew. */
export interface PassageSettings {
  /** Raised when the same text is cut differently than before. */
  readonly version: number;
  /** Hard limit in UTF-16 units; a quote is never longer. */
  readonly maxChars: number;
  /** Paragraphs are joined up to this length, and cut at sentence ends beyond it. */
  readonly targetChars: number;
}

export const PASSAGE_SETTINGS: PassageSettings = { version: 2, maxChars: 1000, targetChars: 800 };

/** What the embedding model can take, so that it never has to cut a passage short. */
export interface TokenLimit {
  readonly maxTokens: number;
  /** Tokens of a text, special tokens included. */
  countTokens(text: string): number;
}

import type { CalendarDate, DateSpan } from '../corpus/calendar-date.ts';

/**
 * A question of a conversation and what it was answered with: plain values, so that a turn can be
 * kept and sent to another process. An `Answer` is one.
 */
export interface Turn {
  readonly question: string;
  /** Best first; empty where nothing was close enough. Only their articles count. */
  readonly quotes: readonly {
    readonly article: TurnArticle & { readonly published: CalendarDate | null };
  }[];
  /** What the question took over itself; found out again from the turns before where it is missing. */
  readonly inherited?: Inherited;
}

/** An article that a conversation is about. */
export interface TurnArticle {
  readonly id: string;
  readonly title: string | null;
}

/** What a follow-up takes over from its conversation, newest first. */
export interface Inherited {
  /** Names in what was asked, as they were written. */
  readonly names: readonly string[];
  /** Days that were asked about. */
  readonly dates: readonly DateSpan[];
  /** What else was asked about, as it was written. */
  readonly words: readonly string[];
  /** The article that was quoted last; null where the question leads elsewhere. */
  readonly article: TurnArticle | null;
}

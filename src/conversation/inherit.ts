import type { DateSpan } from '../corpus/calendar-date.ts';
import { analyze } from '../retrieval/analyze.ts';
import type { LexicalSearch } from '../retrieval/lexical-index.ts';
import { isFollowUp } from './is-follow-up.ts';
import { readQuestion } from './read-question.ts';
import type { Inherited, Turn } from './turn.ts';

/** What tells names from other words. */
export type NameSource = Pick<LexicalSearch, 'lookUp' | 'isName'>;

/** What was said before these has been taken over by them, or is forgotten. */
const MAX_TURNS = 6;
/** More than these would drown the question; the oldest are left out. */
const MAX_NAMES = 6;
const MAX_WORDS = 8;
/** A year by itself, which is no date to those who read articles. */
const YEAR = /\b(?:1[5-9]|20)\d\d\b/;

/**
 * What a question takes over from the conversation that it is asked in; null where it is no
 * follow-up. Each turn hands on what it had taken over itself, until a question stands alone.
 *
 * @param history the turns before it, oldest first.
 */
export async function inheritFrom(
  history: readonly Turn[],
  question: string,
  lexical: NameSource,
): Promise<Inherited | null> {
  const recent = history.slice(-MAX_TURNS);
  // What came before the last turn of which it is known is part of that.
  const turns = recent.slice(
    Math.max(
      0,
      recent.findLastIndex((turn) => turn.inherited !== undefined),
    ),
  );
  let inherited: Inherited | null = null;
  for (const [position, turn] of turns.entries()) {
    const known: Turn = inherited === null ? turn : { inherited, ...turn };
    inherited = await inheritFromTurn(known, turns[position + 1]?.question ?? question, lexical);
  }
  return inherited;
}

/**
 * What the question brings itself replaces what it would take over: a date all dates; a name that
 * has not been asked about the article, and all names where it says nothing else ("and in Odessa?").
 */
async function inheritFromTurn(
  last: Turn,
  question: string,
  lexical: NameSource,
): Promise<Inherited | null> {
  const isKnownName = (term: string): boolean => lexical.isName(term);
  const namesIn = (text: string): readonly string[] => readQuestion(text, isKnownName).names;
  const terms = await lexical.lookUp(analyze(question));
  if (!isFollowUp(question, terms, namesIn)) return null;
  const before = last.inherited;
  const asked = readQuestion(last.question, isKnownName);

  const names = merge(asked.names, before?.names ?? [], MAX_NAMES);
  const askedNames = new Set(names.flatMap(termsOf));
  const bringsName = namesIn(question)
    .flatMap(termsOf)
    .some((term) => !askedNames.has(term));
  const isNameAlone = bringsName && terms.every(({ isName }) => isName);

  const askedDates = await datesIn(last.question, last);
  const dates = askedDates.length > 0 ? askedDates : (before?.dates ?? []);
  const bringsDate = YEAR.test(question) || (await datesIn(question, last)).length > 0;
  return {
    names: isNameAlone ? [] : names,
    dates: bringsDate ? [] : dates,
    words: merge(asked.words, before?.words ?? [], MAX_WORDS),
    article: bringsName || bringsDate ? null : articleOf(last),
  };
}

/** Days without a year are those nearest to the article that the turn quotes. */
async function datesIn(question: string, { quotes }: Turn): Promise<DateSpan[]> {
  // Loaded late, since only conversations need it and each start would pay for it.
  const { findDates } = await import('../corpus/find-dates.ts');
  return findDates(question, quotes[0]?.article.published ?? null);
}

/** A turn without an answer leaves the conversation where it was. */
function articleOf({ quotes, inherited }: Turn): Inherited['article'] {
  const quoted = quotes[0]?.article;
  return quoted === undefined
    ? (inherited?.article ?? null)
    : { id: quoted.id, title: quoted.title };
}

/** The newer come first; what is in both comes once. */
function merge(newer: readonly string[], older: readonly string[], count: number): string[] {
  return [...new Set([...newer, ...older])].slice(0, count);
}

function termsOf(text: string): string[] {
  return analyze(text).map(({ term }) => term);
}

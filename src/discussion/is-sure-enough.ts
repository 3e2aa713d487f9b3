import { formatDay } from '../corpus/calendar-date.ts';
import type { Answer, Quote } from '../quotes/quote.ts';
import { analyze } from '../retrieval/analyze.ts';

/**
 * Members who ask the bot can live with a miss; those who did not ask it are only disturbed by one. The
 * comparison that the figure comes from is in docs/decisions.
 */
export const MIN_CONFIDENCE_UNASKED = 0.75;
/** Words of the question that the quote holds at least: a single one is often there by chance. */
const MIN_SHARED_TERMS = 2;

/** Figures and months, as terms: with another one it is another event. */
const EXACT = /^\d|^(?:januari|februari|march|april|june|juli|august|septemb|octob|novemb|decemb)$/;

/** Whether an answer is good enough to be given to members who did not ask the bot. */
export function isSureEnough(answer: Answer, question: string): boolean {
  const [quote] = answer.quotes;
  if (quote === undefined || answer.confidence < MIN_CONFIDENCE_UNASKED) return false;
  const asked = [...termsOf(question)];
  const held = termsOf(withSurroundings(quote));
  const isOfAnotherEvent = asked.some((term) => EXACT.test(term) && !held.has(term));
  return !isOfAnotherEvent && asked.filter((term) => held.has(term)).length >= MIN_SHARED_TERMS;
}

/** A quote with the title and the days that it stands under. */
function withSurroundings({ text, article, eventDates }: Quote): string {
  const days = eventDates.flatMap(({ from, to }) => [formatDay(from), formatDay(to)]);
  if (article.published !== null) days.push(formatDay(article.published));
  return [text, article.title, ...days].join('\n');
}

function termsOf(text: string): ReadonlySet<string> {
  return new Set(analyze(text).map(({ term }) => term));
}

import type { CalendarDate, DateSpan } from '../corpus/calendar-date.ts';
import { addDays, daysBetween } from '../corpus/day-arithmetic.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import { VERB_OF_SAYING } from '../retrieval/verbs-of-saying.ts';
import type { Statement } from './statement.ts';

/** When something happened, as far as an article tells. */
export interface EventDays {
  /** Days that the sentence names, or else its passage, or else the beginning of the article. */
  readonly named: readonly DateSpan[];
  /** Publication date; counts where no day is named. */
  readonly published: CalendarDate | null;
}

/** What lasted longer is no single event. */
const MAX_EVENT_DAYS = 3;
/** How far before a date the verb stands that it belongs to: "said late on Thursday". */
const SAYING_BEFORE_CHARS = 25;
/** Words of a sentence whose own day is that of a new count, and not of what is counted. */
const NEW_COUNT =
  /\b(?:ris(?:e|es|en|ing)|rose|rais(?:e|ed|es)|climbed|toll|now|revised|corrected|correction|lowered|updated)\b/i;

const ELSEWHEN =
  /\b(?:in|of) (?:1[5-9]|20)[0-9]{2}\b|\b(?:weeks?|months?|years?|decades?) (?:ago|before)\b/i;

/** The days of the event that a statement is about. */
export async function eventDaysOf(index: SearchIndex, statement: Statement): Promise<EventDays> {
  const { text, article, passage } = statement;
  const { date: published } = index.articles.row(article);
  const { findMentions } = await import('../corpus/find-dates.ts');
  const { eventDateOf } = await import('../corpus/event-date.ts');
  const own: DateSpan[] = [];
  const ofSaying: DateSpan[] = [];
  for (const mention of findMentions(text, published ?? UNKNOWN_DAY).mentions) {
    const span = eventDateOf(text, mention, published);
    if (span === null) continue;
    const before = text.slice(Math.max(0, mention.start - SAYING_BEFORE_CHARS), mention.start);
    (VERB_OF_SAYING.test(before) ? ofSaying : own).push(span);
  }
  // "In 2021", "two years ago": not the days that the passage speaks of.
  if (own.length === 0 && ELSEWHEN.test(text)) return { named: [], published: null };
  const around = index.passages
    .at(passage)
    .eventDates.filter(
      (span) => !ofSaying.some((said) => said.from === span.from && said.to === span.to),
    );
  const named = own.length === 0 || NEW_COUNT.test(text) ? [...own, ...around] : own;
  const short = named.filter(isShort);
  // A month or a year in the sentence itself says that it was no single event.
  if (short.length > 0 || own.length > 0) return { named: short, published: null };
  return { named: openingDays(index, statement).filter(isShort), published };
}

/** Whether two statements are about the same day. */
export function isSameDay(a: EventDays, b: EventDays): boolean {
  if (a.named.length > 0 && b.named.length > 0) {
    return a.named.some((day) =>
      b.named.some((other) => day.from <= other.to && other.from <= day.to),
    );
  }
  if (a.named.length === 0 && b.named.length === 0) {
    return a.published !== null && a.published === b.published;
  }
  const [{ named }, { published }] = a.named.length > 0 ? [a, b] : [b, a];
  if (published === null) return false;
  // Articles report what happened on the day itself and on the day before.
  const dayBefore = addDays(published, -1);
  return named.some(({ from, to }) => from <= published && dayBefore <= to);
}

/** No day is counted from it, since without a publication date only full dates count. */
const UNKNOWN_DAY = '2000-01-01';

/** The days that an article opens with. */
function openingDays(
  { passages }: SearchIndex,
  { article, passage }: Statement,
): readonly DateSpan[] {
  let first = passage;
  while (first > 0 && passages.articleOf(first - 1) === article) first -= 1;
  return passages.at(first).eventDates;
}

function isShort({ from, to }: DateSpan): boolean {
  return daysBetween(from, to) < MAX_EVENT_DAYS;
}

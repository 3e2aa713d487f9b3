import type { Article } from '../corpus/article.ts';
import { type CalendarDate, formatDay } from '../corpus/calendar-date.ts';
import type { Passage, TokenLimit } from '../passages/passage.ts';

/**
 * What the model is given for a passage: its context, then the passage. The context helps to find it
 * and is never part of a quote; it is left out where it would push the passage over the model's
 * limit.
 */
export function passageInput(article: Article, passage: Passage, limit: TokenLimit): string {
  const text = article.text.slice(passage.start, passage.end);
  const context = passageContext(article, passage);
  if (context === '') return text;
  const input = `${context}\n${text}`;
  return limit.countTokens(input) <= limit.maxTokens ? input : text;
}

/**
 * What a reader of the article knows when coming to a passage: the title, the heading where the
 * passage does not hold it itself, and the days that it is about, written out. A passage that names
 * no day is about the day of publication.
 */
export function passageContext(
  article: Article,
  { start, heading, eventDates }: Pick<Passage, 'start' | 'heading' | 'eventDates'>,
): string {
  const parts: string[] = [];
  if (article.title !== null) parts.push(article.title);
  if (heading !== null && heading.start < start) {
    parts.push(article.text.slice(heading.start, heading.end));
  }
  const days: CalendarDate[] = eventDates
    .filter(({ from, to }) => from === to)
    .map(({ from }) => from);
  if (days.length === 0 && article.date !== null) days.push(article.date);
  return [...parts, ...days.map(formatDay)].join('\n');
}

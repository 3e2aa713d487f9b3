import { formatDay, formatSpan } from '../corpus/calendar-date.ts';
import type { Timeline, TimelineDay } from '../quotes/make-timeline.ts';
import { spreadInWords } from '../timeline/spread-in-words.ts';
import { printable, styled } from './terminal.ts';

/** A timeline as text for a terminal, oldest day first, and what could not be part of it. */
export function renderTimeline({ days, undatedArticles, isCutShort }: Timeline): string {
  const remarks: string[] = [];
  if (isCutShort) {
    remarks.push('There is more than is looked at; days may be missing. Limit it: --from, --to.');
  }
  if (undatedArticles > 0) {
    const [articles, have] = undatedArticles === 1 ? ['article', 'has'] : ['articles', 'have'];
    remarks.push(`${undatedArticles} ${articles} on this ${have} no date, and so no place in it.`);
  }
  const sections =
    days.length === 0
      ? ['Nothing with a date is close enough in the articles.']
      : days.map(renderDay);
  return [...sections, ...remarks.map((remark) => styled('dim', remark))].join('\n\n');
}

function renderDay(day: TimelineDay): string {
  const { span, kind, quote } = day;
  const { article, start, end, text } = quote;
  const when = kind === 'event' ? formatSpan(span) : `${formatSpan(span)} (published)`;
  const source = [
    article.outlet ?? 'Outlet unknown',
    article.published === null ? 'date unknown' : formatDay(article.published),
    article.title ?? 'untitled',
  ];
  const lines = [
    styled('bold', when),
    source.map(printable).join(' · '),
    `“${printable(text)}”`,
    styled('dim', `${printable(article.path)}, characters ${start}–${end} · ${spreadInWords(day)}`),
  ];
  if (article.note !== null) lines.push(styled('dim', `Note: ${printable(article.note)}`));
  if (article.url !== null) lines.push(styled('dim', printable(article.url)));
  return lines.join('\n');
}

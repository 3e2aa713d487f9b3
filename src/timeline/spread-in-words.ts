import type { DayOfReports, Report } from './group-by-day.ts';

/** How many have the quote of a day, and what else there is: `3 outlets, 7 articles · 2 other reports`. */
export function spreadInWords({
  articles,
  outlets,
  reports,
}: Pick<DayOfReports<Report>, 'articles' | 'outlets' | 'reports'>): string {
  const parts: string[] = [];
  if (articles > 1 && outlets > 0)
    parts.push(`${counted(outlets, 'outlet')}, ${articles} articles`);
  else parts.push(counted(articles, 'article'));
  if (reports > 1) parts.push(counted(reports - 1, 'other report'));
  return parts.join(' · ');
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

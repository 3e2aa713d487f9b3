import type { LibraryOverview } from '../../quotes/library.ts';
import { formatSpan } from './day-span.ts';

/** `42 articles from 3 outlets, published 14 November – 29 December 2022`. */
export function overviewLine({
  articles,
  outlets,
  published,
}: Pick<LibraryOverview, 'articles' | 'outlets' | 'published'>): string {
  const from = outlets.length === 0 ? '' : ` from ${countOf(outlets.length, 'outlet')}`;
  const when = published === null ? '' : `, published ${formatSpan(published)}`;
  return `${countOf(articles, 'article')}${from}${when}`;
}

/** `1 article`, `1,200 articles`. */
export function countOf(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

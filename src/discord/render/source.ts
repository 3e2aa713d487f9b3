import type { APIEmbed, APIEmbedField } from 'discord-api-types/v10';
import type { TextRange } from '../../corpus/article.ts';
import { formatDay } from '../../corpus/calendar-date.ts';
import type { QuotedArticle } from '../../quotes/quote.ts';
import { LIMITS } from '../limits.ts';
import { labelOf, shorten, shortenMarkdown } from './shorten.ts';
import { linkToSentence, webLink } from './web-link.ts';

// All that stands beside a quote is kept short enough that there is always room for the quote.
const MAX_OUTLET_CHARS = 200;
const MAX_PATH_CHARS = 200;
const MAX_NOTE_CHARS = 500;

/** Who published an article and when, in words. Not Markdown. */
export function outletAndDate({
  outlet,
  published,
}: Pick<QuotedArticle, 'outlet' | 'published'>): string {
  return [
    shorten(labelOf(outlet) ?? 'Outlet unknown', MAX_OUTLET_CHARS),
    published === null ? 'date unknown' : formatDay(published),
  ].join(' · ');
}

/**
 * The part of an embed that names the article.
 *
 * @param sentence where the link in the title leads within the page; null for its beginning.
 */
export function renderSource(
  article: QuotedArticle,
  sentence: string | null,
): Pick<APIEmbed, 'author' | 'title' | 'url'> {
  const link = webLink(article.url);
  return {
    author: { name: outletAndDate(article) },
    title: shortenMarkdown(labelOf(article.title) ?? 'Untitled', LIMITS.embedTitle),
    ...(link !== null && { url: sentence === null ? link : linkToSentence(link, sentence) }),
  };
}

/** The remark that goes with every quote from an article, if it has one. */
export function renderNote({ note }: Pick<QuotedArticle, 'note'>): APIEmbedField[] {
  const label = labelOf(note);
  return label === null ? [] : [{ name: 'Note', value: shortenMarkdown(label, MAX_NOTE_CHARS) }];
}

/** Where an excerpt stands: `2022/bridge.md, characters 120–480`. Not Markdown. */
export function placeOf({
  article,
  start,
  end,
}: TextRange & { readonly article: Pick<QuotedArticle, 'path'> }): string {
  const path = shorten(labelOf(article.path) ?? 'unknown file', MAX_PATH_CHARS);
  return `${path}, characters ${start}–${end}`;
}

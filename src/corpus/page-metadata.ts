import * as v from 'valibot';
import { CorpusError } from '../errors.ts';
import { type ArticleFields, articleFields } from './article-fields.ts';
import { type CalendarDate, isCalendarDate } from './calendar-date.ts';
import { parseFullDate } from './find-dates.ts';
import { findStructuredData, type StructuredData } from './json-ld.ts';
import type { PageElement } from './page.ts';

/** Names of `<meta>` that give the day of publication, the surest first. */
const DATE_NAMES = [
  'article:published_time',
  'og:article:published_time',
  'article:published',
  'og:published_time',
  'datepublished',
  'parsely-pub-date',
  'dc.date.issued',
  'dcterms.issued',
  'dcterms.date',
  'dc.date',
  'citation_publication_date',
  'sailthru.date',
  'pubdate',
  'publishdate',
  'publish-date',
  'publish_date',
  'publication_date',
  'publication-date',
  'date',
];
/** Marks between a headline and the name of the site. */
const SEPARATED = / [|–—·•:»-] /g;
/** A `<time>` with this many words beside it stands in a sentence, which may tell of another day. */
const SENTENCE_WORDS = 10;
/** A page with more of them is a list. */
const MAX_TIMES = 200;

/**
 * What a page says about itself: in JSON-LD, in `<meta>`, in its headline and its links. What it does
 * not say for certain is null.
 *
 * @throws CorpusError where the day of publication is not a day of the calendar.
 */
export function readPageMetadata(page: PageElement): ArticleFields {
  const meta = metaOf(page);
  const canonical = firstField('url', [
    page.querySelector('link[rel~="canonical"]')?.getAttribute('href'),
    meta.get('og:url'),
  ]);
  const data = findStructuredData(page, canonical);
  const outlet = firstField('outlet', [data.outlet, meta.get('og:site_name')]);
  const siteNames = [meta.get('og:site_name'), outlet].flatMap((name) => name ?? []);
  const title = firstField('title', [
    data.title,
    withoutSiteName(meta.get('og:title'), siteNames),
    headlineOf(page),
    withoutSiteName(page.querySelector('head > title')?.textContent, siteNames),
  ]);
  return {
    title,
    date: publicationDay(page, data, meta),
    outlet,
    url: canonical,
    language: firstField('language', [
      page.getAttribute('lang')?.replaceAll('_', '-'),
      page.querySelector('html[lang]')?.getAttribute('lang')?.replaceAll('_', '-'),
    ]),
    note: null,
  };
}

/** The first value that can be such a field. */
function firstField(
  name: 'title' | 'outlet' | 'url' | 'language',
  values: readonly (string | null | undefined)[],
): string | null {
  for (const value of values) {
    if (name === 'language' && /^(?:und|mul|zxx)\b/i.test(value ?? '')) continue;
    const checked = v.safeParse(articleFields[name], value);
    if (checked.success && checked.output !== null) return checked.output;
  }
  return null;
}

/** What `<meta>` says, by name in lower case; the first of a name counts. */
function metaOf(page: PageElement): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const element of page.querySelectorAll('meta[content]')) {
    const value = element.getAttribute('content')?.trim() ?? '';
    for (const attribute of ['property', 'name', 'itemprop']) {
      const name = element.getAttribute(attribute)?.trim().toLowerCase();
      if (name && value !== '' && !values.has(name)) values.set(name, value);
    }
  }
  return values;
}

/** The only `<h1>`, or the only one in an `<article>`: of several none is sure to be the headline. */
function headlineOf(page: PageElement): string | null {
  for (const selector of ['article h1', 'h1']) {
    const [first, second] = page.querySelectorAll(selector);
    if (first !== undefined && second === undefined) return first.textContent;
  }
  return null;
}

/** Cuts "… | The Lantern" off where The Lantern is known to be the site. */
function withoutSiteName(
  title: string | null | undefined,
  siteNames: readonly string[],
): string | null {
  if (!title) return null;
  const trimmed = title.replace(/\s+/g, ' ').trim();
  const last = [...trimmed.matchAll(SEPARATED)].at(-1);
  if (last === undefined || last.index === 0) return trimmed;
  const behind = trimmed.slice(last.index + last[0].length).toLowerCase();
  const isSite = siteNames.some((name) => name.trim().toLowerCase() === behind);
  return isSite ? trimmed.slice(0, last.index) : trimmed;
}

function publicationDay(
  page: PageElement,
  data: StructuredData,
  meta: ReadonlyMap<string, string>,
): CalendarDate | null {
  const candidates: [source: string, value: string | null | undefined][] = [
    ['JSON-LD datePublished', data.date],
    ...DATE_NAMES.map((name): [string, string | undefined] => [`meta ${name}`, meta.get(name)]),
  ];
  for (const element of page.querySelectorAll('[itemprop~="datePublished"], time[pubdate]')) {
    const value = element.getAttribute('datetime') ?? element.getAttribute('content');
    candidates.push(['datePublished', value ?? element.textContent]);
  }
  for (const [source, value] of candidates) {
    const day = dayOf(value, source);
    if (day !== null) return day;
  }
  return onlyDayOf(page);
}

/**
 * The day of a time stamp in its own offset, or of a date in words.
 *
 * @throws CorpusError for a time stamp of a day that does not exist.
 */
function dayOf(value: string | null | undefined, source: string): CalendarDate | null {
  const text = value?.trim() ?? '';
  const [, year = '', month, day] = /^(\d{4})-?(\d{2})-?(\d{2})(?=$|[T\s])/i.exec(text) ?? [];
  if (year === '') return parseFullDate(text);
  // What publishing systems write where they know no date.
  if (year.startsWith('000')) return null;
  const date = `${year}-${month}-${day}`;
  if (isCalendarDate(date)) return date;
  throw new CorpusError(
    `${source} is not a day of the calendar: ${JSON.stringify(text.slice(0, 40))}; correct it in the file`,
  );
}

/** The day that every `<time>` outside of sentences gives; null where they differ. */
function onlyDayOf(page: PageElement): CalendarDate | null {
  const days = new Set<CalendarDate>();
  const times = [...page.querySelectorAll('time[datetime]')];
  if (times.length > MAX_TIMES) return null;
  for (const element of times) {
    if (isInSentence(element)) continue;
    const day = dayOf(element.getAttribute('datetime'), 'time');
    if (day !== null) days.add(day);
    if (days.size > 1) return null;
  }
  return [...days][0] ?? null;
}

function isInSentence(element: PageElement): boolean {
  const around = element.closest('p, li, blockquote, td, dd, figcaption')?.textContent ?? '';
  return wordCount(around) - wordCount(element.textContent ?? '') >= SENTENCE_WORDS;
}

function wordCount(text: string): number {
  return text.match(/\p{L}+/gu)?.length ?? 0;
}

import * as v from 'valibot';
import type { CalendarDate } from './calendar-date.ts';
import { parseFullDate } from './find-dates.ts';
import { isWebAddress } from './web-address.ts';

/** What a file may say about an article, in front matter, in a line of JSON or in a web page. */
export interface ArticleFields {
  readonly title: string | null;
  readonly date: CalendarDate | null;
  readonly outlet: string | null;
  readonly url: string | null;
  readonly language: string | null;
  readonly note: string | null;
}

/** Longer values are not a title or a name but a mistake. */
const MAX_FIELD_CHARS = 500;

const line = v.pipe(
  v.union([v.string(), v.number()], 'is not text'),
  v.transform((value) =>
    String(value)
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim(),
  ),
  v.maxLength(MAX_FIELD_CHARS, `is longer than ${MAX_FIELD_CHARS} characters`),
  v.check(isWellFormed, 'holds half a character (a lone surrogate)'),
  v.transform((value) => value || null),
);

/** A value on one line; null where it is missing or blank. */
export const lineField = v.nullish(line, null);

/** The schemas of the fields, wherever they come from. The messages follow the name of the field. */
export const articleFields = {
  title: lineField,
  date: v.pipe(
    lineField,
    v.check(
      (value) => value === null || parseFullDate(value) !== null,
      'is not a day of the calendar such as 2022-11-16',
    ),
    v.transform((value) => value && parseFullDate(value)),
  ),
  outlet: lineField,
  url: v.pipe(
    lineField,
    v.check((value) => value === null || isWebAddress(value), 'is not an http or https address'),
  ),
  language: v.pipe(
    lineField,
    v.check((value) => value === null || isLanguage(value), 'is not a language code such as en'),
    v.transform((value) => value && (Intl.getCanonicalLocales(value)[0] ?? null)),
  ),
  note: lineField,
};

/** Whether a text can be written as UTF-8 and read again without a change. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function isLanguage(value: string): boolean {
  return /^[a-z]{2,3}(-[a-z]{4})?(-[a-z]{2}|-\d{3})?(-[a-z\d]{5,8})?$/i.test(value);
}

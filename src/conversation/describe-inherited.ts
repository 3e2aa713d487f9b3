import { formatSpan } from '../corpus/calendar-date.ts';
import type { Inherited } from './turn.ts';

/** More would not be small print. */
const MAX_NAMES = 3;

/**
 * What a follow-up was taken to be about, as in `Kherson · 15 November 2022`; null where there is
 * nothing to say. Article titles and names are as they are written: escape them where they are shown.
 */
export function describeInherited({ names, dates, words, article }: Inherited): string | null {
  const subjects = names.length > 0 ? names.slice(0, MAX_NAMES) : words.slice(0, MAX_NAMES);
  const parts = [subjects.join(', '), ...dates.map(formatSpan)].filter((part) => part !== '');
  if (parts.length > 0) return parts.join(' · ');
  return article?.title ?? null;
}

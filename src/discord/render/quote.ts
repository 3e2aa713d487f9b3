import type { APIEmbed, APIEmbedField } from 'discord-api-types/v10';
import { confidenceInWords } from '../../quotes/confidence-words.ts';
import type { Excerpt, Quote } from '../../quotes/quote.ts';
import { LIMITS } from '../limits.ts';
import { formatSpan } from './day-span.ts';
import { renderQuotation } from './quotation.ts';
import { placeOf, renderNote, renderSource } from './source.ts';

const MAX_EVENT_DATES = 4;

/**
 * A quote with its article and place. Any single one fits into a message, and only one of far more
 * than `MAX_QUOTE_CHARS` would have to be cut for it.
 */
export function renderQuote(quote: Quote): APIEmbed {
  const bold = quote.highlights.map(({ start, end }) => ({
    start: start - quote.start,
    end: end - quote.start,
  }));
  const [first, last] = [bold[0], bold.at(-1)];
  const answer = first === undefined ? null : quote.text.slice(first.start, last?.end);
  return {
    ...renderSource(quote.article, answer),
    description: renderQuotation(quote.text, { bold, maxLength: LIMITS.embedDescription }),
    fields: [...renderEventDates(quote), ...renderNote(quote.article)],
    footer: { text: `Confidence: ${confidenceInWords(quote.score)} · ${placeOf(quote)}` },
  };
}

/** The days that a quote speaks of, unless that is just the day of publication. */
function renderEventDates({ eventDates, article }: Excerpt): APIEmbedField[] {
  const { published } = article;
  if (eventDates.every(({ from, to }) => from === published && to === published)) return [];
  const distinct = [...new Set(eventDates.map(formatSpan))];
  const shown = distinct.slice(0, MAX_EVENT_DATES).join(', ');
  const more = distinct.length - MAX_EVENT_DATES;
  const rest = more > 0 ? ` and ${more} more date${more === 1 ? '' : 's'}` : '';
  return [{ name: 'Speaks of', value: `${shown}${rest}` }];
}

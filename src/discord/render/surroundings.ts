import type { APIEmbed } from 'discord-api-types/v10';
import type { Excerpt } from '../../quotes/quote.ts';
import type { Surroundings } from '../../quotes/library.ts';
import { LIMITS } from '../limits.ts';
import type { MessageBody } from '../reply.ts';
import { embedLength } from './fit.ts';
import { renderQuotation } from './quotation.ts';
import { placeOf, renderNote, renderSource } from './source.ts';

/**
 * A quote between what stands before and after it, in the order of the article. Only the neighbours
 * are shortened for want of room, each on the side that is away from the quote.
 */
export function renderSurroundings({ before, excerpt, after }: Surroundings): MessageBody {
  const source = renderSource(excerpt.article, null);
  const quoted: APIEmbed = {
    description: renderQuotation(excerpt.text, { maxLength: LIMITS.embedDescription }),
    fields: renderNote(excerpt.article),
    footer: { text: `The quote · ${placeOf(excerpt)}` },
  };
  const footers = { before: { text: 'Just before it' }, after: { text: 'Just after it' } };
  const taken =
    embedLength({ ...source, ...quoted }) + footers.before.text.length + footers.after.text.length;
  const room = LIMITS.embedTotal - taken;
  const half = Math.floor(room / 2);

  // Each may have half of the room, and what the other one leaves.
  const shortAfter = renderNeighbour(after, 'beginning', half);
  const textBefore = renderNeighbour(before, 'end', room - shortAfter.length);
  const textAfter = renderNeighbour(after, 'beginning', room - textBefore.length);
  const [first, ...rest]: APIEmbed[] = [
    ...(before === null ? [] : [{ description: textBefore, footer: footers.before }]),
    quoted,
    ...(after === null ? [] : [{ description: textAfter, footer: footers.after }]),
  ];
  return { embeds: [{ ...source, ...first }, ...rest] };
}

function renderNeighbour(excerpt: Excerpt | null, keep: 'beginning' | 'end', room: number): string {
  if (excerpt === null) return '';
  return renderQuotation(excerpt.text, {
    maxLength: Math.min(room, LIMITS.embedDescription),
    keep,
  });
}

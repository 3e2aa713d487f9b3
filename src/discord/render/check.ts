import type { APIEmbed } from 'discord-api-types/v10';
import type { Verdict } from '../../check/check-claim.ts';
import type { ComparedPart } from '../../check/difference.ts';
import { differenceInWords } from '../../check/difference-words.ts';
import type { QuoteCheck } from '../../quotes/check-quote.ts';
import type { Quote } from '../../quotes/quote.ts';
import { LIMITS } from '../limits.ts';
import type { MessageBody } from '../reply.ts';
import { fitEmbeds } from './fit.ts';
import { renderQuotation } from './quotation.ts';
import { labelOf, shortenMarkdown } from './shorten.ts';
import { placeOf, renderNote, renderSource } from './source.ts';

const MAX_CLAIM_CHARS = 300;
const MAX_DIFFERENCES = 8;
const MAX_PIECE_CHARS = 120;
const MAX_COMPARISON_CHARS = 1200;
/** Of what is the same, so many units are shown beside each difference. */
const SAME_CHARS = 160;
const MAX_MATCHES = 3;

const TITLES: Readonly<Record<Verdict, string>> = {
  exact: 'Exact',
  altered: 'Altered',
  absent: 'Not in the articles',
};

/** The verdicts on the quotations of a text, each with the sentences that the articles have. */
export function renderChecks({
  checks,
  omitted,
}: {
  readonly checks: readonly QuoteCheck[];
  readonly omitted: number;
}): MessageBody {
  const maxMatches = checks.length > 1 ? 1 : MAX_MATCHES;
  const embeds = checks.flatMap((check) => [
    renderVerdict(check),
    ...check.matches.slice(0, maxMatches).map(renderMatch),
  ]);
  const more =
    omitted === 1
      ? 'There is 1 more quotation in that text; give it to me by itself.'
      : `There are ${omitted} more quotations in that text; give them to me one by one.`;
  return { ...(omitted > 0 && { content: more }), embeds: fitEmbeds(embeds) };
}

/** What a claim is, and what is different; what is in the article alone is struck, the claim's bold. */
function renderVerdict({ claim, verdict, differences, parts, matches }: QuoteCheck): APIEmbed {
  const lines = [`“${shown(claim, MAX_CLAIM_CHARS)}”`];
  if (verdict === 'exact') lines.push(countOfPlaces(matches));
  if (verdict === 'absent') {
    lines.push(
      'No article has this, neither word for word nor nearly so. They may say the same in other ' +
        'words: `/ask` finds that.',
    );
  }
  if (verdict === 'altered') {
    const named = differences
      .slice(0, MAX_DIFFERENCES)
      .map((difference) => `- ${differenceInWords(difference, showPiece)}`);
    const more = differences.length - named.length;
    if (more > 0) named.push(`- and ${more} more`);
    lines.push('The articles have it otherwise.', ...named, '', renderParts(parts));
  }
  return { title: TITLES[verdict], description: lines.join('\n') };
}

function countOfPlaces(matches: readonly Quote[]): string {
  const articles = new Set(matches.map(({ article }) => article.id)).size;
  return articles === 1
    ? 'It stands so in an article:'
    : `It stands so in ${articles} articles, oldest first:`;
}

function renderMatch(quote: Quote): APIEmbed {
  const bold = quote.highlights.map(({ start, end }) => ({
    start: start - quote.start,
    end: end - quote.start,
  }));
  const sentence = bold[0] === undefined ? null : quote.text.slice(bold[0].start, bold[0].end);
  return {
    ...renderSource(quote.article, sentence),
    description: renderQuotation(quote.text, { bold, maxLength: LIMITS.embedDescription }),
    fields: renderNote(quote.article),
    footer: { text: placeOf(quote) },
  };
}

function renderParts(parts: readonly ComparedPart[]): string {
  const rendered: string[] = [];
  let room = MAX_COMPARISON_CHARS;
  for (const [position, part] of parts.entries()) {
    const next = renderPart(part, {
      isFirst: position === 0,
      isLast: position === parts.length - 1,
    });
    room -= next.length + 1;
    if (room < 0) return [...rendered, '…'].join(' ');
    rendered.push(next);
  }
  return rendered.join(' ');
}

function renderPart(
  { in: where, text }: ComparedPart,
  { isFirst, isLast }: { readonly isFirst: boolean; readonly isLast: boolean },
): string {
  if (where === 'claim') return `**${shown(text, MAX_CLAIM_CHARS)}**`;
  if (where === 'article') return `~~${shown(text, MAX_CLAIM_CHARS)}~~`;
  const label = labelOf(text) ?? '–';
  if (label.length <= 2 * SAME_CHARS) return shown(label, 4 * SAME_CHARS);
  // What is next to a difference tells where it is.
  const beginning = label.slice(0, SAME_CHARS).replace(/\S+$/, '');
  const end = label.slice(-SAME_CHARS).replace(/^\S+/, '');
  return [isFirst ? '' : beginning, '…', isLast ? '' : end]
    .filter((piece) => piece.trim() !== '')
    .map((piece) => shown(piece, 2 * SAME_CHARS))
    .join(' ');
}

function showPiece(text: string): string {
  return shown(text, MAX_PIECE_CHARS);
}

/** A piece of text on one line, escaped, as much of it as there is room for. */
function shown(text: string, maxChars: number): string {
  return shortenMarkdown(labelOf(text) ?? '–', maxChars);
}

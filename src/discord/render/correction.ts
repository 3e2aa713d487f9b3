import type { APIEmbed } from 'discord-api-types/v10';
import type { TextRange } from '../../corpus/article.ts';
import { formatDay } from '../../corpus/calendar-date.ts';
import type { WithdrawnArticle } from '../../quotes/quote.ts';
import type { OutdatedPassage, StoredCorrection } from '../../state/corrections.ts';
import { LIMITS } from '../limits.ts';
import { escapeMarkdown } from '../markdown.ts';
import type { MessageBody } from '../reply.ts';
import { renderQuotation } from './quotation.ts';
import { labelOf, shortenMarkdown } from './shorten.ts';
import { outletAndDate, placeOf } from './source.ts';

const MAX_NOTE_CHARS = 500;
/** Enough to tell the versions of one article apart. */
const SHOWN_HASH_DIGITS = 12;
const MAX_TITLE_CHARS = 200;
const IT_SAID = 'It said:';
const IT_SAYS = 'It now says:';
const SAYS_NOTHING = 'It no longer says anything of the kind.';

/** What happened to an article, when and why. Markdown on one line. */
export function correctionLine(
  { kind, day, note }: Pick<StoredCorrection, 'kind' | 'day' | 'note'>,
  maxNoteChars: number = MAX_NOTE_CHARS,
): string {
  const what = `${kind === 'withdrawn' ? 'Withdrawn' : 'Corrected'} on ${formatDay(day)}`;
  const label = labelOf(note);
  return label === null ? `**${what}**` : `**${what}:** ${shortenMarkdown(label, maxNoteChars)}`;
}

/** The reply to an answer that can no longer be changed. */
export function renderCorrectionReply(
  outdated: readonly APIEmbed[],
  { kind }: Pick<StoredCorrection, 'kind'>,
): MessageBody {
  const content =
    kind === 'withdrawn'
      ? 'An article that I quoted here was withdrawn since.'
      : 'An article that I quoted here was corrected since.';
  return { content, embeds: [...outdated] };
}

/**
 * What an article said, and says now.
 *
 * @param maxLength in UTF-16 units, with everything around the passages.
 */
export function renderOutdated(
  { before, now }: Pick<OutdatedPassage, 'before' | 'now'>,
  correction: Pick<StoredCorrection, 'kind' | 'day' | 'note'>,
  maxLength: number,
): string {
  const head = correctionLine(correction);
  const frame = `${head}\n\n${IT_SAID}\n\n\n${IT_SAYS}\n`.length;
  if (correction.kind === 'withdrawn') {
    return `${head}\n\n${IT_SAID}\n${renderQuotation(before, { maxLength: maxLength - frame })}`;
  }
  if (now === null) {
    const room = maxLength - frame - SAYS_NOTHING.length;
    return `${head}\n\n${IT_SAID}\n${renderQuotation(before, { maxLength: room })}\n\n${SAYS_NOTHING}`;
  }
  const room = Math.floor((maxLength - frame) / 2);
  const [said, says] = [before, now].map((text) => renderQuotation(text, { maxLength: room }));
  return `${head}\n\n${IT_SAID}\n${said}\n\n${IT_SAYS}\n${says}`;
}

/** What an article said when it was quoted, and which version of it that was. */
export function renderEarlier({
  path,
  text,
  sha256,
  start,
  end,
}: TextRange & {
  readonly path: string;
  readonly text: string;
  readonly sha256: string;
}): APIEmbed {
  const place = placeOf({ article: { path }, start, end });
  return {
    title: 'What it said then',
    description: renderQuotation(text, { maxLength: LIMITS.embedDescription }),
    footer: { text: `${place} of the version ${sha256.slice(0, SHOWN_HASH_DIGITS)}` },
  };
}

/** That an article which would have answered is not quoted any more. Markdown on one line. */
export function withdrawnNotice({ article, on, note }: WithdrawnArticle): string {
  const name = labelOf(article.title) ?? labelOf(article.path) ?? 'Untitled';
  const title = shortenMarkdown(name, MAX_TITLE_CHARS);
  const source = escapeMarkdown(outletAndDate(article));
  const label = labelOf(note);
  const why = label === null ? '.' : `: ${shortenMarkdown(label, MAX_NOTE_CHARS)}`;
  return `**${title}** (${source}) was withdrawn on ${formatDay(on)}, and I do not quote it${why}`;
}

import type { APIEmbed } from 'discord-api-types/v10';
import type { TextRange } from '../../corpus/article.ts';
import { formatDay } from '../../corpus/calendar-date.ts';
import type { WithdrawnArticle } from '../../quotes/quote.ts';
import type { OutdatedPassage, StoredCorrection } from '../../state/corrections.ts';
import { LIMITS } from '../limits.ts';
import { escapeMarkdown } from '../markdown.ts';
import type { MessageBody } from '../reply.ts';
import { embedLength } from './fit.ts';
import { renderQuotation } from './quotation.ts';
import { labelOf, shortenMarkdown } from './shorten.ts';
import { outletAndDate, placeOf } from './source.ts';

const MAX_NOTE_CHARS = 500;
/** Enough to tell the versions of one article apart. */
const SHOWN_HASH_DIGITS = 12;
const MAX_TITLE_CHARS = 200;
/** With less of it a passage could be cut to nothing. */
const MIN_ROOM = 1000;
const IT_SAID = 'It said:';
const IT_SAYS = 'It now says:';
const SAYS_NOTHING = 'It no longer says anything of the kind.';

/** What becomes of an answer of which something is outdated. */
export interface MarkedAnswer {
  /** All of its embeds, with the marks; null where there is no room for those. */
  readonly embeds: readonly APIEmbed[] | null;
  /** The outdated ones alone, for a reply. */
  readonly outdated: readonly APIEmbed[];
  /** Whether the answer has these marks already. */
  readonly isMarked: boolean;
}

/** What happened to an article, when and why. Markdown on one line. */
export function correctionLine({
  kind,
  day,
  note,
}: Pick<StoredCorrection, 'kind' | 'day' | 'note'>): string {
  const what = `${kind === 'withdrawn' ? 'Withdrawn' : 'Corrected'} on ${formatDay(day)}`;
  const label = labelOf(note);
  return label === null ? `**${what}**` : `**${what}:** ${shortenMarkdown(label, MAX_NOTE_CHARS)}`;
}

/** Marks what is outdated among the embeds of an answer; the others stay as they are. */
export function markEmbeds(
  embeds: readonly APIEmbed[],
  passages: readonly OutdatedPassage[],
  correction: Pick<StoredCorrection, 'kind' | 'day' | 'note'>,
): MarkedAnswer {
  const found = embeds.map((embed) => ({
    embed: toSend(embed),
    passage: passages.find((passage) => isQuotedIn(embed, passage)) ?? null,
  }));
  const outdated = found
    .filter(({ passage }) => passage !== null)
    .map(({ embed, passage }) => ({ embed: { ...embed, fields: [] }, passage }));
  const mark = (part: typeof found, room: number): APIEmbed[] =>
    part.map(({ embed, passage }) =>
      passage === null
        ? embed
        : { ...embed, description: renderOutdated(passage, correction, room) },
    );
  const room = roomIn(found);
  const marked = mark(found, room);
  return {
    embeds: room < MIN_ROOM && isTooLong(marked) ? null : marked,
    outdated: mark(outdated, roomIn(outdated)),
    isMarked: marked.every(({ description }, position) => {
      return description === embeds[position]?.description;
    }),
  };
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

function isQuotedIn({ footer }: APIEmbed, { path, start, end }: OutdatedPassage): boolean {
  // The path may end in the same way as another one.
  return ` ${footer?.text ?? ''}`.endsWith(` ${placeOf({ article: { path }, start, end })}`);
}

/** How long the description of each outdated embed may be, so that all of a message fits. */
function roomIn(
  embeds: readonly { readonly embed: APIEmbed; readonly passage: OutdatedPassage | null }[],
): number {
  const taken = embeds.reduce(
    (sum, { embed, passage }) =>
      sum + embedLength(passage === null ? embed : { ...embed, description: '' }),
    0,
  );
  const count = embeds.filter(({ passage }) => passage !== null).length;
  const room = Math.floor((LIMITS.embedTotal - taken) / Math.max(1, count));
  return Math.min(room, LIMITS.embedDescription);
}

function isTooLong(embeds: readonly APIEmbed[]): boolean {
  return embeds.reduce((sum, embed) => sum + embedLength(embed), 0) > LIMITS.embedTotal;
}

/** What Discord takes of an embed that it has shown. */
function toSend(embed: APIEmbed): APIEmbed {
  const { title, url, description, color, timestamp, author, footer, fields, image, thumbnail } =
    embed;
  return {
    ...(title !== undefined && { title }),
    ...(url !== undefined && { url }),
    ...(description !== undefined && { description }),
    ...(color !== undefined && { color }),
    ...(timestamp !== undefined && { timestamp }),
    ...(author !== undefined && {
      author: { name: author.name, ...(author.url !== undefined && { url: author.url }) },
    }),
    ...(footer !== undefined && { footer: { text: footer.text } }),
    ...(fields !== undefined && {
      fields: fields.map(({ name, value, inline }) => ({
        name,
        value,
        ...(inline !== undefined && { inline }),
      })),
    }),
    ...(image !== undefined && { image: { url: image.url } }),
    ...(thumbnail !== undefined && { thumbnail: { url: thumbnail.url } }),
  };
}

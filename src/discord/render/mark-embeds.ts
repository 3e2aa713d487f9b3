import type { APIEmbed } from 'discord-api-types/v10';
import type { OutdatedPassage, StoredCorrection } from '../../state/corrections.ts';
import { LIMITS } from '../limits.ts';
import { correctionLine, renderOutdated } from './correction.ts';
import { embedLength } from './fit.ts';
import { isTableOfFigures, markRow } from './reports.ts';
import { placeOf } from './source.ts';

/** What becomes of an answer of which something is outdated. */
export interface MarkedAnswer {
  /** All of its embeds, with the marks; null where there is no room for those. */
  readonly embeds: readonly APIEmbed[] | null;
  /** The outdated ones alone, for a reply. */
  readonly outdated: readonly APIEmbed[];
  /** Whether the answer has these marks already. */
  readonly isMarked: boolean;
}

type What = Pick<StoredCorrection, 'kind' | 'day' | 'note'>;

/** An embed, as Discord takes it, and what of it is outdated. */
interface Part {
  readonly embed: APIEmbed;
  /** What it holds and nothing else; null for all that stays as it is. */
  readonly passage: OutdatedPassage | null;
  readonly hasMarkedRows: boolean;
}

/** With less of it a passage could be cut to nothing. */
const MIN_ROOM = 1000;
/** Below a row of a table there is no room for more. */
const MAX_ROW_NOTE_CHARS = 120;

/**
 * Marks what is outdated in an answer: quotes in their embeds, figures in their rows, and a later report,
 * which stands in no embed, in one of its own. All else stays as it is.
 */
export function markEmbeds(
  embeds: readonly APIEmbed[],
  passages: readonly OutdatedPassage[],
  correction: What,
): MarkedAnswer {
  const parts = [...embeds, ...laterReports(embeds, passages)].map((embed) =>
    partOf(embed, passages, correction),
  );
  const outdated = parts
    .filter(({ passage, hasMarkedRows }) => passage !== null || hasMarkedRows)
    .map((part) => ({ ...part, embed: { ...part.embed, fields: [] } }));
  const room = roomIn(parts);
  const marked = mark(parts, correction, room);
  return {
    embeds: room < MIN_ROOM && isTooLong(marked) ? null : marked,
    outdated: mark(outdated, correction, roomIn(outdated)),
    isMarked: marked.every(({ description }, position) => {
      return description === embeds[position]?.description;
    }),
  };
}

function partOf(embed: APIEmbed, passages: readonly OutdatedPassage[], correction: What): Part {
  const sent = toSend(embed);
  if (isTableOfFigures(embed)) {
    const line = correctionLine(correction, MAX_ROW_NOTE_CHARS);
    const description = passages.reduce(
      (table, { row }) => (row ? markRow(table, row, line) : table),
      embed.description ?? '',
    );
    const hasMarkedRows = passages.some(({ row }) => row);
    return { embed: { ...sent, description }, passage: null, hasMarkedRows };
  }
  const passage = passages.find((one) => !one.row && isQuotedIn(embed, one)) ?? null;
  return { embed: sent, passage, hasMarkedRows: false };
}

/** Embeds for the later reports that have none yet. */
function laterReports(
  embeds: readonly APIEmbed[],
  passages: readonly OutdatedPassage[],
): APIEmbed[] {
  return passages
    .filter((passage) => passage.row === null && !embeds.some((one) => isQuotedIn(one, passage)))
    .map((passage) => ({ title: 'Later report', footer: { text: placeOfPassage(passage) } }));
}

function mark(parts: readonly Part[], correction: What, room: number): APIEmbed[] {
  return parts.map(({ embed, passage }) =>
    passage === null ? embed : { ...embed, description: renderOutdated(passage, correction, room) },
  );
}

function isQuotedIn({ footer }: APIEmbed, passage: OutdatedPassage): boolean {
  // The path may end in the same way as another one.
  return ` ${footer?.text ?? ''}`.endsWith(` ${placeOfPassage(passage)}`);
}

function placeOfPassage({ path, start, end }: OutdatedPassage): string {
  return placeOf({ article: { path }, start, end });
}

/** How long the description of each outdated embed may be, so that all of a message fits. */
function roomIn(parts: readonly Part[]): number {
  const taken = parts.reduce(
    (sum, { embed, passage }) =>
      sum + embedLength(passage === null ? embed : { ...embed, description: '' }),
    0,
  );
  const count = parts.filter(({ passage }) => passage !== null).length;
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

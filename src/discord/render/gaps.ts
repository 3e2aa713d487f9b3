import type { APIEmbed } from 'discord-api-types/v10';
import type { MessageBody } from '../reply.ts';
import { renderButton, rowsOf } from './buttons.ts';
import { renderMoment } from './moment.ts';
import { renderPage } from './page.ts';
import { labelOf, shortenMarkdown } from './shorten.ts';

const PAGE_SIZE = 5;
const MAX_QUESTION_CHARS = 300;
const MAX_PATH_CHARS = 120;

/** Questions that ask the same, and found nothing or nothing useful. */
export interface GapGroup {
  /** As it was asked last. */
  readonly question: string;
  /** When that was, in milliseconds since 1970. */
  readonly askedAtMs: number;
  /** Of those of them that found nothing, newest first. */
  readonly ids: readonly number[];
  /** Votes on the answers to the others. */
  readonly useful: number;
  readonly notUseful: number;
}

/** A passage that members found not useful more often than useful. */
export interface WantingPassage {
  readonly path: string;
  /** Where it begins in the article, in characters. */
  readonly start: number;
  readonly useful: number;
  readonly notUseful: number;
}

/** A button under the list of gaps. */
export interface GapsButton {
  readonly offset: number;
  /** A question whose group is to be dismissed first; null for turning the page alone. */
  readonly dismissedId: number | null;
}

const CUSTOM_ID = /^gaps:(0|[1-9]\d{0,5})(?::([1-9]\d{0,14}))?$/;

/** Reads a button's id; null for one that does not stand under the gaps. */
export function parseGapsButton(customId: string): GapsButton | null {
  const [, offset, dismissed] = CUSTOM_ID.exec(customId) ?? [];
  if (offset === undefined) return null;
  return {
    offset: Number(offset),
    dismissedId: dismissed === undefined ? null : Number(dismissed),
  };
}

/** What the articles lack, a page of it, with buttons to dismiss questions that found nothing. */
export function renderGaps({
  groups,
  offset: wantedOffset,
  passages,
}: {
  readonly groups: readonly GapGroup[];
  readonly offset: number;
  readonly passages: readonly WantingPassage[];
}): MessageBody {
  // The last page may be empty by now.
  const lastPage = Math.max(0, Math.ceil(groups.length / PAGE_SIZE) - 1) * PAGE_SIZE;
  const offset = Math.min(wantedOffset, lastPage);
  const shown = groups.slice(offset, offset + PAGE_SIZE);
  const body = renderPage({
    title: 'Questions that found nothing, or nothing useful',
    heading:
      groups.length === 0
        ? 'None: every question of this server found something, or was dismissed.'
        : 'Those that ask the same stand together. Who asked is not kept.',
    lines: shown.map(renderGroup),
    offset,
    total: groups.length,
    pageSize: PAGE_SIZE,
    buttonId: (target) => `gaps:${target}`,
  });
  const dismissals = shown.flatMap(({ ids }, position) =>
    ids[0] === undefined
      ? []
      : [renderButton(`Dismiss ${position + 1}`, `gaps:${offset}:${ids[0]}`)],
  );
  return {
    embeds: [...(body.embeds ?? []), ...(passages.length > 0 ? [renderPassages(passages)] : [])],
    components: [...rowsOf(dismissals), ...(body.components ?? [])],
  };
}

function renderPassages(passages: readonly WantingPassage[]): APIEmbed {
  const lines = passages.map(
    ({ path, start, useful, notUseful }) =>
      `${shortenMarkdown(path, MAX_PATH_CHARS)}, from character ${start} · ${votesInWords(useful, notUseful)}`,
  );
  return { title: 'Passages that were not what was asked', description: lines.join('\n') };
}

function votesInWords(useful: number, notUseful: number): string {
  return `${useful} × useful, ${notUseful} × not useful`;
}

function renderGroup(group: GapGroup, position: number): string {
  const { question, askedAtMs, ids, useful, notUseful } = group;
  const label = shortenMarkdown(labelOf(question) ?? '–', MAX_QUESTION_CHARS);
  const counts = [
    ...(ids.length === 0 ? [] : [ids.length === 1 ? 'once' : `${ids.length} times`]),
    ...(useful + notUseful === 0 ? [] : [votesInWords(useful, notUseful)]),
  ];
  return `${position + 1}\\. ${label} · ${counts.join(' · ')}, last ${renderMoment(askedAtMs)}`;
}

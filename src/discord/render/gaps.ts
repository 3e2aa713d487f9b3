import type { MessageBody } from '../reply.ts';
import { renderButton, rowsOf } from './buttons.ts';
import { renderMoment } from './moment.ts';
import { renderPage } from './page.ts';
import { labelOf, shortenMarkdown } from './shorten.ts';

const PAGE_SIZE = 5;
const MAX_QUESTION_CHARS = 300;

/** Questions that ask the same and found nothing. */
export interface GapGroup {
  /** As it was asked last. */
  readonly question: string;
  /** When that was, in milliseconds since 1970. */
  readonly askedAtMs: number;
  /** Of all questions of the group, newest first. */
  readonly ids: readonly number[];
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

/** Groups of questions that found nothing, a page of them, each with a button to dismiss it. */
export function renderGaps(groups: readonly GapGroup[], wantedOffset: number): MessageBody {
  // The last page may be empty by now.
  const lastPage = Math.max(0, Math.ceil(groups.length / PAGE_SIZE) - 1) * PAGE_SIZE;
  const offset = Math.min(wantedOffset, lastPage);
  const shown = groups.slice(offset, offset + PAGE_SIZE);
  const body = renderPage({
    title: 'Questions that found nothing',
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
  const dismissals = shown.map(({ ids }, position) =>
    renderButton(`Dismiss ${position + 1}`, `gaps:${offset}:${ids[0]}`),
  );
  return { ...body, components: [...rowsOf(dismissals), ...(body.components ?? [])] };
}

function renderGroup({ question, askedAtMs, ids }: GapGroup, position: number): string {
  const times = ids.length === 1 ? 'once' : `${ids.length} times`;
  const label = shortenMarkdown(labelOf(question) ?? '–', MAX_QUESTION_CHARS);
  return `${position + 1}\\. ${label} · ${times}, last ${renderMoment(askedAtMs)}`;
}

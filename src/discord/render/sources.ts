import { sha256 } from '../../corpus/article.ts';
import { formatDay } from '../../corpus/calendar-date.ts';
import type { LibraryOverview, SourcesPage } from '../../quotes/library.ts';
import type { QuotedArticle } from '../../quotes/quote.ts';
import { LIMITS } from '../limits.ts';
import type { MessageBody } from '../reply.ts';
import { countOf, overviewLine } from './overview-line.ts';
import { renderPageButtons } from './page.ts';
import { labelOf, shortenMarkdown } from './shorten.ts';
import { webLink } from './web-link.ts';

export interface SourcesView {
  readonly page: SourcesPage;
  /** Articles before this page. */
  readonly offset: number;
  readonly pageSize: number;
  /** The only outlet listed, named in full; all by default. */
  readonly outlet?: string | undefined;
  readonly overview: LibraryOverview;
  /** Names of the members who added articles, by article id. */
  readonly addedBy?: ReadonlyMap<string, string>;
}

/** A button under the list of articles. */
export interface SourcesButton {
  readonly offset: number;
  /** Stands for the outlet that is listed; null for all. */
  readonly outletKey: string | null;
}

const CUSTOM_ID = /^sources:(0|[1-9]\d{0,8})(?::([\da-f]{12}))?$/;

const MAX_OUTLET_CHARS = 60;
const MAX_TITLE_CHARS = 110;
const MAX_NAME_CHARS = 40;

/** Reads a button's id; null for one that does not stand under the list of articles. */
export function parseSourcesButton(customId: string): SourcesButton | null {
  const [, offset, outletKey = null] = CUSTOM_ID.exec(customId) ?? [];
  return offset === undefined ? null : { offset: Number(offset), outletKey };
}

/** The outlet, named in full, that a key stands for; undefined when no article of it is left. */
export function findOutlet(key: string, outlets: LibraryOverview['outlets']): string | undefined {
  return outlets.find(({ name }) => keyOf(name) === key)?.name;
}

/** A page of the list of articles that quotes come from, with buttons to leaf through it. */
export function renderSources(view: SourcesView): MessageBody {
  const { page, offset, pageSize, outlet, overview } = view;
  const outletKey = outlet === undefined ? null : keyOf(outlet);
  const heading =
    outlet === undefined
      ? overviewLine(overview)
      : `${countOf(page.total, 'article')} from ${shortenMarkdown(labelOf(outlet) ?? 'Outlet unknown', MAX_OUTLET_CHARS)}`;
  const lines = renderLines(view, LIMITS.embedDescription - heading.length - 2);
  const shownTo = offset + lines.length;
  return {
    embeds: [
      {
        title: 'Sources',
        description: lines.length === 0 ? heading : `${heading}\n\n${lines.join('\n')}`,
        ...(lines.length > 0 && { footer: { text: `${offset + 1}–${shownTo} of ${page.total}` } }),
      },
    ],
    components: renderPageButtons({
      offset,
      shownTo,
      total: page.total,
      pageSize,
      buttonId: (target) => buttonId({ offset: target, outletKey }),
    }),
  };
}

/** As many lines as fit, with as many links as fit once the lines are there. */
function renderLines({ page, addedBy = new Map() }: SourcesView, room: number): string[] {
  const lines: string[] = [];
  let left = room;
  for (const article of page.articles) {
    const line = renderLine(article, addedBy, null);
    if (line.length + 1 > left) break;
    left -= line.length + 1;
    lines.push(line);
  }
  return lines.map((line, position) => {
    const article = page.articles[position]!;
    const link = webLink(article.url);
    const linked = link === null ? line : renderLine(article, addedBy, link);
    if (linked.length - line.length > left) return line;
    left -= linked.length - line.length;
    return linked;
  });
}

function renderLine(
  { id, published, outlet, title, path }: QuotedArticle,
  addedBy: ReadonlyMap<string, string>,
  link: string | null,
): string {
  const label = shortenMarkdown(labelOf(title) ?? labelOf(path) ?? 'Untitled', MAX_TITLE_CHARS);
  const name = labelOf(addedBy.get(id) ?? null);
  return [
    published === null ? 'date unknown' : formatDay(published),
    shortenMarkdown(labelOf(outlet) ?? 'Outlet unknown', MAX_OUTLET_CHARS),
    link === null ? label : `[${label}](${link})`,
    ...(name === null ? [] : [`added by ${shortenMarkdown(name, MAX_NAME_CHARS)}`]),
  ].join(' · ');
}

function buttonId({ offset, outletKey: key }: SourcesButton): string {
  return key === null ? `sources:${offset}` : `sources:${offset}:${key}`;
}

/** Short enough for a button's id, unlike an outlet's name. */
function keyOf(outlet: string): string {
  return sha256(outlet).slice(0, 12);
}

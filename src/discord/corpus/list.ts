import { formatDay } from '../../corpus/calendar-date.ts';
import type { QuotedArticle } from '../../quotes/quote.ts';
import { whyNotCurator } from '../access.ts';
import type { BotParts } from '../bot-parts.ts';
import { overviewLine } from '../render/overview-line.ts';
import { renderPage } from '../render/page.ts';
import { labelOf, shortenMarkdown } from '../render/shorten.ts';
import { type Handling, type MessageBody, privateNote } from '../reply.ts';
import type { ButtonRequest, CommandRequest } from '../request.ts';
import { whoAdded } from '../who-added.ts';

const PAGE_SIZE = 15;
const MAX_PATH_CHARS = 100;
const MAX_TITLE_CHARS = 90;
const CUSTOM_ID = /^list:(0|[1-9]\d{0,8})$/;

/** `/corpus list`: the articles with the files that they stand in. */
export function listCorpus(_request: CommandRequest, parts: BotParts): Handling {
  return {
    acknowledge: 'privately',
    reply: async () => ({ body: await listPage(0, parts), isPrivate: true }),
  };
}

/** The offset that a button under the list leads to; null for another button. */
export function parseListButton(customId: string): number | null {
  const [, offset] = CUSTOM_ID.exec(customId) ?? [];
  return offset === undefined ? null : Number(offset);
}

export function handleListButton(
  offset: number,
  request: ButtonRequest,
  parts: BotParts,
): Handling {
  const refusal = whyNotCurator(request, parts);
  if (refusal !== null) return privateNote(refusal);
  return { acknowledge: 'update', update: () => listPage(offset, parts) };
}

async function listPage(offset: number, parts: BotParts): Promise<MessageBody> {
  const { library } = parts;
  const [overview, { articles, total }] = await Promise.all([
    library.overview(),
    library.sources({ offset, limit: PAGE_SIZE }),
  ]);
  const addedBy = whoAdded(articles, parts);
  return renderPage({
    title: 'Articles',
    heading: overviewLine(overview),
    lines: articles.map((article) => renderLine(article, addedBy.get(article.id))),
    offset,
    total,
    pageSize: PAGE_SIZE,
    buttonId: (target) => `list:${target}`,
  });
}

function renderLine(
  { path, title, published }: QuotedArticle,
  addedBy: string | undefined,
): string {
  return [
    shortenMarkdown(path, MAX_PATH_CHARS),
    shortenMarkdown(labelOf(title) ?? 'Untitled', MAX_TITLE_CHARS),
    published === null ? 'date unknown' : formatDay(published),
    ...(addedBy === undefined ? [] : [`added by ${shortenMarkdown(labelOf(addedBy) ?? '–', 60)}`]),
  ].join(' · ');
}

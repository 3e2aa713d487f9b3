import { formatDay } from '../../corpus/calendar-date.ts';
import type { FilePreview } from '../../curation/preview-file.ts';
import type { ArticlePreview } from '../../curation/preview-article.ts';
import { LIMITS } from '../limits.ts';
import { escapeMarkdown } from '../markdown.ts';
import type { MessageBody } from '../reply.ts';
import { renderConfirmation } from './confirmation.ts';
import { fitEmbeds } from './fit.ts';
import { labelOf, shorten, shortenMarkdown } from './shorten.ts';

const MAX_ARTICLES = 3;
const MAX_LABEL_CHARS = 200;
const MAX_LIST_CHARS = 900;
const MAX_BEGINNING_CHARS = 600;

/** What was understood of an uploaded file, and the question whether it is to be added. */
export function renderPreview(preview: FilePreview, actionId: string): MessageBody {
  const { articles, articleCount, duplicateCount, refusedCount, fileName } = preview;
  const lines = [
    `This is what I understand of it. Add it as ${escapeMarkdown(shorten(fileName, MAX_LABEL_CHARS))}?`,
    ...(articleCount > MAX_ARTICLES
      ? [`${articleCount} articles; the first ${MAX_ARTICLES} are shown.`]
      : []),
    ...(duplicateCount > 0 ? [renderDuplicateCount(preview)] : []),
    ...(refusedCount > 0 ? [renderRefused(preview)] : []),
  ];
  return {
    content: shorten(lines.join('\n'), LIMITS.content),
    embeds: fitEmbeds(articles.slice(0, MAX_ARTICLES).map(renderArticle)),
    components: renderConfirmation(actionId, 'Add'),
  };
}

function renderDuplicateCount({ articleCount, duplicateCount }: FilePreview): string {
  const which = articleCount === 1 ? 'It' : `${duplicateCount} of them`;
  const verb = duplicateCount === 1 ? 'is' : 'are';
  return `${which} ${verb} there already, word for word, and will not be indexed again.`;
}

function renderRefused({ refused, refusedCount }: FilePreview): string {
  const reasons = refused
    .slice(0, MAX_ARTICLES)
    .map(({ line, reason }) => `${line === null ? '' : `line ${line} `}${reason}`);
  return `${refusedCount} cannot be read: ${shortenMarkdown(labelOf(reasons.join('; ')) ?? '–', MAX_LIST_CHARS)}`;
}

function renderArticle(article: ArticlePreview): ReturnType<typeof fitEmbeds>[number] {
  const { title, published, outlet, language, passages, passagesAreEstimated, note, url } = article;
  const duplicates = duplicatesOf(article);
  const fields = [
    ['Date', published === null ? 'not found' : formatDay(published)],
    ['Outlet', outlet],
    ['Language', language],
    ['Passages', `${passagesAreEstimated ? 'about ' : ''}${passages}`],
    ['Address', url],
    ['Note', note],
    ['Says the same as', duplicates],
    ['Mind', article.warnings.join('; ') || null],
  ] as const;
  return {
    title: shortenMarkdown(labelOf(title) ?? 'No title found', LIMITS.embedTitle),
    description: shortenMarkdown(article.beginning, MAX_BEGINNING_CHARS),
    fields: fields.flatMap(([name, value]) => {
      const label = labelOf(value);
      return label === null
        ? []
        : [{ name, value: shortenMarkdown(label, MAX_LIST_CHARS), inline: label.length < 40 }];
    }),
  };
}

function duplicatesOf({ sameAs, nearDuplicates }: ArticlePreview): string | null {
  if (sameAs !== null) return `${sameAs}, to the letter`;
  return nearDuplicates.map(({ path }) => path).join(', ') || null;
}

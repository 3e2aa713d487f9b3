import type { Answer, QuotedArticle } from '../../quotes/quote.ts';
import { escapeMarkdown } from '../markdown.ts';
import type { MessageBody } from '../reply.ts';
import { labelOf, shortenMarkdown } from './shorten.ts';
import { outletAndDate } from './source.ts';

const MAX_TITLES = 3;
const MAX_TITLE_CHARS = 200;

const NOTHING_FOUND = 'Nothing close enough in the articles.';
const NOTHING_WITHIN = 'Nothing close enough in the articles of that outlet or time.';
const HINT = 'What they cover is listed in `/sources`.';

/**
 * The admission that nothing answers, with the titles that came nearest. There is no quote in it:
 * what does not answer would be read as an answer.
 *
 * @param isFiltered whether only some of the articles were looked at.
 */
export function renderNothingFound(
  { closest = [] }: Pick<Answer, 'closest'>,
  { isFiltered = false } = {},
): MessageBody {
  const nothing = isFiltered ? NOTHING_WITHIN : NOTHING_FOUND;
  const articles = new Map(closest.map(({ article }) => [article.id, article]));
  const titles = [...articles.values()].slice(0, MAX_TITLES).map(renderTitle);
  if (titles.length === 0) return { content: `${nothing} ${HINT}` };
  const lines = [
    nothing,
    'These came nearest, but probably do not answer your question:',
    ...titles,
    HINT,
  ];
  return { content: lines.join('\n') };
}

/**
 * What is said to a question in a script that the model cannot read.
 *
 * @param languages names of those that the articles are in; the script is named where none is known.
 */
export function renderUnreadable(script: string, languages: readonly string[]): MessageBody {
  const list = new Intl.ListFormat('en', { type: 'conjunction' }).format(languages);
  const limit = languages.length > 0 ? `I only read ${list}.` : `I cannot read ${script}.`;
  return { content: `${limit} Please ask again in a language that I can read.` };
}

function renderTitle(article: QuotedArticle): string {
  const label = labelOf(article.title) ?? labelOf(article.path) ?? 'Untitled';
  const title = shortenMarkdown(label, MAX_TITLE_CHARS);
  return `- ${escapeMarkdown(outletAndDate(article))} · ${title}`;
}

import type { ArticleReader } from './article-reader.ts';
import { findMasthead, type Masthead } from './masthead.ts';
import { draftArticle } from './read-text.ts';

const TITLE = /^\s*#[ \t]+(\S.*?)[ \t#]*$/m;

/** Markdown: front matter, a first line `# Title`, else a masthead as in plain text. */
export const markdownReader: ArticleReader = {
  extensions: ['.md', '.markdown'],
  read: (text) => draftArticle(text, (body) => findTitleLine(body) ?? findMasthead(body)),
};

function findTitleLine(body: string): Masthead | null {
  const match = TITLE.exec(body);
  if (match === null || body.slice(0, match.index).trim() !== '') return null;
  const start = body.indexOf('#');
  const end = match.index + match[0].length;
  return { title: match[1] ?? null, date: null, outlet: null, url: null, range: { start, end } };
}

import type { ArticleReader } from './article-reader.ts';
import { findMasthead, type Masthead } from './masthead.ts';
import { draftArticle } from './read-text.ts';

/** A longer first line is not a title. */
const MAX_TITLE_CHARS = 500;
/** A row of `#` behind a blank closes the heading; that of `C#` belongs to it. */
const TITLE = /^#[ \t]+(\S.*?)(?:[ \t]+#+)?[ \t]*$/;

/** Markdown: front matter, a first line `# Title`, else a masthead as in plain text. */
export const markdownReader = {
  extensions: ['.md', '.markdown'],
  read: (text: string) => draftArticle(text, (body) => findTitleLine(body) ?? findMasthead(body)),
} satisfies ArticleReader;

function findTitleLine(body: string): Masthead | null {
  const start = body.search(/\S/);
  const [line = ''] = /^[^\r\n]*/.exec(body.slice(start)) ?? [];
  const title = line.length <= MAX_TITLE_CHARS ? TITLE.exec(line)?.[1] : undefined;
  if (title === undefined) return null;
  const range = { start, end: start + line.trimEnd().length };
  return { title, date: null, outlet: null, url: null, range };
}

import type { ArticleReader } from './article-reader.ts';
import type { ArticleDraft, TextRange } from './article.ts';
import { detectLanguage } from './detect-language.ts';
import { readFrontMatter } from './front-matter.ts';
import { findMasthead, type Masthead } from './masthead.ts';

/** Plain text: front matter where there is one, and what stands above the first paragraph. */
export const textReader = {
  extensions: ['.txt'],
  read: (text: string) => draftArticle(text, findMasthead),
} satisfies ArticleReader;

/**
 * An article whose text is the whole file. Front matter wins over the masthead.
 *
 * @param findMastheadOf finds the masthead of what follows the front matter.
 */
export function draftArticle(
  text: string,
  findMastheadOf: (body: string) => Masthead,
): ArticleDraft {
  const frontMatter = readFrontMatter(text);
  const bodyStart = frontMatter.range?.end ?? 0;
  const body = text.slice(bodyStart);
  const masthead = findMastheadOf(body);
  const { fields } = frontMatter;
  const excluded: TextRange[] = [];
  if (frontMatter.range !== null) excluded.push(frontMatter.range);
  if (masthead.range !== null) {
    const { start, end } = masthead.range;
    excluded.push({ start: bodyStart + start, end: bodyStart + end });
  }
  return {
    title: fields?.title ?? masthead.title,
    date: fields?.date ?? masthead.date,
    outlet: fields?.outlet ?? masthead.outlet,
    url: fields?.url ?? masthead.url,
    language: fields?.language ?? detectLanguage(body.slice(masthead.range?.end ?? 0)),
    note: fields?.note ?? null,
    text,
    excluded,
  };
}

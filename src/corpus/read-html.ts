import { CorpusError, messageOf } from '../errors.ts';
import type { ArticleDraft, TextRange } from './article.ts';
import type { ArticleReader } from './article-reader.ts';
import { detectLanguage } from './detect-language.ts';
import { removeHiddenParts } from './hidden-parts.ts';
import { findMasthead } from './masthead.ts';
import { openPage } from './open-page.ts';
import { isElement, type PageElement, type PageNode } from './page.ts';
import { readPageMetadata } from './page-metadata.ts';
import { removeBlock, removePromotions } from './page-promotions.ts';
import { textOf } from './page-text.ts';

/** What no reader of the page sees, or what leads to other pages. */
const JUNK =
  'title, meta, link, script, style, noscript, template, nav, iframe, textarea, object, embed, ' +
  'svg, canvas, img, picture, source, video, audio, button, select, dialog, menu';
/** What a marked article may hold beside its own text. */
const MARKED_JUNK: ReadonlySet<string> = new Set(['aside', 'footer', 'form', 'figure', 'time']);
const BYLINE = '[class~="byline"], [class~="author"], [class~="article-byline"]';
/** Longer bylines tell something about their author. */
const MAX_BYLINE_CHARS = 100;
/** What is found is at least this share of what the page marks as its article. */
const MIN_SHARE = 0.5;

/**
 * A saved web page: the text of its article, without navigation and the like, and what it says about
 * itself. Nothing of it is run or fetched.
 */
export const htmlReader = {
  extensions: ['.html', '.htm'],
  declaredEncoding,
  read: readHtml,
} satisfies ArticleReader;

async function readHtml(html: string): Promise<ArticleDraft> {
  // Loaded late: most corpora hold no page.
  const { Readability } = await import('@mozilla/readability');
  const page = await openPage(html);
  const fields = readPageMetadata(page);
  removeJunk(page, fields.title);
  removePromotions(page, markedArticle(page));
  splitParagraphs(page);
  const article = markedArticle(page);
  if (article !== null) removeHiddenParts(article);
  // Empty where the page marks none or several.
  const marked = article === null ? '' : textOf(article, MARKED_JUNK);
  const found = attempt(() =>
    new Readability(page.ownerDocument as never, {
      disableJSONLD: true,
      serializer: (element) => element as PageElement,
    }).parse(),
  );
  const readable = found?.content ? textOf(found.content) : '';
  // In short articles the search may settle on a single paragraph.
  const text = readable.length < marked.length * MIN_SHARE ? marked : readable;
  if (text === '') throw new CorpusError('holds no text of an article');

  const excluded: TextRange[] = [];
  const [firstLine = ''] = text.split('\n', 1);
  if (fields.title !== null && plain(firstLine) === plain(fields.title)) {
    excluded.push({ start: 0, end: firstLine.length });
  }
  // A page without a machine-readable date may give one above its first paragraph.
  const masthead = fields.date === null ? findMasthead(text) : null;
  if (masthead?.date) {
    return {
      ...fields,
      title: fields.title ?? masthead.title,
      date: masthead.date,
      outlet: fields.outlet ?? masthead.outlet,
      language: fields.language ?? detectLanguage(text.slice(masthead.range?.end ?? 0)),
      text,
      excluded: masthead.range === null ? excluded : [masthead.range],
    };
  }
  return { ...fields, language: fields.language ?? detectLanguage(text), text, excluded };
}

/** What a library makes of broken markup is no reason to stop reading the other files. */
function attempt<T>(take: () => T): T {
  try {
    return take();
  } catch (error) {
    throw new CorpusError(`cannot be taken apart: ${messageOf(error)}`, { cause: error });
  }
}

function removeJunk(page: PageElement, title: string | null): void {
  for (const junk of page.querySelectorAll(JUNK)) junk.remove();
  // A caption tells of a picture that no quote shows.
  for (const caption of page.querySelectorAll('figcaption')) removeBlock(caption);
  for (const headline of page.querySelectorAll('h1')) {
    if (plain(headline.textContent ?? '') === plain(title ?? '')) headline.remove();
  }
  for (const byline of page.querySelectorAll(BYLINE)) {
    if ((byline.textContent ?? '').trim().length <= MAX_BYLINE_CHARS) byline.remove();
  }
}

/**
 * Makes paragraphs of what two line breaks separate within one. Readability makes a section of such a
 * paragraph and may take that for the whole article.
 */
function splitParagraphs(page: PageElement): void {
  for (const paragraph of page.querySelectorAll('p:has(> br + br)')) {
    let part = page.ownerDocument.createElement('p');
    let node = paragraph.firstChild;
    while (node !== null) {
      const next = node.nextSibling;
      if (isBreak(node) && isBreak(skipBlanks(next))) {
        paragraph.before(part);
        part = page.ownerDocument.createElement('p');
      } else {
        part.append(node);
      }
      node = next;
    }
    paragraph.before(part);
    paragraph.remove();
  }
}

function skipBlanks(node: PageNode | null): PageNode | null {
  let next = node;
  while (next !== null && !isElement(next) && (next.textContent ?? '').trim() === '') {
    next = next.nextSibling;
  }
  return next;
}

function isBreak(node: PageNode | null): boolean {
  return node !== null && isElement(node) && node.localName.toLowerCase() === 'br';
}

/** What the page itself marks as its only article; null where it marks none or several. */
function markedArticle(page: PageElement): PageElement | null {
  for (const selector of ['[itemprop~="articleBody"]', 'article']) {
    const [first, second] = page.querySelectorAll(selector);
    if (first !== undefined && second === undefined) return first;
  }
  return null;
}

/** A line without what differs between two ways of writing it. */
function plain(line: string): string {
  return line.replace(/\s+/g, ' ').trim().toLowerCase();
}

/**
 * The encoding of `<meta charset>` or of the content type in a `<meta http-equiv>`. Comments are
 * passed over.
 */
function declaredEncoding(beginning: string): string | null {
  const tags = beginning.replace(/<!--[\s\S]*?-->/g, '').match(/<meta\b[^>]*>/gi) ?? [];
  for (const tag of tags) {
    const isContentType = /http-equiv\s*=\s*["']?content-type/i.test(tag);
    const attributes = isContentType
      ? tag
      : tag.replace(/"[^"]*"|'[^']*'/g, (value) => (value.includes('=') ? '' : value));
    const charset = /[\s;"']charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(attributes)?.[1];
    if (charset !== undefined) return charset;
  }
  return null;
}

import { CorpusError } from '../errors.ts';
import type { PageElement } from './page.ts';

/** Pages have some thousand elements, live blogs some ten thousand. */
const MAX_ELEMENTS = 50_000;
/** Browsers stop at 512. */
const MAX_DEPTH = 250;
/** Of the squares of the depths of all elements, with which the time for finding the article grows. */
const MAX_WORK = 20_000_000;
/** Of text and comments. Entities and no-break blanks become pieces of their own. */
const MAX_PIECES = 100_000;
/** The parser takes time in the square of their number in an element. */
const MAX_ATTRIBUTES = 100;
/** Of the attributes that are compared with names; pictures may stand in others. */
const MAX_ATTRIBUTE_CHARS = 5000;
const NAMING_ATTRIBUTES = new Set(['class', 'id', 'name', 'property', 'rel', 'role', 'style']);
/** What may stand in the head; anything else in it belongs into a body that nobody opened. */
const HEAD_ELEMENTS = new Set([
  'title',
  'meta',
  'link',
  'base',
  'script',
  'style',
  'noscript',
  'template',
]);

/**
 * Parses a page, of which nothing is run and nothing fetched.
 *
 * @returns the element `<html>`; its document has a body, in which all text stands.
 * @throws CorpusError where reading it would take minutes.
 */
export async function openPage(html: string): Promise<PageElement> {
  // Loaded late: most corpora hold no page.
  const { parseHTML } = await import('linkedom');
  const isWhole = await checkStructure(html);
  const { document } = parseHTML(
    isWhole ? html : `<!doctype html><html><head></head><body>${html}</body></html>`,
  ) as unknown as { readonly document: { readonly documentElement: PageElement } };
  return document.documentElement;
}

/**
 * Refuses what is too deep or too large, before a tree is made of it.
 *
 * @returns whether all text stands in the body of one `<html>`.
 */
async function checkStructure(html: string): Promise<boolean> {
  const { Parser } = await import('htmlparser2');
  const open: string[] = [];
  let elements = 0;
  let work = 0;
  let pieces = 0;
  let attributes = 0;
  let isWhole = true;
  let hasBody = false;
  const addPieces = (count: number): void => {
    pieces += count;
    if (pieces > MAX_PIECES) throw new CorpusError('has too many pieces of text for an article');
  };
  const parser = new Parser(
    {
      onopentagname(name) {
        const [root, parent] = open;
        if (open.length === 0) isWhole &&= name === 'html' && elements === 0;
        if (open.length === 1) isWhole &&= name === 'head' || name === 'body';
        if (open.length === 2 && parent === 'head') isWhole &&= HEAD_ELEMENTS.has(name);
        hasBody ||= root === 'html' && open.length === 1 && name === 'body';
        open.push(name);
        elements++;
        attributes = 0;
        work += open.length ** 2;
        if (elements > MAX_ELEMENTS || work > MAX_WORK || open.length > MAX_DEPTH) {
          throw new CorpusError(
            open.length > MAX_DEPTH
              ? `is nested more than ${MAX_DEPTH} elements deep`
              : 'has too many elements for an article',
          );
        }
      },
      onattribute(name, value) {
        if (value.length > MAX_ATTRIBUTE_CHARS && NAMING_ATTRIBUTES.has(name.toLowerCase())) {
          throw new CorpusError(`has a ${name} of more than ${MAX_ATTRIBUTE_CHARS} characters`);
        }
        attributes++;
        if (attributes > MAX_ATTRIBUTES) {
          throw new CorpusError(`has an element with more than ${MAX_ATTRIBUTES} attributes`);
        }
      },
      ontext(text) {
        addPieces(1 + (text.match(/[&<>\u00a0]/g)?.length ?? 0));
        if (open.length < 2 && text.trim() !== '') isWhole = false;
      },
      oncomment() {
        addPieces(1);
      },
      onclosetag() {
        open.pop();
      },
    },
    { lowerCaseAttributeNames: false },
  );
  parser.end(html);
  return isWhole && hasBody;
}

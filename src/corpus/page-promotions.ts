import { isElement, type PageElement, type PageNode } from './page.ts';

/** What publishers call the blocks that they put among the paragraphs of an article. */
const PROMOTIONS = new Set(
  (
    'ad ads advert adverts advertisement advertisements advertising advertorial newsletter newsletters ' +
    'promo promos promotion promotions sponsor sponsors sponsored consent cookie cookies gdpr related ' +
    'share sharing social'
  ).split(' '),
);
/** Beside them the words above say how something is without such blocks, or around them. */
const OTHER_MEANINGS = new Set('has no non not with without free hoc'.split(' '));
/** Not headings or rows of a table, which may be called after their subject, nor parts of a sentence. */
const BLOCKS = 'article, aside, div, figure, footer, form, header, li, ol, p, section, table, ul';
/** What holds a larger share of the article's text belongs to it, whatever it is called. */
const MAX_SHARE = 0.5;
const TEXT_NODE = 3;

/**
 * Removes advertisements and the like, which are told by their class or id. Nothing is removed that,
 * alone or together with others of the same name, holds most of the article's text.
 *
 * @param marked what the page marks as its article; null where that is not certain.
 */
export function removePromotions(page: PageElement, marked: PageElement | null): void {
  const limit = MAX_SHARE * lengthOf(marked ?? mostParagraphs(page) ?? page);
  const found = new Map<PageElement, string>();
  const lengths = new Map<string, number>();
  for (const block of page.querySelectorAll(BLOCKS)) {
    const name = promotionName(block);
    if (name === undefined || isWithin(block, found)) continue;
    const length = lengthOf(block);
    if (length > limit) continue;
    found.set(block, name);
    lengths.set(name, (lengths.get(name) ?? 0) + length);
  }
  for (const [block, name] of found) {
    if ((lengths.get(name) ?? 0) <= limit) removeBlock(block);
  }
}

/** Removes what stands on lines of its own, so that what stood around it does not run together. */
export function removeBlock(block: PageElement): void {
  block.before(block.ownerDocument.createElement('hr'));
  block.remove();
}

/** The class or id that makes an advertisement or the like of an element. */
function promotionName(element: PageElement): string | undefined {
  return ['class', 'id']
    .flatMap((attribute) => element.getAttribute(attribute)?.split(/\s+/) ?? [])
    .find((name) => {
      const words = name
        .replace(/(\p{Ll})(?=\p{Lu})/gu, '$1-')
        .toLowerCase()
        .split(/[^\p{L}]+/u);
      return (
        words.some((word) => PROMOTIONS.has(word)) &&
        !words.some((word) => OTHER_MEANINGS.has(word))
      );
    });
}

function isWithin(element: PageElement, blocks: ReadonlyMap<PageNode, unknown>): boolean {
  for (let node = element.parentNode; node !== null; node = node.parentNode) {
    if (blocks.has(node)) return true;
  }
  return false;
}

/** The element of which the paragraphs right within it have the most text. */
function mostParagraphs(page: PageElement): PageNode | null {
  const lengths = new Map<PageNode, number>();
  let most: PageNode | null = null;
  for (const paragraph of page.querySelectorAll('p')) {
    const parent = paragraph.parentNode ?? page;
    const length = (lengths.get(parent) ?? 0) + lengthOf(paragraph);
    lengths.set(parent, length);
    if (most === null || length > (lengths.get(most) ?? 0)) most = parent;
  }
  return most;
}

/** Without the blanks at both ends of each piece, which indent the source. */
function lengthOf(node: PageNode): number {
  if (node.nodeType === TEXT_NODE) return (node.textContent ?? '').trim().length;
  if (!isElement(node)) return 0;
  let length = 0;
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    length += lengthOf(child);
  }
  return length;
}

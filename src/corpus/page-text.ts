import { isElement, type PageElement, type PageNode } from './page.ts';

const TEXT_NODE = 3;
/** What stands on lines of its own. */
const BLOCKS = new Set(
  (
    'address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption ' +
    'figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search ' +
    'section summary table tbody tfoot thead tr caption ul'
  ).split(' '),
);
const CELLS = new Set(['td', 'th']);
const WITHOUT_TEXT = new Set(
  (
    'audio button canvas embed iframe input math noscript object script select style svg ' +
    'template textarea title video'
  ).split(' '),
);

/**
 * The text of an element as its reader sees it: paragraphs, headings and list items with a blank line
 * between them, blanks within them collapsed, lines of a poem or an address on lines of their own,
 * cells of a table row apart by a tab. Not a word is added or changed.
 *
 * @param skipped names of elements that are left out.
 */
export function textOf(root: PageElement, skipped: ReadonlySet<string> = new Set()): string {
  const parts: string[] = [];
  // No recursion: a page may be nested deeper than the stack.
  let node: PageNode | null = root;
  let isLeaving = false;
  let preDepth = 0;
  while (node !== null) {
    let goesIn = false;
    if (isElement(node)) {
      const name = node.localName.toLowerCase();
      if (BLOCKS.has(name)) parts.push('\n\n');
      else if (CELLS.has(name)) parts.push('\t');
      else if (name === 'br' && !isLeaving) parts.push('\n');
      if (name === 'pre') preDepth += isLeaving ? -1 : 1;
      goesIn =
        !isLeaving && !WITHOUT_TEXT.has(name) && !skipped.has(name) && node.firstChild !== null;
    } else if (node.nodeType === TEXT_NODE) {
      const text = node.textContent ?? '';
      parts.push(preDepth > 0 ? text.replace(/\r\n?/g, '\n') : text.replace(/[ \t\r\n\f]+/g, ' '));
    }
    if (goesIn) {
      node = node.firstChild;
      isLeaving = false;
    } else if (node === root) {
      node = null;
    } else if (isElement(node) && !isLeaving) {
      isLeaving = true;
    } else {
      isLeaving = node.nextSibling === null;
      node = node.nextSibling ?? node.parentNode;
    }
  }
  return tidy(parts.join(''));
}

function tidy(text: string): string {
  return text
    .replace(/[ \t\f]+/g, (blanks) => (blanks.includes('\t') ? '\t' : ' '))
    .replace(/[ \t]?\n[ \t]?/g, '\n')
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .join('\n\n');
}

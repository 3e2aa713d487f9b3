import { button, element } from './dom.js';
import { readInline, readMarkdown } from './read-markdown.js';

const ELEMENTS = { bold: 'strong', italic: 'em', underline: 'u', strike: 's' };

/** How Discord shows a moment, by its letter. */
const STYLES = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

/**
 * Shows a text in Markdown as elements.
 *
 * @param {string} source
 * @param names says what ids stand for, and what happens when a link or channel is pressed.
 */
export function showMarkdown(source, names) {
  return readMarkdown(source).map((block) => showBlock(block, names));
}

/** Shows a text in which only what stands within a line counts, such as a title. */
export function showLine(source, names) {
  return readInline(source).map((node) => showNode(node, names));
}

function showBlock(block, names) {
  const show = (nodes) => nodes.map((node) => showNode(node, names));
  switch (block.kind) {
    case 'heading':
      // The headings of messages are none of the page.
      return element('p', { className: `heading heading-${block.level}` }, ...show(block.nodes));
    case 'subtext':
      return element('p', { className: 'subtext' }, ...show(block.nodes));
    case 'list': {
      const items = block.items.map((nodes) => element('li', {}, ...show(nodes)));
      return element(block.isOrdered ? 'ol' : 'ul', {}, ...items);
    }
    case 'quote':
      return element('blockquote', {}, ...show(block.nodes));
    case 'codeBlock':
      return element('pre', { tabIndex: 0 }, element('code', {}, block.text));
    default:
      return element('p', {}, ...show(block.nodes));
  }
}

function showNode(node, names) {
  switch (node.kind) {
    case 'text':
      return document.createTextNode(node.text);
    case 'code':
      return element('code', {}, node.text);
    case 'link':
      return showLink(node, names);
    case 'spoiler':
      return showSpoiler(node, names);
    case 'user':
      return element('span', { className: 'mention' }, `@${names.user(node.id)}`);
    case 'role':
      return element('span', { className: 'mention' }, `@${names.role(node.id)}`);
    case 'channel':
      return button(`#${names.channel(node.id)}`, () => names.openChannel(node.id), {
        className: 'link',
      });
    case 'command':
      return element('span', { className: 'mention' }, `/${node.name}`);
    case 'moment':
      return showMoment(node);
    default: {
      const inner = node.nodes.map((child) => showNode(child, names));
      return element(ELEMENTS[node.kind], {}, ...inner);
    }
  }
}

/** A link leads nowhere: pressing it says where it would lead in Discord. */
function showLink({ url, nodes }, names) {
  const shown = button('', () => names.openAddress(url), { className: 'link', title: url });
  shown.append(...nodes.map((child) => showNode(child, names)));
  return shown;
}

function showSpoiler({ nodes }, names) {
  const inner = element('span', { hidden: true }, ...nodes.map((child) => showNode(child, names)));
  const reveal = button('Spoiler', () => {
    inner.hidden = false;
    reveal.remove();
  });
  return element('span', {}, reveal, inner);
}

function showMoment({ seconds, style }) {
  const moment = new Date(seconds * 1000);
  if (Number.isNaN(moment.getTime())) return element('time', {}, 'an unknown moment');
  const text =
    style === 'R'
      ? relative(seconds - Date.now() / 1000)
      : new Intl.DateTimeFormat(undefined, STYLES[style]).format(moment);
  return element('time', { dateTime: moment.toISOString() }, text);
}

const UNITS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

function relative(seconds) {
  const [unit, size] = UNITS.find(([, unitSize]) => Math.abs(seconds) >= unitSize) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(
    Math.round(seconds / size),
    unit,
  );
}

import { button, element } from './dom.js';
import { showLine, showMarkdown } from './show-markdown.js';

/** Shows an embed. Pictures are named and not fetched: the page takes nothing from elsewhere. */
export function showEmbed(embed, names) {
  const { author, title, url, description, fields = [], footer, timestamp, color } = embed;
  const shown = element(
    'div',
    { className: 'embed' },
    author ? element('p', { className: 'embed-author' }, author.name) : null,
    title ? showTitle(title, url, names) : null,
    description ? element('div', { className: 'text' }, ...showMarkdown(description, names)) : null,
    fields.length > 0
      ? element('div', { className: 'fields' }, ...fields.map((field) => showField(field, names)))
      : null,
    ...['image', 'thumbnail'].map((kind) =>
      embed[kind] ? element('p', { className: 'subtext' }, `(${kind}: ${embed[kind].url})`) : null,
    ),
    showFooter(footer, timestamp),
  );
  if (color !== undefined) shown.style.borderInlineStartColor = `#${hex(color)}`;
  return shown;
}

function showTitle(title, url, names) {
  const inner = showLine(title, names);
  if (!url) return element('p', { className: 'embed-title' }, ...inner);
  const link = button('', () => names.openAddress(url), { className: 'link', title: url });
  link.append(...inner);
  return element('p', { className: 'embed-title' }, link);
}

function showField({ name, value, inline }, names) {
  return element(
    'div',
    { className: inline ? 'field inline' : 'field' },
    element('p', { className: 'field-name' }, ...showLine(name, names)),
    element('div', { className: 'text' }, ...showMarkdown(value, names)),
  );
}

function showFooter(footer, timestamp) {
  const parts = [footer?.text, timestamp ? new Date(timestamp).toLocaleString() : undefined].filter(
    (part) => part !== undefined,
  );
  return parts.length > 0 ? element('p', { className: 'embed-footer' }, parts.join(' · ')) : null;
}

function hex(color) {
  return color.toString(16).padStart(6, '0').slice(-6);
}

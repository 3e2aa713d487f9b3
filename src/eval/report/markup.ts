/** A piece of HTML or SVG, made by `markup`, so that texts get into a page by escaping alone. */
export interface Markup {
  readonly source: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** What HTML has no place for, not even escaped. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{7e}\u{a0}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/**
 * A template of HTML. Texts and numbers that are put in are escaped, for the text of an element and
 * for an attribute in quotation marks alike; pieces of markup are put in as they are.
 */
export function markup(
  template: TemplateStringsArray,
  ...values: readonly (string | number | Markup | readonly Markup[])[]
): Markup {
  const rendered = values.map((value) => {
    if (typeof value === 'string') return escapeText(value);
    if (typeof value === 'number') return String(round(value));
    return 'source' in value ? value.source : value.map(({ source }) => source).join('');
  });
  return { source: String.raw({ raw: template }, ...rendered) };
}

/** Nothing, for where a piece is missing. */
export const NO_MARKUP: Markup = markup``;

function escapeText(text: string): string {
  return text
    .replace(FORBIDDEN, '\ufffd')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** More places would only make the file longer. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

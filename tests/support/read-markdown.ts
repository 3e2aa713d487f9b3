/** What a reader of Discord sees of a text in Markdown. */
export interface ReadMarkdown {
  /** The characters that are shown. */
  readonly text: string;
  /** The parts of it that are bold. */
  readonly bold: readonly string[];
  /** Everything else that Discord would not show as plain text, as `kind: source`. */
  readonly markup: readonly string[];
}

/** Recognised at the start of a line, where only blanks stand before it. */
const AT_LINE_START: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['heading', /#{1,3}\s/y],
  ['subtext', /-#\s/y],
  ['quote', />(?:>>)?\s/y],
  ['list', /(?:[-*+]|\d+\.)\s/y],
];

/** Recognised everywhere. */
const ANYWHERE: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['code', /`[^]*?`/y],
  ['spoiler', /\|\|[^]+?\|\|/y],
  ['strikethrough', /~~[^]+?~~/y],
  ['underline', /__[^]+?__/y],
  ['emphasis', /\*(?=\S)(?:[^*\\]|\\[^])+?\*(?!\*)|_(?:[^_\\]|\\[^])+?_/y],
  ['everyone', /@(?:everyone|here)/y],
  ['mention', /<(?:@[!&]?|#)\d+>|<\/[^>]+:\d+>|<id:\w+>/y],
  ['timestamp', /<t:-?\d+(?::\w)?>/y],
  ['custom emoji', /<a?:\w+:\d+>/y],
  ['named emoji', /:[^\s:]+:/y],
  ['address', /(?:https?|steam|discord):\/\/[^\s<]+/y],
  ['autolink', /<[^\s>]+[:@][^\s>]+>/y],
];

const ESCAPE = /\\([^\dA-Za-z\s])/y;
const LINK = /\[((?:\\[^]|[^\]\\])*)\]\([^)\s]*\)/y;
const BOLD = /\*\*((?:\\[^]|[^\\])+?)\*\*(?!\*)/y;

/** Reads a text as Discord does, from left to right; what it has read is never looked at again. */
export function readMarkdown(source: string): ReadMarkdown {
  let text = '';
  const bold: string[] = [];
  const markup: string[] = [];
  let position = 0;
  const matchAt = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    return pattern.exec(source);
  };

  while (position < source.length) {
    const escape = matchAt(ESCAPE);
    const strong = matchAt(BOLD);
    const link = matchAt(LINK);
    if (escape !== null) {
      text += escape[1];
      position += escape[0].length;
    } else if (strong !== null) {
      const inner = readMarkdown(strong[1] ?? '');
      text += inner.text;
      bold.push(inner.text);
      markup.push(...inner.markup, ...inner.bold.map((nested) => `bold in bold: ${nested}`));
      position += strong[0].length;
    } else if (link !== null) {
      const label = readMarkdown(link[1] ?? '');
      text += label.text;
      markup.push(`link: ${link[0]}`, ...label.markup);
      position += link[0].length;
    } else {
      const isLineStart =
        source.slice(source.lastIndexOf('\n', position - 1) + 1, position).trim() === '';
      for (const [kind, pattern] of [...(isLineStart ? AT_LINE_START : []), ...ANYWHERE]) {
        const found = matchAt(pattern);
        if (found !== null) markup.push(`${kind}: ${found[0]}`);
      }
      text += source.charAt(position);
      position++;
    }
  }
  return { text, bold, markup };
}

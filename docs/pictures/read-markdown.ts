export type Style = 'plain' | 'bold' | 'code';

/** Characters that look alike. */
export interface Run {
  readonly text: string;
  readonly style: Style;
}

export interface TextLine {
  readonly runs: readonly Run[];
  readonly isListItem: boolean;
}

const LIST_ITEM = /^- /;
/** An escaped character, a change of bold, code, or text up to any of these. */
const TOKENS = /\\([^\dA-Za-z\s])|(\*\*)|`([^`]+)`|[^\\*`]+|[^]/g;

/** Reads of Discord's Markdown what the bot writes: escapes, bold, code, lists and line breaks. */
export function readMarkdown(source: string): TextLine[] {
  return source.split('\n').map((line) => ({
    runs: readRuns(line.replace(LIST_ITEM, '')),
    isListItem: LIST_ITEM.test(line),
  }));
}

/** A text without Markdown in it. */
export function plainLine(text: string, style: Style = 'plain'): TextLine {
  return { runs: [{ text, style }], isListItem: false };
}

function readRuns(line: string): Run[] {
  const runs: Run[] = [];
  let isBold = false;
  for (const [token, escaped, bold, code] of line.matchAll(TOKENS)) {
    if (bold !== undefined) isBold = !isBold;
    else if (code !== undefined) runs.push({ text: code, style: 'code' });
    else runs.push({ text: escaped ?? token, style: isBold ? 'bold' : 'plain' });
  }
  return runs;
}

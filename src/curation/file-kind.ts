import { decodeText } from '../corpus/decode.ts';
import { EXPECTED_FORMATS, refuseForeignFormat } from '../corpus/foreign-format.ts';
import { readFrontMatter } from '../corpus/front-matter.ts';
import { MARKDOWN_HEADING } from '../corpus/heading-forms.ts';
import { DECLARATION_BYTES } from '../corpus/read-articles.ts';
import { htmlReader } from '../corpus/read-html.ts';
import { markdownReader } from '../corpus/read-markdown.ts';
import { CorpusError } from '../errors.ts';

/** What a file of the corpus can be, as the ending of its name. */
export type FileKind = '.txt' | '.md' | '.html' | '.jsonl';

/** Headings and lines of JSON are looked for in the beginning of a file. */
const BEGINNING_CHARS = 65_536;
/** Of the lines that are not blank; at least half of them are objects where each is an article. */
const MAX_JSON_LINES = 20;
/** Comments and declarations before the first tag of a page are looked through this far. */
const PAGE_BEGINNING_CHARS = 8192;

const WHOLE_PAGE = /^\s*<(?:!doctype html|html|head|body)\b/i;
const PART_OF_PAGE =
  /^\s*<(?:article|aside|div|figure|footer|h[1-6]|header|link|main|meta|nav|p|script|section|span|style|table|title)\b/i;

/**
 * What an uploaded file is, by what it holds. Its name decides only between Markdown and the two
 * formats that Markdown may look like: plain text, and a page that begins with a paragraph.
 *
 * @throws CorpusError saying what it is where no article can be read from it. The message follows
 *   the name of the file.
 */
export function fileKind(name: string, bytes: Uint8Array): FileKind {
  if (bytes.length === 0) throw new CorpusError(`is empty; ${EXPECTED_FORMATS}`);
  refuseForeignFormat(bytes);
  const text = decode(bytes);
  if (text.trim() === '') throw new CorpusError(`is blank; ${EXPECTED_FORMATS}`);

  const isNamedMarkdown = markdownReader.extensions.some((ending) =>
    name.toLowerCase().endsWith(ending),
  );
  const page = withoutPreamble(text);
  if (WHOLE_PAGE.test(page)) return '.html';
  if (PART_OF_PAGE.test(page) && !isNamedMarkdown) return '.html';
  if (/^\s*<\?xml\b/i.test(text)) {
    throw new CorpusError(
      `is an XML document; ${EXPECTED_FORMATS}; copy its text into a .txt file`,
    );
  }
  if (isJsonLines(text)) return '.jsonl';
  refuseJson(text);
  return isNamedMarkdown || isMarkdown(text) ? '.md' : '.txt';
}

/** As the reader of its format will decode it. */
function decode(bytes: Uint8Array): string {
  const beginning = Buffer.from(bytes.subarray(0, DECLARATION_BYTES)).toString('latin1');
  const page = withoutPreamble(beginning);
  const isPage = WHOLE_PAGE.test(page) || PART_OF_PAGE.test(page);
  return decodeText(bytes, isPage ? htmlReader.declaredEncoding(beginning) : null);
}

/** What stands behind the comments and the XML declaration at the beginning of a page. */
function withoutPreamble(text: string): string {
  return text
    .slice(0, PAGE_BEGINNING_CHARS)
    .replace(/^(?:\xef\xbb\xbf|\ufeff)/, '')
    .replace(/<!--[^]*?-->/g, '')
    .replace(/^\s*<\?xml[^>]*>/i, '');
}

function isJsonLines(text: string): boolean {
  let lines = 0;
  let objects = 0;
  for (let start = 0; start < text.length && lines < MAX_JSON_LINES;) {
    const lineBreak = text.indexOf('\n', start);
    const end = lineBreak === -1 ? text.length : lineBreak;
    const line = text.slice(start, end).trim();
    start = end + 1;
    if (line === '') continue;
    lines += 1;
    if (line.startsWith('{') && isJson(line)) objects += 1;
  }
  return objects > 0 && objects * 2 >= lines;
}

/**
 * What other programs export is one list or one object over many lines, which nothing reads here. It
 * is told by its ends, as parsing lists within lists takes long.
 */
function refuseJson(text: string): void {
  const document = text.trim();
  if (!/^(?:\[\s*[{"]|\{\s*")/.test(document) || !/[\w"}\]]\s*[}\]]$/.test(document.slice(-100)))
    return;
  throw new CorpusError(
    'is one JSON document; expected one JSON object a line, each with a "text"; write each article ' +
      'on a line of its own and name the file .jsonl',
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isMarkdown(text: string): boolean {
  return (
    text
      .slice(0, BEGINNING_CHARS)
      .split('\n')
      .some((line) => MARKDOWN_HEADING.test(line)) || hasFrontMatter(text)
  );
}

function hasFrontMatter(text: string): boolean {
  try {
    return readFrontMatter(text).range !== null;
  } catch {
    // It is there and has a mistake, of which the reader says more.
    return true;
  }
}

import * as v from 'valibot';
import type { ArticleDraft } from './article.ts';
import { articleFields, isWellFormed, lineField } from './article-fields.ts';
import { isFullOfControls } from './decode.ts';
import { detectLanguage } from './detect-language.ts';

/** One article a line. */
export const JSONL_EXTENSION = '.jsonl';

/** Nobody reads more; a file of another kind would fill the memory with them. */
const MAX_REFUSED_LINES = 1000;

const fields = v.object({
  ...articleFields,
  id: lineField,
  text: v.pipe(
    v.nullish(v.string('is not text'), ''),
    // As of a file, since a first byte-order mark does not come back from UTF-8.
    v.transform((text) => text.replace(/^\uFEFF/, '')),
    v.check((text) => text.trim() !== '', 'is missing or blank'),
    v.check((text) => !text.includes('\0'), 'holds zero characters'),
    v.check((text) => !isFullOfControls(text), 'is full of control characters'),
    v.check(isWellFormed, 'holds half a character (a lone surrogate)'),
  ),
});

/** What the lines of a file hold. Names are the `id` of a line, else its number from 1. */
export interface JsonlArticles {
  readonly articles: readonly { readonly name: string; readonly draft: ArticleDraft }[];
  /** The name is null where it stands for more lines than are named. */
  readonly refused: readonly { readonly name: string | null; readonly reason: string }[];
}

/**
 * Reads one article a line; blank lines are passed over. A line that cannot be an article is refused
 * by its number while the others are read.
 */
export function readJsonl(text: string): JsonlArticles {
  const articles: { name: string; draft: ArticleDraft }[] = [];
  const refused: { name: string | null; reason: string }[] = [];
  const lineByName = new Map<string, number>();
  let refusedLines = 0;
  for (const [number, content] of linesOf(text)) {
    const line = readLine(content);
    const name = line.id ?? String(number);
    const first = lineByName.get(name);
    if (line.draft !== null && first === undefined) {
      lineByName.set(name, number);
      articles.push({ name, draft: line.draft });
      continue;
    }
    refusedLines++;
    if (refusedLines > MAX_REFUSED_LINES) continue;
    const reason = line.reason ?? `has the id ${JSON.stringify(name)} of line ${first}`;
    refused.push({ name: String(number), reason });
  }
  if (refusedLines > MAX_REFUSED_LINES) {
    const reason = `${refusedLines - MAX_REFUSED_LINES} more lines cannot be read`;
    refused.push({ name: null, reason });
  }
  return { articles, refused };
}

type Line =
  | { readonly draft: ArticleDraft; readonly id: string | null; readonly reason: null }
  | { readonly draft: null; readonly id: null; readonly reason: string };

/** Throws nothing: errors would take seconds in a file of a million broken lines. */
function readLine(content: string): Line {
  const value = content.trimStart().startsWith('{') ? parseJson(content) : undefined;
  if (value === undefined) return refuse('is not a JSON object');
  const checked = v.safeParse(fields, value);
  if (!checked.success) {
    const [issue] = checked.issues;
    return refuse([v.getDotPath(issue), issue.message].filter(Boolean).join(' '));
  }
  const { id, text, ...others } = checked.output;
  const language = others.language ?? detectLanguage(text);
  return { id, draft: { ...others, language, text, excluded: [] }, reason: null };
}

function refuse(reason: string): Line {
  return { draft: null, id: null, reason };
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    // What V8 says about it helps nobody to find the place.
    return undefined;
  }
}

/** The lines that are not blank, with their numbers from 1, without a copy of all of them. */
function* linesOf(text: string): Generator<readonly [number: number, line: string]> {
  let start = 0;
  for (let number = 1; start < text.length; number++) {
    const end = text.indexOf('\n', start);
    const content = text.slice(start, end === -1 ? text.length : end);
    start = end === -1 ? text.length : end + 1;
    if (content.trim() !== '') yield [number, content];
  }
}

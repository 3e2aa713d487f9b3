import path from 'node:path';
import { CorpusError } from '../errors.ts';
import { fileOfArticle } from './article.ts';
import { type CalendarDate, isCalendarDate } from './calendar-date.ts';
import { CORRECTIONS_FILE } from './list-corpus.ts';
import { readListFile } from './read-list-file.ts';
import { isMap, isScalar, LineCounter, type Node, parseDocument } from './yaml.ts';

/** What moderators have said about an article since it was published. */
export interface Correction {
  /** A withdrawn article is not quoted any more; quotes of a corrected one come with a note. */
  readonly kind: 'withdrawn' | 'corrected';
  readonly on: CalendarDate;
  /** Why, or what has changed; null where nobody said. */
  readonly note: string | null;
}

/** By the path of the article, or of the file for all articles in it. */
export type Corrections = ReadonlyMap<string, Correction>;

export const NO_CORRECTIONS: Corrections = new Map();

const KINDS = ['withdrawn', 'corrected'] as const;
const FIELDS: readonly string[] = [...KINDS, 'note'];
const MAX_BYTES = 2_000_000;
/** Lists in lists in lists overflow the YAML library's stack; a short line cannot hold many. */
const MAX_LINE_CHARS = 2000;
const QUOTED = /"(?:[^"\\]|\\.)*"/g;

/**
 * Reads what a corpus folder says about its articles; without such a file there is nothing to say.
 *
 * @throws CorpusError naming the file, the line, what was expected and what was found.
 */
export async function readCorrections(corpusDir: string): Promise<Corrections> {
  const file = path.join(corpusDir, CORRECTIONS_FILE);
  try {
    return parseCorrections(await readListFile(file, MAX_BYTES));
  } catch (error) {
    if (!(error instanceof CorpusError)) throw error;
    throw new CorpusError(
      `${file}${error.message}; until that is mended nobody knows which articles are withdrawn`,
      { cause: error },
    );
  }
}

/** @throws CorpusError beginning with the line: `:3: expected …, found …`. */
export function parseCorrections(text: string): Corrections {
  const lineCounter = new LineCounter();
  const fail = (offset: number, expected: string, found: string): CorpusError =>
    new CorpusError(`:${lineCounter.linePos(offset).line}: expected ${expected}, found ${found}`);
  refuseNesting(text);
  const options = { schema: 'failsafe', uniqueKeys: false, lineCounter } as const;
  const { contents, errors } = parseDocument(text, options);
  const [problem] = errors;
  if (problem !== undefined) {
    throw fail(problem.pos[0], 'YAML', problem.message.replace(/:? at line[\s\S]*$/, ''));
  }
  if (contents === null) return NO_CORRECTIONS;
  if (!isMap<Node, Node | null>(contents)) {
    throw fail(0, 'paths of articles, each with a colon behind it', 'something else');
  }
  const corrections = new Map<string, Correction>();
  for (const { key, value } of contents.items) {
    const at = key.range?.[0] ?? 0;
    if (!isScalar<string>(key) || key.value === '')
      throw fail(at, 'the path of an article', 'none');
    const fields = fieldsOf(value);
    if (fields === null) {
      throw fail(at, `${FIELDS.join(', ')} below the path, each once`, 'something else');
    }
    if (corrections.has(key.value)) {
      throw fail(at, 'each path once', `${JSON.stringify(key.value)} again`);
    }
    const kinds = KINDS.filter((kind) => fields.has(kind));
    const [kind] = kinds;
    const on = fields.get(kind ?? '') ?? '';
    if (kind === undefined || kinds.length > 1 || !isCalendarDate(on)) {
      throw fail(at, 'either withdrawn or corrected with a day such as 2022-11-16', `"${on}"`);
    }
    corrections.set(key.value, { kind, on, note: fields.get('note')?.trim() || null });
  }
  return corrections;
}

/** The text of the file, articles by path. */
export function formatCorrections(corrections: Corrections): string {
  const lines = [...corrections]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([article, { kind, on, note }]) => [
      // A JSON string is a YAML string.
      `${JSON.stringify(article)}:`,
      `  ${kind}: ${on}`,
      ...(note === null ? [] : [`  note: ${JSON.stringify(note)}`]),
    ]);
  return `# Articles that were withdrawn or corrected. Verbatim keeps this file.\n${lines.join('\n')}\n`;
}

/** What is said about an article; what is said about it alone goes before what is said of its file. */
export function correctionOf(articlePath: string, corrections: Corrections): Correction | null {
  if (corrections.size === 0) return null;
  return corrections.get(articlePath) ?? corrections.get(fileOfArticle(articlePath)) ?? null;
}

/** The texts of a node by their names; null where it holds something else, or one of them twice. */
function fieldsOf(node: Node | null): ReadonlyMap<string, string> | null {
  if (!isMap<Node, Node | null>(node)) return null;
  const fields = new Map<string, string>();
  for (const { key, value } of node.items) {
    if (!isScalar<string>(key) || !FIELDS.includes(key.value)) return null;
    if (fields.has(key.value)) return null;
    if (!isScalar<string>(value)) return null;
    fields.set(key.value, value.value);
  }
  return fields;
}

function refuseNesting(text: string): void {
  for (const [position, line] of text.split('\n').entries()) {
    if (line.length > MAX_LINE_CHARS) {
      const expected = `expected at most ${MAX_LINE_CHARS} characters`;
      throw new CorpusError(`:${position + 1}: ${expected}, found ${line.length}`);
    }
    if (!line.trimStart().startsWith('#') && /[[\]{}]/.test(line.replace(QUOTED, ''))) {
      throw new CorpusError(
        `:${position + 1}: expected brackets in quotation marks only, found one`,
      );
    }
  }
}

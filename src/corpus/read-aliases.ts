import { CorpusError } from '../errors.ts';
import { readListFile } from './read-list-file.ts';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from './yaml.ts';

/** Names that have to do with one thing. */
export interface AliasGroup {
  /** Names for the very thing: United Kingdom, UK, Britain. */
  readonly same: readonly string[];
  /** Its people and its adjective: British, Briton. */
  readonly people: readonly string[];
  /** Where it is governed from, which often stands for it: London, Downing Street. */
  readonly seat: readonly string[];
}

const ROLES = ['same', 'people', 'seat'] as const;
/** All the countries of the world take 20,000 characters. */
const MAX_BYTES = 500_000;
const MAX_NAME_CHARS = 100;
/** Lists in lists in lists overflow the YAML library's stack; a short line cannot hold many. */
const MAX_LINE_CHARS = 1000;

/**
 * Reads the files of other names that exist, in order; one that does not exist has no names.
 *
 * @returns the groups of the readable files, and a line for each that is not: the file, the line in
 *   it, what was expected and what was found.
 */
export async function readAliases(
  files: readonly string[],
): Promise<{ readonly groups: AliasGroup[]; readonly refused: string[] }> {
  const groups: AliasGroup[] = [];
  const refused: string[] = [];
  for (const file of new Set(files)) {
    try {
      groups.push(...parseAliases(await readListFile(file, MAX_BYTES)));
    } catch (error) {
      if (!(error instanceof CorpusError)) throw error;
      refused.push(`${file}${error.message}`);
    }
  }
  return { groups, refused };
}

/**
 * The groups in the text of such a file.
 *
 * @throws CorpusError beginning with the line: `:3: expected …, found …`.
 */
export function parseAliases(text: string): AliasGroup[] {
  const lines = new LineCounter();
  const fail = (offset: number, expected: string, found: string): CorpusError =>
    new CorpusError(`:${lines.linePos(offset).line}: expected ${expected}, found ${found}`);
  const root = parseText(text, lines, fail);

  const toNames = (node: Node | null): string[] => {
    if (!isScalar<string>(node)) {
      throw fail(at(node), 'names with commas between them', describe(node));
    }
    const names = node.value.split(',').map((name) => name.trim());
    const bad = names.find((name) => name === '' || name.length > MAX_NAME_CHARS);
    if (bad === undefined) return names;
    throw fail(at(node), `names of 1 to ${MAX_NAME_CHARS} characters`, quote(bad));
  };

  const toGroup = (node: Node | null): AliasGroup => {
    if (!isMap<Node, Node | null>(node)) return { same: toNames(node), people: [], seat: [] };
    const group = { same: [] as string[], people: [] as string[], seat: [] as string[] };
    for (const { key, value } of node.items) {
      const role = ROLES.find((known) => isScalar(key) && key.value === known);
      if (role === undefined) throw fail(at(key), ROLES.join(', '), describe(key));
      group[role].push(...toNames(value));
    }
    if (group.same.length > 0) return group;
    throw fail(at(node), 'names under "same" in each group', 'none');
  };

  if (root === null) return [];
  if (isSeq<Node | null>(root)) return root.items.map(toGroup);
  throw fail(at(root), 'groups that begin with a dash', describe(root));
}

/** The YAML of a file as nodes of which every scalar is a text: the country NO is no truth value. */
function parseText(
  text: string,
  lineCounter: LineCounter,
  fail: (offset: number, expected: string, found: string) => CorpusError,
): Node | null {
  refuseNesting(text);
  // Keys are checked one by one above; the library's own check takes time squared.
  const options = { schema: 'failsafe', uniqueKeys: false, lineCounter } as const;
  const { contents, errors } = parseDocument(text, options);
  const [problem] = errors;
  if (problem === undefined) return contents;
  throw fail(problem.pos[0], 'YAML', problem.message.replace(/:? at line[\s\S]*$/, ''));
}

function refuseNesting(text: string): void {
  for (const [position, line] of text.split('\n').entries()) {
    if (line.length > MAX_LINE_CHARS) {
      const expected = `expected at most ${MAX_LINE_CHARS} characters`;
      throw new CorpusError(`:${position + 1}: ${expected}, found ${line.length}`);
    }
    if (/[[\]{}]/.test(line) && !line.trimStart().startsWith('#')) {
      const expected = 'expected names with commas between them and no brackets';
      throw new CorpusError(`:${position + 1}: ${expected}, found ${quote(line.trim())}`);
    }
  }
}

function at(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}

function describe(node: Node | null): string {
  if (isSeq(node)) return 'a list';
  if (isMap(node)) return 'a group';
  return isScalar<string>(node) && node.value !== '' ? quote(node.value) : 'nothing';
}

function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

/**
 * @typedef {{ kind: 'text' | 'code', text: string }
 *   | { kind: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler', nodes: Inline[] }
 *   | { kind: 'link', url: string, nodes: Inline[] }
 *   | { kind: 'user' | 'role' | 'channel' | 'command', id: string, name?: string }
 *   | { kind: 'moment', seconds: number, style: string }} Inline
 * @typedef {{ kind: 'paragraph' | 'subtext', nodes: Inline[] }
 *   | { kind: 'heading', level: number, nodes: Inline[] }
 *   | { kind: 'list', isOrdered: boolean, items: Inline[][] }
 *   | { kind: 'quote', nodes: Inline[] }
 *   | { kind: 'codeBlock', text: string }} Block
 */

const CODE_BLOCK = /```(?:[\w+-]{1,20}\n)?([^]*?)```/g;

const HEADING = /^(#{1,3}) (.*)/;
const SUBTEXT = /^-# (.*)/;
const BULLET = /^ {0,8}[-*] (.*)/;
const NUMBER = /^ {0,8}\d{1,9}\. (.*)/;
const QUOTE = /^> ?(.*)/;

/**
 * Reads a text as Discord does. What it does not know stays as it is written.
 *
 * @param {string} source
 * @returns {Block[]}
 */
export function readMarkdown(source) {
  const blocks = [];
  let position = 0;
  for (const { 0: whole, 1: text, index } of source.matchAll(CODE_BLOCK)) {
    // An escaped fence is none.
    if (source[index - 1] === '\\') continue;
    blocks.push(...readLines(source.slice(position, index)));
    blocks.push({ kind: 'codeBlock', text: text.replace(/\n$/, '') });
    position = index + whole.length;
  }
  return [...blocks, ...readLines(source.slice(position))];
}

function readLines(source) {
  if (source.trim() === '') return [];
  const lines = source.split('\n');
  const blocks = [];
  const plain = [];
  const endPlain = () => {
    const text = plain.splice(0).join('\n');
    if (text.trim() !== '') blocks.push({ kind: 'paragraph', nodes: readInline(text) });
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    const isQuoteToEnd = line.startsWith('>>> ');
    const found = isQuoteToEnd
      ? quoteOf([line.slice(4), ...lines.slice(at + 1)])
      : readBlock(lines, at);
    if (found === null) {
      plain.push(line);
      continue;
    }
    endPlain();
    blocks.push(found.block);
    at += found.lineCount - 1;
  }
  endPlain();
  return blocks;
}

/** A block that begins at a line, and how many lines it takes; null where that is an ordinary one. */
function readBlock(lines, at) {
  const heading = HEADING.exec(lines[at]);
  if (heading !== null) {
    const [, marks, text] = heading;
    return oneLine({ kind: 'heading', level: marks.length, nodes: readInline(text) });
  }
  const subtext = SUBTEXT.exec(lines[at]);
  if (subtext !== null) return oneLine({ kind: 'subtext', nodes: readInline(subtext[1]) });
  const quoted = runOf(lines, at, QUOTE);
  if (quoted.length > 0) return quoteOf(quoted);
  for (const pattern of [BULLET, NUMBER]) {
    const items = runOf(lines, at, pattern);
    if (items.length === 0) continue;
    const block = { kind: 'list', isOrdered: pattern === NUMBER, items: items.map(readInline) };
    return { block, lineCount: items.length };
  }
  return null;
}

function oneLine(block) {
  return { block, lineCount: 1 };
}

/** Quotes are not nested: a mark behind the first is text. */
function quoteOf(lines) {
  return {
    block: { kind: 'quote', nodes: readInline(lines.join('\n')) },
    lineCount: lines.length,
  };
}

/** What a pattern finds in the lines from one on, up to the first in which it finds nothing. */
function runOf(lines, at, pattern) {
  const found = [];
  for (let line = at; line < lines.length; line++) {
    const match = pattern.exec(lines[line]);
    if (match === null || SUBTEXT.test(lines[line])) break;
    found.push(match[1]);
  }
  return found;
}

const PAIRS = new Map([
  ['**', 'bold'],
  ['__', 'underline'],
  ['~~', 'strike'],
  ['||', 'spoiler'],
  ['*', 'italic'],
  ['_', 'italic'],
]);

/** Recognised at a position, first come first served. Each takes time in what it matches. */
const TOKENS = [
  ['escape', /\\([^\dA-Za-z\s])/y],
  ['code', /(`{1,2})([^`]+)\1(?!`)/y],
  ['link', /\[((?:\\[^]|[^[\]\\])+)\]\(<?(https?:\/\/[^\s<>()]+)>?(?: "[^"\n]{0,200}")?\)/y],
  ['address', /<?(https?:\/\/[^\s<>]+)>?/y],
  ['user', /<@!?(\d{1,20})>/y],
  ['role', /<@&(\d{1,20})>/y],
  ['channel', /<#(\d{1,20})>/y],
  ['command', /<\/([^<>:\n]{1,100}):(\d{1,20})>/y],
  ['moment', /<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y],
  ['pair', /\*\*|__|~~|\|\||\*|_/y],
  ['text', /[^\\`[<*_~|h]+|[^]/y],
];

/** Reads what stands within a block. Each kind of pair is open once at most, so that depth is limited. */
export function readInline(source) {
  const root = { mark: null, nodes: [] };
  const open = [root];
  let position = 0;
  while (position < source.length) {
    const [kind, match] = nextToken(source, position);
    const end = position + match[0].length;
    if (kind === 'pair') takePair(match[0], { source, position, end, open });
    else addNode(open.at(-1).nodes, nodeOf(kind, match));
    position = end;
  }
  while (open.length > 1) undo(open);
  return root.nodes;
}

function nextToken(source, position) {
  for (const [kind, pattern] of TOKENS) {
    pattern.lastIndex = position;
    const match = pattern.exec(source);
    if (match !== null) return [kind, match];
  }
  throw new Error('every character is a text');
}

function nodeOf(kind, match) {
  switch (kind) {
    case 'code':
      return { kind, text: match[2] };
    case 'link':
      return { kind, url: match[2], nodes: readInline(match[1]) };
    case 'address':
      return { kind: 'link', url: match[1], nodes: [{ kind: 'text', text: match[1] }] };
    case 'command':
      return { kind, name: match[1], id: match[2] };
    case 'moment':
      return { kind, seconds: Number(match[1]), style: match[2] ?? 'f' };
    case 'user':
    case 'role':
    case 'channel':
      return { kind, id: match[1] };
    default:
      return { kind: 'text', text: match[1] ?? match[0] };
  }
}

/** A mark opens, closes what it opened before, or is just text. */
function takePair(mark, { source, position, end, open }) {
  const isWordMark = mark === '_' || mark === '__';
  const opened = open.findLastIndex((frame) => frame.mark === mark);
  const isAfterWord = /\w/.test(source[position - 1] ?? '');
  const isBeforeWord = /\w/.test(source[end] ?? '');
  if (opened > 0 && open[opened].start < position && !(isWordMark && isBeforeWord)) {
    while (open.length - 1 > opened) undo(open);
    const { nodes } = open.pop();
    addNode(open.at(-1).nodes, { kind: PAIRS.get(mark), nodes });
  } else if (opened < 0 && /\S/.test(source[end] ?? '') && !(isWordMark && isAfterWord)) {
    open.push({ mark, nodes: [], start: end });
  } else addNode(open.at(-1).nodes, { kind: 'text', text: mark });
}

/** Takes the mark that was opened last for text. */
function undo(open) {
  const { mark, nodes } = open.pop();
  const { nodes: outer } = open.at(-1);
  addNode(outer, { kind: 'text', text: mark });
  for (const node of nodes) addNode(outer, node);
}

/** Texts that touch become one. */
function addNode(nodes, node) {
  const last = nodes.at(-1);
  if (node.kind === 'text' && last?.kind === 'text') {
    nodes[nodes.length - 1] = { kind: 'text', text: last.text + node.text };
  } else nodes.push(node);
}

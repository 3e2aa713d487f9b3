import { wordsOf } from './words.ts';

/** What a message says that others said, and what it says itself. */
export interface TakenApart {
  /** Passages in quotation marks and block quotes, without their marks, in order. */
  readonly quotations: readonly string[];
  /** What stands before, between and behind them. */
  readonly frame: readonly string[];
}

/** Fewer words in quotation marks are a term or a title, where longer passages stand beside them. */
const MIN_QUOTED_WORDS = 3;

/** Which marks can end what a mark begins. */
const CLOSING: ReadonlyMap<string, string> = new Map([
  ['“', '”"'],
  ['"', '"”'],
  ['„', '“”"'],
  ['«', '»'],
  ['»', '«'],
  ['「', '」'],
  ['『', '』'],
]);
const SINGLE_MARK = /['‘’]/;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
/** A line of a block quote, as Discord and mail programs write it. */
const QUOTED_LINE = /^\s{0,3}>(?!>>) ?/;
/** Begins a block quote that goes on to the end. */
const QUOTED_REST = /^\s{0,3}>>> ?/;

/** Takes a message with quotations in it apart; one without any is all frame. */
export function takeApart(message: string): TakenApart {
  const { quotations: blocks, frame } = takeOutBlocks(message);
  const passages = frame.map((text) => takeOutPassages(text));
  const quoted = [...blocks, ...passages.flatMap(({ quotations }) => quotations)];
  if (quoted.length === 0) return takeOutSingle(message);
  const rest = passages.flatMap((passage) => passage.frame);
  return { quotations: tellingOnes(quoted), frame: rest };
}

/** Without the short ones, unless there is nothing else. */
function tellingOnes(quotations: readonly string[]): string[] {
  const some = quotations.filter((text) => wordsOf(text).length > 0);
  const telling = some.filter((text) => wordsOf(text).length >= MIN_QUOTED_WORDS);
  return telling.length > 0 ? telling : some;
}

function takeOutBlocks(message: string): TakenApart {
  const quotations: string[] = [];
  const frame: string[] = [];
  let isBlock = false;
  const lines = message.split('\n');
  for (const [position, line] of lines.entries()) {
    if (QUOTED_REST.test(line)) {
      const rest = [line.replace(QUOTED_REST, ''), ...lines.slice(position + 1)];
      return { quotations: [...quotations, rest.join('\n')], frame };
    }
    const isQuoted = QUOTED_LINE.test(line);
    const text = isQuoted ? line.replace(QUOTED_LINE, '') : line;
    const list = isQuoted ? quotations : frame;
    if (position > 0 && isQuoted === isBlock) list[list.length - 1] += `\n${text}`;
    else list.push(text);
    isBlock = isQuoted;
  }
  return { quotations, frame };
}

/** Where marks do not come out even, each quotation ends with the first mark that can end it. */
function takeOutPassages(text: string): TakenApart {
  const ends = findOuterPairs(text);
  return takeOut(text, (at) => {
    if (ends !== null) return ends.has(at) ? (end) => end === ends.get(at) : null;
    const closing = CLOSING.get(text.charAt(at));
    return closing === undefined ? null : (end) => closing.includes(text.charAt(end));
  });
}

/**
 * Where the quotations that stand in no other one begin and end; null where a mark has none that
 * belongs to it.
 */
function findOuterPairs(text: string): ReadonlyMap<number, number> | null {
  const pairs = new Map<number, number>();
  /** The marks that have been opened, with what alone can close them here. */
  const open: { readonly at: number; readonly closing: string }[] = [];
  for (let at = 0; at < text.length; at++) {
    const mark = text.charAt(at);
    const last = open.at(-1);
    if (last?.closing.includes(mark) === true) {
      open.pop();
      if (open.length === 0) pairs.set(last.at, at);
      continue;
    }
    const closing = CLOSING.get(mark);
    if (closing !== undefined) {
      open.push({ at, closing: mark === '"' ? mark : closing.replace('"', '') });
    } else if (mark === '”') return null;
  }
  return open.length === 0 ? pairs : null;
}

/** Single marks are apostrophes too, so they have to stand where a word begins and where one ends. */
function takeOutSingle(text: string): TakenApart {
  const isWord = (at: number): boolean => LETTER_OR_DIGIT.test(text.charAt(at));
  const isMark = (at: number): boolean => SINGLE_MARK.test(text.charAt(at));
  const taken = takeOut(text, (begin) => {
    const opens = isMark(begin) && !isWord(begin - 1) && isWord(begin + 1);
    return opens ? (end) => isMark(end) && !isWord(end + 1) : null;
  });
  const isTelling = taken.quotations.some((inside) => wordsOf(inside).length >= MIN_QUOTED_WORDS);
  if (!isTelling) return { quotations: [], frame: [text] };
  return { ...taken, quotations: tellingOnes(taken.quotations) };
}

/**
 * Each mark is looked at once: one that is never closed quotes nothing.
 *
 * @param opening what tells the end of the quotation that begins at a position; null where none does.
 */
function takeOut(
  text: string,
  opening: (at: number) => ((at: number) => boolean) | null,
): TakenApart {
  const quotations: string[] = [];
  const frame: string[] = [];
  let position = 0;
  let start = 0;
  let closes: ((at: number) => boolean) | null = null;
  for (let at = 0; at < text.length; at++) {
    if (closes === null) {
      closes = opening(at);
      start = at;
    } else if (closes(at)) {
      frame.push(text.slice(position, start));
      quotations.push(text.slice(start + 1, at));
      position = at + 1;
      closes = null;
    }
  }
  return { quotations, frame: [...frame, text.slice(position)] };
}

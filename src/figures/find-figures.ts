import type { TextRange } from '../corpus/article.ts';
import { type Amount, amountOf, type Hedge } from './agree.ts';
import { happeningAround, isToll } from './happening-around.ts';
import { happeningOf, happensToPeople } from './happening.ts';
import { PEOPLE, readCounted } from './read-counted.ts';
import { readNumber, type Token, tokensOf } from './read-number.ts';

/** A number of something, as a sentence states it. Ranges are positions in the sentence. */
export interface Figure extends TextRange {
  /** Null for a span and for what names no number: "10 to 15 people", "dozens of people". */
  readonly value: number | null;
  readonly amount: Amount;
  /** Term of what is counted; `PEOPLE` for human beings of no kind in particular. */
  readonly noun: string;
  /** Terms that narrow it: "cruise" of cruise missiles. */
  readonly modifiers: ReadonlySet<string>;
  /** What happened to it or was done with it; null where that cannot be told. */
  readonly happening: string | null;
}

/** Whether anything in a text may be a figure; cheap. */
const MAY_HOLD_FIGURE =
  /[0-9]|\b(?:no|nobody|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\p{L}+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|dozens?|scores)\b/iu;
/** What stands before a number, and how much is looked at for it. */
const BEFORE_CHARS = 30;

const HEDGES: readonly (readonly [RegExp, Hedge])[] = [
  [/\b(?:at least|no fewer than|no less than|a minimum of)\s+$/i, 'at-least'],
  [/\b(?:no more than|at most|up to|as many as|fewer than|less than|under)\s+$/i, 'at-most'],
  [/\b(?:more than|over|above|upwards of|exceed(?:s|ed|ing)?)\s+$/i, 'more-than'],
  [/\b(?:nearly|almost|close to|just under)\s+$/i, 'nearly'],
  [/\bbetween\s+$/i, 'exactly'],
  [/\b(?:about|around|some|roughly|approximately|an estimated|estimated)\s+$/i, 'about'],
];
const CURRENCY = /(?:US)?[$€£¥₴₽]\s?$/;

const MONTH =
  /^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/i;
/** Before a number that is not what the report itself counts: of something else, or no longer true. */
const FOREIGN_BEFORE =
  /\b(?:not|than|from|of (?:the|its|their|his|her|all|these|those)|instead of|compared (?:with|to)|including|among them|another|further|additional|other|of whom|of which|number|aged|article|page|chapter)\s+$/i;
const FOREIGN_BEHIND =
  /^(?:more|other|others|further|additional|fewer|less|times|old|later|earlier)$/i;
/** Part of a number, of a time or of a name such as SZ-300. */
const GLUED_BEFORE = /[\p{L}\p{N}_#№/:-]$|[0-9][.,]$/u;
const GLUED_BEHIND = /^(?:[\p{L}\p{N}_]|[-:/.][\p{L}\p{N}])/u;

const NOBODY = /^(?:nobody|no-one)$/i;

/**
 * The figures of a sentence, in order. A number that counts nothing is none (a year, a time of day,
 * a page), nor is one that is only compared with, ruled out or added: "up from 12", "five more".
 */
export function findFigures(sentence: string): Figure[] {
  if (!MAY_HOLD_FIGURE.test(sentence)) return [];
  const tokens = tokensOf(sentence);
  const figures: Figure[] = [];
  for (let position = 0; position < tokens.length;) {
    const found = readFigure(sentence, tokens, position);
    if (found.figure !== null) figures.push(found.figure);
    position = found.next;
  }
  return figures;
}

interface Reading {
  readonly figure: Figure | null;
  /** Position of the token to go on with. */
  readonly next: number;
}

function readFigure(sentence: string, tokens: readonly Token[], position: number): Reading {
  const nobody = readNobody(sentence, tokens, position);
  if (nobody !== null) return nobody;
  const number = readNumber(tokens, position);
  if (number === null) return { figure: null, next: position + 1 };
  const first = tokens[position]!;
  const preceding = sentence.slice(Math.max(0, first.start - BEFORE_CHARS), first.start);
  const symbol = CURRENCY.exec(preceding)?.[0] ?? '';
  const before = preceding.slice(0, preceding.length - symbol.length);
  const hedge = hedgeBefore(before);
  const lead = before.slice(0, before.length - hedge.text.length);
  if (!isCount(sentence, tokens, { position, next: number.next }, lead)) {
    return { figure: null, next: number.next };
  }
  const upper = readUpperEnd(sentence, tokens, number.next, number.most, hedge.text);
  const next = upper?.next ?? number.next;
  const counted = readCounted(sentence, tokens, next, symbol);
  const start = first.start - hedge.text.length - symbol.length;
  const context = { tokens, first: tokenFrom(tokens, start), sentence, start };
  if (counted === null) return { figure: null, next };
  const toll = isToll(context) && (counted.noun ?? PEOPLE) === PEOPLE;
  const happening =
    counted.happening ?? (toll ? happeningOf('killed') : happeningAround(context, counted.next));
  const noun = counted.noun ?? (happensToPeople(happening) ? PEOPLE : null);
  if (noun === null) return { figure: null, next: counted.end };
  const { end } = tokens[counted.end - 1]!;
  const percent = /^\s?%/.exec(sentence.slice(end))?.[0].length ?? 0;
  const value = upper === null ? number.value : null;
  const figure = {
    start,
    end: end + percent,
    value,
    amount:
      value === null
        ? { least: number.least, most: upper?.most ?? number.most }
        : amountOf(value, hedge.kind),
    noun,
    modifiers: counted.modifiers,
    happening,
  };
  return { figure, next: counted.end };
}

/** "No one was killed", "no missiles were fired": a count of nothing. */
function readNobody(sentence: string, tokens: readonly Token[], position: number): Reading | null {
  const token = tokens[position]!;
  const isNo = /^no$/i.test(token.text);
  const isNoOne = isNo && /^one$/i.test(tokens[position + 1]?.text ?? '');
  if (!isNo && !NOBODY.test(token.text)) return null;
  const next = position + (isNoOne ? 2 : 1);
  const context = { tokens, first: position, sentence, start: token.start };
  const zero = { value: 0, amount: { least: 0, most: 0 }, start: token.start };
  if (isNo && !isNoOne) {
    const counted = readCounted(sentence, tokens, next, '');
    if (counted === null || counted.noun === null) return null;
    const { noun, modifiers, end } = counted;
    const happening = counted.happening ?? happeningAround(context, counted.next);
    return {
      figure: { ...zero, end: tokens[end - 1]!.end, noun, modifiers, happening },
      next: end,
    };
  }
  const happening = happeningAround(context, next);
  const end = tokens[next - 1]!.end;
  return { figure: { ...zero, end, noun: PEOPLE, modifiers: new Set(), happening }, next };
}

function hedgeBefore(before: string): { readonly kind: Hedge; readonly text: string } {
  for (const [pattern, kind] of HEDGES) {
    const found = pattern.exec(before);
    if (found !== null) return { kind, text: found[0] };
  }
  return { kind: 'exactly', text: '' };
}

/** Whether a number counts something here and now. */
function isCount(
  sentence: string,
  tokens: readonly Token[],
  { position, next }: { readonly position: number; readonly next: number },
  lead: string,
): boolean {
  const first = tokens[position]!;
  const last = tokens[next - 1]!;
  const behind = tokens[next]?.text ?? '';
  const before = sentence.slice(Math.max(0, first.start - 2), first.start);
  if (GLUED_BEFORE.test(before) || GLUED_BEHIND.test(sentence.slice(last.end, last.end + 2))) {
    return false;
  }
  if (FOREIGN_BEFORE.test(lead) || FOREIGN_BEHIND.test(behind)) return false;
  // "One of them", "one day", "one another".
  if (/^one$/i.test(first.text) && next === position + 1 && /^(?:of|another|day)$/i.test(behind)) {
    return false;
  }
  return !MONTH.test(behind) && !MONTH.test(tokens[position - 1]?.text ?? '');
}

/** The upper end of "10 to 15", "between 10 and 15"; null where there is only one number. */
function readUpperEnd(
  sentence: string,
  tokens: readonly Token[],
  next: number,
  lower: number,
  hedge: string,
): { readonly most: number; readonly next: number } | null {
  const joint = tokens[next]?.text.toLowerCase() ?? '';
  const isJoined =
    joint === 'to' || joint === 'or' || (joint === 'and' && /between\s+$/i.test(hedge));
  const end = tokens[next - 1]!.end;
  const isDashed = /^\s?[-–]\s?$/.test(sentence.slice(end, tokens[next]?.start ?? end));
  if (!isJoined && !isDashed) return null;
  const upper = readNumber(tokens, isJoined ? next + 1 : next);
  return upper === null || upper.least <= lower ? null : { most: upper.most, next: upper.next };
}

function tokenFrom(tokens: readonly Token[], start: number): number {
  return tokens.findIndex((token) => token.start >= start);
}

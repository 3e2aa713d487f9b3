import type { TextRange } from '../corpus/article.ts';
import { type Amount, amountOf } from './agree.ts';
import { type FigureContext, happeningAround, isToll } from './happening-around.ts';
import { happeningOf, happensToPeople } from './happening.ts';
import { type Before, readBefore } from './read-before.ts';
import { type Counted, PEOPLE, readCounted } from './read-counted.ts';
import { type ReadNumber, readNumber, type Token, tokensOf } from './read-number.ts';

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
const MONTH =
  /^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/i;
/** Before a number that is not what the report itself counts: of something else, or no longer true. */
const FOREIGN_BEFORE =
  /\b(?:not|than|from|of (?:the|its|their|his|her|all|these|those)|instead of|compared (?:with|to)|including|among them|another|further|additional|other|of whom|of which|out of|number|aged|article|page|chapter)\s+$/i;
/** "One in three", "two in every five". */
const SHARE = /\b(?:one|two|three|four|nine|[1-9]) in(?: every)?\s+$/i;
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
  const before = readBefore(sentence, tokens[position]!.start);
  if (!isCount(sentence, tokens, { position, next: number.next }, before.lead)) {
    return { figure: null, next: number.next };
  }
  const upper = readUpperEnd(sentence, tokens, number, before);
  const next = upper?.next ?? number.next;
  const counted = readCounted(sentence, tokens, next, before.symbol);
  if (counted === null) return { figure: null, next };
  const context = { tokens, first: tokenFrom(tokens, before.start), sentence, start: before.start };
  const happening = happeningTo(counted, context);
  const noun = counted.noun ?? (happensToPeople(happening) ? PEOPLE : null);
  if (noun === null) return { figure: null, next: counted.end };
  const { end } = tokens[counted.end - 1]!;
  const percent = /^\s?%/.exec(sentence.slice(end))?.[0].length ?? 0;
  const value = upper === null ? number.value : null;
  const figure = {
    start: before.start,
    end: end + percent,
    value,
    amount:
      value === null
        ? { least: number.least, most: upper?.most ?? number.most }
        : amountOf(value, before.hedge),
    noun,
    modifiers: counted.modifiers,
    happening,
  };
  return { figure, next: counted.end };
}

function happeningTo(counted: Counted, context: FigureContext): string | null {
  if (counted.happening !== null) return counted.happening;
  if (isToll(context) && (counted.noun ?? PEOPLE) === PEOPLE) return happeningOf('killed');
  const happening = happeningAround(context, counted.next);
  // "40% of the vote" says no more.
  return happening ?? (counted.noun === '%' ? ([...counted.modifiers].at(-1) ?? null) : null);
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
  if (FOREIGN_BEFORE.test(lead) || SHARE.test(lead) || FOREIGN_BEHIND.test(behind)) return false;
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
  { next, most: lower }: ReadNumber,
  { hedgeText, lead }: Before,
): { readonly most: number; readonly next: number } | null {
  // "Rose by 3 to 15" names a change, and then what came of it.
  if (/\bby\s+$/i.test(lead)) return null;
  const joint = tokens[next]?.text.toLowerCase() ?? '';
  const isJoined =
    joint === 'to' || joint === 'or' || (joint === 'and' && /between\s+$/i.test(hedgeText));
  const end = tokens[next - 1]!.end;
  const isDashed = /^\s?[-–]\s?$/.test(sentence.slice(end, tokens[next]?.start ?? end));
  if (!isJoined && !isDashed) return null;
  const upper = readNumber(tokens, isJoined ? next + 1 : next);
  return upper === null || upper.least <= lower ? null : { most: upper.most, next: upper.next };
}

function tokenFrom(tokens: readonly Token[], start: number): number {
  return tokens.findIndex((token) => token.start >= start);
}

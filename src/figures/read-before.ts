import type { Hedge } from './agree.ts';

/** How much before a number is looked at. */
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

/** What stands right before a number and belongs to it: "more than $". */
export interface Before {
  readonly hedge: Hedge;
  readonly hedgeText: string;
  /** Of a currency; empty for none. */
  readonly symbol: string;
  /** What stands before all that, as far as it is looked at. */
  readonly lead: string;
  /** Where the figure begins. */
  readonly start: number;
}

/** What stands before a number that begins at a position of its sentence. */
export function readBefore(sentence: string, numberStart: number): Before {
  const preceding = sentence.slice(Math.max(0, numberStart - BEFORE_CHARS), numberStart);
  const symbol = CURRENCY.exec(preceding)?.[0] ?? '';
  const before = preceding.slice(0, preceding.length - symbol.length);
  const [hedge, hedgeText] = hedgeBefore(before);
  return {
    hedge,
    hedgeText,
    symbol,
    lead: before.slice(0, before.length - hedgeText.length),
    start: numberStart - hedgeText.length - symbol.length,
  };
}

function hedgeBefore(before: string): readonly [hedge: Hedge, text: string] {
  for (const [pattern, hedge] of HEDGES) {
    const found = pattern.exec(before);
    if (found !== null) return [hedge, found[0]];
  }
  return ['exactly', ''];
}

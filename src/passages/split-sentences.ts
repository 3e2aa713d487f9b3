import type { TextRange } from '../corpus/article.ts';

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** The segmenter takes time in the square of its input, so long texts are given to it in windows. */
const WINDOW_CHARS = 4000;

/** Titles and the like, after which a name follows and never a new sentence. */
const TITLE_ABBREVIATION =
  /(?:^|[\s("“‘«])(?:Mr|Mrs|Ms|Mx|Dr|Prof|Gen|Col|Lt|Maj|Capt|Cmdr|Sgt|Adm|Sen|Rep|Gov|Pres|Rev|Hon|St|Mt|Ft|vs|cf|e\.g|i\.e)\.$/;
/** What goes on with a number: `No. 5`, `Dec. 29`. As words of their own they end a sentence. */
const NUMBER_ABBREVIATION =
  /(?:^|[\s("“‘«])(?:Nos?|ca|approx|Figs?|Vols?|Arts?|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$/i;
const NUMBER = /^\p{N}/u;
/** An initial, a dotted acronym, a time of day: `J.`, `U.K.`, `a.m.`, `p.m.` */
const DOTTED_LETTERS = /(?:^|[\s("“‘«.])(?:\p{L}\.)+$/u;
/** Words that begin a sentence but hardly ever go on with a name: "in the U.K. The minister …" */
const SENTENCE_OPENER =
  /^["'“‘«(]*(?:The|A|An|He|She|It|We|They|I|You|This|That|These|Those|There|But|And|In|On|At|As|For|When|While|After|Before|If|His|Her|Its|Their|However|Meanwhile)\b/;
const CONTINUES = /^["'“‘«(]*\p{Ll}/u;
/** Unicode's rules count it to the sentence before; with no blank behind it, it begins the next. */
const OPENING_AT_END = /[“‘«([]+$/;
const ONLY_PUNCTUATION = /^[\p{P}\p{S}\s]+$/u;
/** What stands between paragraphs. */
const BLANK_LINES = /(?:\r\n|\n|\r(?!\n))[^\S\r\n]*(?:\r\n|[\r\n])\s*/gu;

/**
 * Splits a range of a text into sentences, in order, trimmed, covering every non-blank character.
 * A blank line ends a sentence, a line break does not. Unicode's sentence rules (UAX #29) take every
 * full stop before a capital letter for an end; this mends them for abbreviations.
 */
export function splitSentences(text: string, range: TextRange): TextRange[] {
  return splitIgnoringLines(text, range).flatMap((sentence) => cutAtBlankLines(text, sentence));
}

function cutAtBlankLines(text: string, sentence: TextRange): TextRange[] {
  const parts: TextRange[] = [];
  let start = sentence.start;
  for (const { 0: gap, index } of text.slice(start, sentence.end).matchAll(BLANK_LINES)) {
    pushTrimmed(parts, text, { start, end: sentence.start + index });
    start = sentence.start + index + gap.length;
  }
  pushTrimmed(parts, text, { start, end: sentence.end });
  return parts;
}

function splitIgnoringLines(text: string, range: TextRange): TextRange[] {
  // Line breaks become blanks of the same length: UAX #29 ends a sentence at each of them.
  const flat = text.slice(range.start, range.end).replace(/[\r\n\u0085\u2028\u2029]/g, ' ');
  const sentences: TextRange[] = [];
  let start = 0;
  let end = 0;
  for (const { segment, index } of segmentsOf(flat)) {
    const before = flat.slice(start, index);
    if (index > start && isSentenceEnd(before, segment)) {
      const cut = index - (OPENING_AT_END.exec(before.slice(-5))?.[0].length ?? 0);
      pushTrimmed(sentences, text, { start: range.start + start, end: range.start + cut });
      start = cut;
    }
    end = index + segment.length;
  }
  pushTrimmed(sentences, text, { start: range.start + start, end: range.start + end });
  return sentences;
}

/** The segments of a text by Unicode's rules, in order. */
function* segmentsOf(text: string): Generator<{ segment: string; index: number }> {
  let start = 0;
  let windowChars = WINDOW_CHARS;
  while (start < text.length) {
    const segments = [...segmenter.segment(text.slice(start, start + windowChars))];
    // What follows decides where the last but one ends, so both are looked at again.
    if (start + windowChars < text.length) segments.splice(-2);
    for (const { segment, index } of segments) yield { segment, index: start + index };
    const last = segments.at(-1);
    start += last === undefined ? 0 : last.index + last.segment.length;
    windowChars = last === undefined ? windowChars * 2 : WINDOW_CHARS;
  }
}

/** Whether a sentence ends between `before` and the segment that follows it. */
function isSentenceEnd(before: string, next: string): boolean {
  // Only the last word matters; looking at more would make long texts quadratic.
  const tail = before.slice(-40).trimEnd();
  if (CONTINUES.test(next) || ONLY_PUNCTUATION.test(next)) return false;
  if (TITLE_ABBREVIATION.test(tail)) return false;
  if (NUMBER_ABBREVIATION.test(tail) && NUMBER.test(next)) return false;
  return !DOTTED_LETTERS.test(tail) || SENTENCE_OPENER.test(next);
}

/** Adds a range without the blanks at its ends, unless nothing is left of it. */
export function pushTrimmed(ranges: TextRange[], text: string, { start, end }: TextRange): void {
  const slice = text.slice(start, end);
  const leading = slice.length - slice.trimStart().length;
  const length = slice.trim().length;
  if (length > 0) ranges.push({ start: start + leading, end: start + leading + length });
}

import { createContext, Script } from 'node:vm';
import { type FoundPattern, findPatterns } from './find-patterns.ts';
import type { Trial } from './trial.ts';

/** One character repeated, and what opens something that never closes. */
const REPEATED = [
  ' ', '\n', '\t', 'a', 'A', 'é', '1', '.', ',', '-', '_', ':', '/', '"', "'", '“', '’', '(', '[', '<', '#', '*', '\\', '@',
  'a ', 'A ', 'a.', 'A.', 'a-', "a'", '1 ', '1.', '1,', '1-', '\r\n', ' \n', '--', '<!--', '<a ', '="', '://', 'a: ', '\\"',
]; // prettier-ignore
/** What a repetition runs into at its end, so that it cannot match after all. */
const ENDINGS = ['', '!', '\u0001', 'a\n'];
const LAST_SIZE = 1_000_000;
const SIZES = [1000, 10_000, 100_000, LAST_SIZE];
/** Ten times the text may take so many times as long; square time takes a hundred times. */
const MAX_RATIO = 40;
/** Whoever needs more before the last size is not linear. */
const HOPELESS_MS = 1500;
/** Whoever needs less for the third size is linear, and need not be tried on the last. */
const QUICK_MS = 4;

/** Nobody waits for longer, as for what doubles with each character. */
const GIVEN_UP_MS = 20_000;
/** Where matching can be broken off. */
const bench = createContext({});
const MATCHING = new Script("pattern.global ? text.replace(pattern, '') : pattern.test(text)");

/** Patterns that take square time, on texts that are short whatever anybody writes. */
const BOUNDED: readonly { readonly file: string; readonly chars: number; readonly why: string }[] =
  [
    { file: 'check/compare-typography.ts', chars: 1000, why: 'a slice before a position' },
    { file: 'cli/doctor.ts', chars: 4096, why: 'a path or a finding' },
    { file: 'config.ts', chars: 4096, why: 'a setting' },
    { file: 'conversation/', chars: 6000, why: 'a question' },
    { file: 'corpus/corrections.ts', chars: 2000, why: 'a line' },
    { file: 'corpus/event-date.ts', chars: 80, why: 'what stands before a date' },
    { file: 'corpus/read-html.ts', chars: 8192, why: 'the first bytes of a page' },
    { file: 'curation/file-kind.ts', chars: 8192, why: 'the first characters of a page' },
    { file: 'discussion/', chars: 6000, why: 'a message' },
    { file: 'discord/render/check.ts', chars: 4000, why: 'a piece of a message' },
    { file: 'errors.ts', chars: 4096, why: 'the message of an error' },
    { file: 'passages/split-sentences.ts', chars: 1000, why: 'a slice before a position' },
    { file: 'retrieval/question-periods.ts', chars: 6000, why: 'a question' },
    { file: 'retrieval/strip-preamble.ts', chars: 200, why: 'the end of a question' },
  ];
/** What such a pattern may take for the longest of its texts. */
const BOUNDED_MS = 400;

/**
 * Texts that never matter are looked at for as long as they are long: every regular expression of the
 * program is tried on texts of 100 kB and of 1 MB that are made to keep it busy.
 */
export const patternsTrial: Trial = {
  name: 'patterns',
  what: 'regular expressions on texts that are made to keep them busy',
  run() {
    const patterns = findPatterns();
    const failures = patterns.flatMap((one) => {
      const slow = slowness(one);
      return slow === null ? [] : [slow];
    });
    return Promise.resolve({ tried: patterns.length, failures });
  },
};

/** Why a pattern takes too long; null where it does not. */
function slowness({ place, pattern }: FoundPattern): string | null {
  const bound = BOUNDED.find(({ file }) => place.startsWith(file));
  for (const part of new Set([...REPEATED, ...partsOf(pattern)])) {
    for (const ending of ENDINGS) {
      const text = (chars: number): string => part.repeat(chars / part.length) + ending;
      const times =
        bound === undefined
          ? squareTimes(pattern, text)
          : [fastest(pattern, text(bound.chars), BOUNDED_MS)].filter((ms) => ms > BOUNDED_MS);
      if (times.length === 0) continue;
      const shown = times.map((ms) => `${ms.toFixed(2)} ms`).join(', ');
      const sizes = bound === undefined ? SIZES.slice(0, times.length) : [bound.chars];
      return (
        `${place}: ${String(pattern)} on ${JSON.stringify(`${part}…${ending}`)}: ${shown} ` +
        `for ${sizes.join(', ')} characters`
      );
    }
  }
  return null;
}

/** Times for texts of growing size, up to that which takes too long; none where the last does not. */
function squareTimes(pattern: RegExp, text: (chars: number) => string): number[] {
  const times: number[] = [];
  for (const size of SIZES) {
    const before = times.at(-1) ?? 0;
    const isLast = size === LAST_SIZE;
    if (isLast && before < QUICK_MS) return [];
    // Patterns are compiled while they are used, so shorter texts say little about longer ones.
    const allowedMs = isLast ? MAX_RATIO * before : HOPELESS_MS;
    const ms = fastest(pattern, text(size), allowedMs);
    times.push(ms);
    if (ms > allowedMs) return times;
  }
  return [];
}

/** Words and signs of a pattern, which it has something to do with. */
function partsOf({ source }: RegExp): string[] {
  const words = source.match(/[A-Za-z]{3,}/g) ?? [];
  const signs = source.match(/[^\w\s\\]/gu) ?? [];
  return [
    ...words,
    ...words.map((word) => `${word} `),
    ...signs,
    ...signs.map((sign) => `${sign}a`),
  ];
}

/** Milliseconds for all matches in a text; the best of three where it takes longer than it may. */
function fastest(pattern: RegExp, text: string, allowedMs: number): number {
  let best = Infinity;
  for (let trial = 0; trial < 3; trial++) {
    best = Math.min(best, timeOf(pattern, text));
    if (best <= allowedMs || best === Infinity) break;
  }
  return best;
}

/** Milliseconds for all matches in a text; endless where it takes more than anybody would wait for. */
function timeOf(pattern: RegExp, text: string): number {
  Object.assign(bench, { pattern, text });
  const before = process.cpuUsage();
  try {
    MATCHING.runInContext(bench, { timeout: GIVEN_UP_MS });
    // Of the processor, which other programs may want as well.
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  } catch {
    return Infinity;
  }
}

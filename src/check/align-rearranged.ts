import { type Alignment, type Gap, longestCommon } from './align.ts';
import type { Claim } from './claim.ts';
import type { ArticleTest } from './find-exact.ts';
import type { Region } from './find-runs.ts';
import type { WordIndex } from './word-index.ts';

/** Of fewer words as many stand together by chance. */
const MIN_WORDS = 6;
/** A claim may have so few other words than the article, and still be the same in another order. */
const MIN_SHARE = 0.9;

/**
 * A claim beside as many words of an article that are the same ones, or nearly so, in whatever order;
 * null where there are none. This finds sentences whose parts are too short to be found one by one.
 */
export function alignRearranged(
  claim: Claim,
  regions: readonly Region[],
  index: WordIndex,
  isWanted: ArticleTest | null,
): Alignment | null {
  const size = claim.words.length;
  if (size < MIN_WORDS) return null;
  let best = { from: 0, shared: 0 };
  for (const region of regions) {
    for (const window of sharedWords(claim, region, index)) {
      if (window.shared <= best.shared) continue;
      if (isWanted?.(index.segmentAt(window.from).article) !== false) best = window;
    }
  }
  return best.shared >= MIN_SHARE * size ? alignWindow(claim, best.from, index) : null;
}

/** How many words each window of a region, as long as the claim, shares with it. */
function* sharedWords(
  { words }: Claim,
  { from, to }: Region,
  index: WordIndex,
): Generator<{ readonly from: number; readonly shared: number }> {
  /** How many of each word the claim has more than the window. */
  const missing = new Map<number, number>();
  for (const { key } of words) missing.set(key, (missing.get(key) ?? 0) + 1);
  let shared = 0;
  for (let end = from; end < to; end++) {
    const entering = index.keyAt(end);
    const wanted = missing.get(entering);
    if (wanted !== undefined) {
      if (wanted > 0) shared += 1;
      missing.set(entering, wanted - 1);
    }
    const leaving = end - words.length;
    if (leaving >= from) {
      const had = missing.get(index.keyAt(leaving));
      if (had !== undefined) {
        if (had >= 0) shared -= 1;
        missing.set(index.keyAt(leaving), had + 1);
      }
    }
    const start = leaving + 1;
    const isWhole = start >= from && index.segmentAt(start) === index.segmentAt(end);
    if (isWhole) yield { from: start, shared };
  }
}

function alignWindow(claim: Claim, from: number, index: WordIndex): Alignment {
  const size = claim.words.length;
  const runs = longestCommon(claim, index, { claimed: [0, size], quoted: [from, from + size] });
  const gaps: Gap[] = [];
  let [claimed, quoted] = [0, from];
  for (const [beforeRun, run] of [
    ...runs,
    { claimed: size, quoted: from + size, length: 0 },
  ].entries()) {
    if (run.claimed > claimed || run.quoted > quoted) {
      gaps.push({
        claimed: [claimed, run.claimed],
        quoted: [quoted, run.quoted],
        beforeRun,
        isLeap: false,
      });
    }
    [claimed, quoted] = [run.claimed + run.length, run.quoted + run.length];
  }
  return { runs, gaps };
}

import type { Run } from './find-runs.ts';
import type { WordIndex } from './word-index.ts';

/** What it costs, in words, to go on elsewhere than right behind the last run. */
const COST = {
  /** Further on in the same article, and for each word that is passed over. */
  onward: 0.8,
  passedOver: 0.06,
  /** Passing over more costs no more than this. */
  farOnward: 2,
  /** Before or amid the last run, as where parts have changed places. */
  back: 3.5,
  /** In another article. */
  away: 5,
};

/**
 * The runs that together explain most of a claim with the fewest leaps, in the order of the claim. No
 * word of the claim is in two of them; where two runs overlap, the later one is cut.
 */
export function chainRuns(runs: readonly Run[], index: WordIndex): Run[] {
  const sorted = [...runs].sort((a, b) => a.claimed - b.claimed || b.length - a.length);
  const articles = sorted.map(({ quoted }) => index.segmentAt(quoted).article);
  /** The best chain that ends with each run: its worth, the run before, the run as it was cut. */
  const best: { worth: number; before: number; run: Run }[] = [];
  sorted.forEach((run, position) => {
    let chosen = { worth: run.length, before: -1, run };
    for (let before = 0; before < position; before++) {
      const last = best[before]!;
      const cut = cutBehind(run, last.run);
      if (cut === null) continue;
      const isSame = articles[before] === articles[position];
      const worth = last.worth + cut.length - (isSame ? costOf(last.run, cut) : COST.away);
      if (worth > chosen.worth) chosen = { worth, before, run: cut };
    }
    best.push(chosen);
  });
  let at = best.reduce(
    (top, { worth }, position) => (worth > best[top]!.worth ? position : top),
    0,
  );
  const chain: Run[] = [];
  while (best[at] !== undefined) {
    const { run, before } = best[at]!;
    chain.unshift(run);
    at = before;
  }
  return chain;
}

/** What of a run comes behind another one in the claim; null for less than two words. */
function cutBehind(run: Run, last: Run): Run | null {
  const overlap = Math.max(0, last.claimed + last.length - run.claimed);
  if (run.length - overlap < 2) return null;
  if (overlap === 0) return run;
  return {
    claimed: run.claimed + overlap,
    quoted: run.quoted + overlap,
    length: run.length - overlap,
  };
}

/** The cost of going from one run of an article to the next. */
function costOf(last: Run, next: Run): number {
  const leap = next.quoted - (last.quoted + last.length);
  if (leap < 0) return COST.back;
  const added = next.claimed - (last.claimed + last.length);
  const passedOver = Math.max(0, leap - added);
  return Math.min(COST.farOnward, COST.onward + COST.passedOver * passedOver);
}

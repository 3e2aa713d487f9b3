import { TopHits } from '../vector-index/top-hits.ts';
import type { Claim } from './claim.ts';
import type { ArticleTest } from './find-exact.ts';
import type { WordIndex } from './word-index.ts';

/** Words of a claim that stand in an article in the same order, as many as possible. */
export interface Run {
  /** Position of the first of them in the claim. */
  readonly claimed: number;
  /** And in the word index. */
  readonly quoted: number;
  readonly length: number;
}

/** The rarest pairs of neighbouring words are looked up until they have been seen so often. */
const MAX_PLACES = 40_000;
/** Parts of the articles that are compared with the claim word by word. */
const MAX_REGIONS = 16;
/** Comparing takes time in the square of a claim's words, so a very long one gets fewer regions. */
const MAX_COMPARED_PAIRS = 20_000_000;
const MIN_REGIONS = 2;
/** Texts that repeat themselves have runs without end; so many are looked at. */
const MAX_FOUND_RUNS = 10_000;
/** At most so many go on to be put together, the longest of them. */
const MAX_RUNS = 400;
/** Shorter regions would tear what belongs together. */
const MIN_REGION_WORDS = 64;

/** Neighbouring words of the word index, `[from, to)`; they may belong to several articles. */
export interface Region {
  readonly from: number;
  readonly to: number;
}

/**
 * Those parts of the articles that have most of a claim's rare pairs of words, best first, each with
 * as many words around it as the claim has. A claim of which no two neighbouring words stand together
 * in an article has none.
 */
export function findRegions(
  { words }: Claim,
  index: WordIndex,
  isWanted: ArticleTest | null,
): Region[] {
  const keys = words.map(({ key }) => key);
  const regionWords = Math.max(MIN_REGION_WORDS, keys.length);
  return bestRegions(keys, regionWords, index, isWanted).map((region) => ({
    from: Math.max(0, region * regionWords - keys.length),
    to: Math.min(index.size, (region + 1) * regionWords + keys.length),
  }));
}

/** The runs of at least two words that a claim has in common with regions, longest first. */
export function findRuns(
  claim: Claim,
  regions: readonly Region[],
  index: WordIndex,
  isWanted: ArticleTest | null,
): Run[] {
  const keys = claim.words.map(({ key }) => key);
  const runs = new Map<string, Run>();
  for (const { from, to } of regions) {
    for (const cut of runsWithin(keys, index, from, to)) {
      if (isWanted?.(index.segmentAt(cut.quoted).article) === false) continue;
      const run = extended(cut, keys, index);
      runs.set(`${run.claimed} ${run.quoted}`, run);
      if (runs.size >= MAX_FOUND_RUNS) break;
    }
  }
  return [...runs.values()].sort((a, b) => b.length - a.length).slice(0, MAX_RUNS);
}

/**
 * Stretches of `regionWords` words that have most of the claim's pairs, each pair weighted by how
 * rare it is. Stretch r begins at the word `r * regionWords`.
 */
function bestRegions(
  keys: readonly number[],
  regionWords: number,
  index: WordIndex,
  isWanted: ArticleTest | null,
): number[] {
  const pairs = new Map<string, { first: number; second: number; count: number }>();
  for (let position = 0; position + 1 < keys.length; position++) {
    const [first, second] = [keys[position]!, keys[position + 1]!];
    const count = index.countPair(first, second);
    if (count > 0) pairs.set(`${first} ${second}`, { first, second, count });
  }
  const weights = new Map<number, number>();
  let seen = 0;
  for (const { first, second, count } of [...pairs.values()].sort((a, b) => a.count - b.count)) {
    seen += count;
    if (seen > MAX_PLACES && weights.size > 0) break;
    const weight = Math.log(1 + index.size / count);
    let last = -1;
    for (const place of index.placesOfPair(first, second)) {
      const region = Math.floor(place / regionWords);
      // A pair counts once in each region.
      if (region === last || isWanted?.(index.segmentAt(place).article) === false) continue;
      last = region;
      weights.set(region, (weights.get(region) ?? 0) + weight);
    }
  }
  const affordable = Math.floor(
    MAX_COMPARED_PAIRS / (keys.length * (regionWords + 2 * keys.length)),
  );
  const best = new TopHits(Math.min(MAX_REGIONS, Math.max(MIN_REGIONS, affordable)));
  for (const [region, weight] of weights) best.offer(region, weight);
  return best.sorted().map(({ passage }) => passage);
}

/** The longest common runs by the table of common suffixes, of which two rows are kept. */
function* runsWithin(
  keys: readonly number[],
  index: WordIndex,
  from: number,
  to: number,
): Generator<Run> {
  let lengths = new Uint16Array(keys.length + 1);
  let before = new Uint16Array(keys.length + 1);
  for (let place = from; place < to; place++) {
    [lengths, before] = [before, lengths];
    const key = index.keyAt(place);
    const next = index.keyAt(place + 1);
    for (let position = 0; position < keys.length; position++) {
      const length = keys[position] === key ? before[position]! + 1 : 0;
      lengths[position + 1] = length;
      const goesOn = place + 1 < to && position + 1 < keys.length && keys[position + 1] === next;
      if (length > 1 && !goesOn) {
        yield { claimed: position - length + 1, quoted: place - length + 1, length };
      }
    }
  }
}

/** A run with the words at both its ends that a region was too small for. */
function extended(run: Run, keys: readonly number[], index: WordIndex): Run {
  let { claimed, quoted } = run;
  while (claimed > 0 && keys[claimed - 1] === index.keyAt(quoted - 1)) {
    claimed -= 1;
    quoted -= 1;
  }
  let length = run.length + run.claimed - claimed;
  while (
    claimed + length < keys.length &&
    keys[claimed + length] === index.keyAt(quoted + length)
  ) {
    length += 1;
  }
  return { claimed, quoted, length };
}

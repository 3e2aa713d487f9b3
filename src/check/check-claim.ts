import { STOP_WORDS } from '../retrieval/stop-words.ts';
import { type Alignment, align, isFarApart } from './align.ts';
import { alignRearranged } from './align-rearranged.ts';
import { chainRuns } from './chain-runs.ts';
import type { Claim } from './claim.ts';
import { compareParts, describeDifferences, type CheckContext } from './describe-differences.ts';
import type { ComparedPart, Difference } from './difference.ts';
import { compareTypography } from './compare-typography.ts';
import { type ArticleTest, findOccurrences, type Occurrence } from './find-exact.ts';
import { findRegions, findRuns, type Run } from './find-runs.ts';
import { type Place, wholeSentences } from './whole-sentences.ts';

export type Verdict = 'exact' | 'altered' | 'absent';

/** What came of looking for a claim in the articles. */
export interface Finding {
  readonly verdict: Verdict;
  /**
   * Exact: everywhere that it stands, oldest article first, up to `MAX_PLACES`. Altered: where its
   * parts stand, in the order of the claim. Empty when absent.
   */
  readonly places: readonly Place[];
  /** None unless altered. */
  readonly differences: readonly Difference[];
  readonly parts: readonly ComparedPart[];
}

const MAX_PLACES = 5;
/** A claim that has less of its words from the articles is one of somebody's own. */
const MIN_KEPT_SHARE = 0.65;
/** Whoever says the same in other words keeps a few in a row now and then, but not on average. */
const MIN_WORDS_PER_CHANGE = 2.5;
/** A short claim that is nearly all the same may have more changes. */
const NEARLY_ALL = { share: 0.75, wordsPerChange: 2 };
/** Of so few words nearly all have to be the same. */
const FEW_WORDS = 6;
/** Fewer words, or fewer that mean something, stand together in any text. */
const MIN_KEPT_WORDS = 4;
const MIN_TELLING_WORDS = 2;
/** One run has to be at least so long, or a third of the claim. */
const LONG_RUN_WORDS = 5;

const ABSENT: Finding = { verdict: 'absent', places: [], differences: [], parts: [] };

/**
 * Looks for a claim in the articles. It is exact where it stands as a whole, but for typography and
 * for how it was cut; altered where most of it stands in the same order or in a few long pieces;
 * absent else, as where it says the same in other words.
 *
 * @param isWanted which articles are looked at; null for all.
 */
export function checkClaim(
  claim: Claim,
  context: CheckContext,
  isWanted: ArticleTest | null = null,
): Finding {
  const { index, reader } = context;
  const occurrences = findOccurrences(claim, index, reader, isWanted);
  const exact = occurrences.filter(({ isExact }) => isExact);
  if (exact.length > 0) return { ...ABSENT, verdict: 'exact', places: placesOf(exact, context) };
  const [first] = occurrences;
  if (first !== undefined) {
    const { differences, parts } = compareTypography(claim, first, context);
    const places = placesOf([first], context);
    return { verdict: 'altered', places, differences, parts };
  }
  const alignment = alignAltered(claim, context, isWanted);
  if (alignment === null) return ABSENT;
  return {
    verdict: 'altered',
    places: placesAlong(alignment.runs, context),
    differences: describeDifferences(claim, alignment, context),
    parts: compareParts(claim, alignment, context),
  };
}

/** Null where no part of the articles has most of the claim's words as it has them. */
function alignAltered(
  claim: Claim,
  { index, reader }: CheckContext,
  isWanted: ArticleTest | null,
): Alignment | null {
  const regions = findRegions(claim, index, isWanted);
  const chain = chainRuns(findRuns(claim, regions, index, isWanted), index);
  const alignment = chain.length === 0 ? null : align(claim, chain, index, reader);
  if (alignment !== null && isAlteredQuote(claim, alignment)) return alignment;
  return alignRearranged(claim, regions, index, isWanted);
}

/** Whether so much of a claim is word for word that it can only come from there. */
function isAlteredQuote({ text, words }: Claim, { runs, gaps }: Alignment): boolean {
  const kept = runs.reduce((sum, { length }) => sum + length, 0);
  const share = kept / words.length;
  const longest = Math.max(...runs.map(({ length }) => length));
  // Going on elsewhere is two changes: what was quoted ends, and something else begins.
  const changes = gaps.reduce((sum, { isLeap }) => sum + (isLeap ? 2 : 1), 0);
  const wordsPerChange = kept / (changes + 1);
  const telling = runs
    .flatMap(({ claimed, length }) => words.slice(claimed, claimed + length))
    .map(({ start, end }) => text.slice(start, end))
    .filter((word) => !STOP_WORDS.has(word.toLowerCase()));
  return (
    kept >= MIN_KEPT_WORDS &&
    telling.length >= MIN_TELLING_WORDS &&
    // A name in full is no quote.
    telling.some((word) => !/^\p{Lu}/u.test(word)) &&
    share >= (kept < FEW_WORDS ? NEARLY_ALL.share : MIN_KEPT_SHARE) &&
    longest >= Math.min(LONG_RUN_WORDS, words.length / 3) &&
    (changes <= 1 ||
      wordsPerChange >= MIN_WORDS_PER_CHANGE ||
      (share >= NEARLY_ALL.share && wordsPerChange >= NEARLY_ALL.wordsPerChange))
  );
}

/** Oldest first; where the date is not known, last. One place an article before a second one. */
function placesOf(occurrences: readonly Occurrence[], { reader }: CheckContext): Place[] {
  const byDate = occurrences
    .map((occurrence) => ({ occurrence, date: reader.article(occurrence.article).date ?? '9999' }))
    .sort((a, b) => (a.date < b.date ? -1 : Number(a.date > b.date)))
    .map(({ occurrence }) => occurrence);
  const firsts = byDate.filter(
    ({ article }, position) => byDate.findIndex((other) => other.article === article) === position,
  );
  const others = byDate.filter((occurrence) => !firsts.includes(occurrence));
  return [...firsts, ...others]
    .slice(0, MAX_PLACES)
    .flatMap(({ article, start, end }) => wholeSentences(article, [{ start, end }], reader));
}

/** The sentences around runs, each once; those of runs that follow each other are shown together. */
function placesAlong(runs: readonly Run[], { index, reader }: CheckContext): Place[] {
  const groups: Run[][] = [];
  for (const run of runs) {
    const last = groups.at(-1)?.at(-1);
    if (last !== undefined && !isFarApart(last, run, index)) groups.at(-1)!.push(run);
    else groups.push([run]);
  }
  const places = groups.flatMap((group) =>
    wholeSentences(
      index.segmentAt(group[0]!.quoted).article,
      group.map(({ quoted, length }) => reader.span(quoted, quoted + length)),
      reader,
    ),
  );
  const distinct = new Map<string, Place>();
  for (const place of places) {
    const key = `${place.article} ${place.start} ${place.end}`;
    const matched = [...(distinct.get(key)?.matched ?? []), ...place.matched];
    distinct.set(key, { ...place, matched: matched.sort((a, b) => a.start - b.start) });
  }
  return [...distinct.values()];
}

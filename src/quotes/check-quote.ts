import type { Finding, Verdict } from '../check/check-claim.ts';
import type { ComparedPart, Difference } from '../check/difference.ts';
import type { CheckOptions, QuoteChecker } from '../check/quote-checker.ts';
import type { Place } from '../check/whole-sentences.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import type { Quote } from './quote.ts';
import { takeExcerpt } from './take-excerpt.ts';

/** Whether a text is quoted as it stands in the articles. */
export interface QuoteCheck {
  /** What was checked, as it was given. */
  readonly claim: string;
  readonly verdict: Verdict;
  /**
   * Whole sentences around what was found, with that highlighted. Of an exact quote everywhere that it
   * stands, oldest article first; of an altered one where its parts stand, in the order of the claim;
   * none of one that is absent. The score is 1 for exact, else the part of the claim that is the same.
   */
  readonly matches: readonly Quote[];
  /** How an altered quote differs, in the order of the claim; else none. */
  readonly differences: readonly Difference[];
  /** An altered quote part by part; else none. */
  readonly parts: readonly ComparedPart[];
  /** Time that checking took, in milliseconds. */
  readonly ms: number;
}

/**
 * Checks a text that is said to be quoted.
 *
 * @param claim is checkable.
 */
export function checkQuote(
  index: SearchIndex,
  checker: QuoteChecker,
  claim: string,
  options?: CheckOptions,
): QuoteCheck {
  const started = performance.now();
  const { verdict, places, differences, parts } = checker.check(claim, options);
  const score = keptShare({ verdict, parts });
  return {
    claim,
    verdict,
    matches: places.map((place, position) => ({
      rank: position + 1,
      score,
      ...excerptAt(index, place),
      highlights: place.matched,
    })),
    differences,
    parts,
    ms: Math.round((performance.now() - started) * 10) / 10,
  };
}

/** The part of a claim that is word for word in the articles, 0 … 1, by its length. */
function keptShare({ verdict, parts }: Pick<Finding, 'verdict' | 'parts'>): number {
  if (verdict !== 'altered') return verdict === 'exact' ? 1 : 0;
  const lengthOf = (where: ComparedPart['in']): number =>
    parts.filter((part) => part.in === where).reduce((sum, { text }) => sum + text.length, 0);
  const kept = lengthOf('both');
  return Math.round((1000 * kept) / (kept + lengthOf('claim'))) / 1000;
}

function excerptAt(
  { articles, passages }: SearchIndex,
  place: Place,
): ReturnType<typeof takeExcerpt> {
  const eventDates = [];
  for (let passage = 0; passage < passages.size; passage++) {
    if (passages.articleOf(passage) !== place.article) continue;
    const row = passages.at(passage);
    if (row.start < place.end && place.start < row.end) eventDates.push(...row.eventDates);
  }
  return takeExcerpt(articles.at(place.article), { ...place, heading: null, eventDates });
}

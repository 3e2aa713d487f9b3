import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TopHits } from '../../../src/vector-index/top-hits.ts';

function bestOf(scores: readonly number[], limit: number): number[] {
  const best = new TopHits(limit);
  scores.forEach((score, passage) => best.offer(passage, score));
  return best.sorted().map(({ passage }) => passage);
}

/** Few different scores, so that many are equal. */
const arbitraryScore = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true }));

describe('the top hits', () => {
  it('are the first of all passages sorted by score, then by position', () => {
    fc.assert(
      fc.property(
        fc.array(arbitraryScore, { maxLength: 100 }),
        fc.integer({ min: 0, max: 30 }),
        (scores, limit) => {
          const sorted = scores
            .map((score, passage) => ({ passage, score }))
            .sort((a, b) => (a.score === b.score ? a.passage - b.passage : b.score - a.score))
            .map(({ passage }) => passage);
          expect(bestOf(scores, limit)).toEqual(sorted.slice(0, limit));
        },
      ),
    );
  });

  it('are the same without the later passages that score no more than the floor', () => {
    // Nothing scores more than the floor that there is at first.
    const finiteScore = arbitraryScore.filter(Number.isFinite);
    fc.assert(
      fc.property(fc.array(finiteScore), fc.integer({ min: 0, max: 10 }), (scores, limit) => {
        const best = new TopHits(limit);
        scores.forEach((score, passage) => {
          if (score > best.floor) best.offer(passage, score);
        });
        expect(best.sorted().map(({ passage }) => passage)).toEqual(bestOf(scores, limit));
      }),
    );
  });

  it('are the same in whatever order the passages come', () => {
    const offers = fc
      .uniqueArray(fc.tuple(fc.nat(50), arbitraryScore), { selector: ([passage]) => passage })
      .chain((pairs) =>
        fc.tuple(
          fc.constant(pairs),
          fc.shuffledSubarray(pairs, { minLength: pairs.length, maxLength: pairs.length }),
        ),
      );
    fc.assert(
      fc.property(offers, fc.integer({ min: 0, max: 10 }), ([pairs, shuffled], limit) => {
        const [best, bestShuffled] = [new TopHits(limit), new TopHits(limit)];
        for (const [passage, score] of pairs) best.offer(passage, score);
        for (const [passage, score] of shuffled) bestShuffled.offer(passage, score);
        expect(bestShuffled.sorted()).toEqual(best.sorted());
      }),
    );
  });

  it('are all that there are when there are fewer than asked for', () => {
    expect(bestOf([0.1, 0.3, 0.2], 5)).toEqual([1, 2, 0]);
  });

  it('are none when none are asked for', () => {
    expect(bestOf([0.1, 0.3], 0)).toEqual([]);
  });
});

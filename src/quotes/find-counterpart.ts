import type { Article, TextRange } from '../corpus/article.ts';
import { rangesBetween } from '../corpus/text-ranges.ts';
import { splitSentences } from '../passages/split-sentences.ts';
import { MAX_QUOTE_CHARS } from './quote.ts';

/** Passages that share less of their words are not two versions of the same. */
const MIN_OVERLAP = 0.4;
const WORD = /[\p{L}\p{N}]+/gu;

/**
 * The sentences of an article that say now what a quote from an earlier version of it said: the run
 * of them that shares most words with the quote, and no longer than a quote may be.
 *
 * @returns null where no run has enough in common with it.
 */
export function findCounterpart(
  { text, excluded }: Pick<Article, 'text' | 'excluded'>,
  quote: string,
): TextRange | null {
  const wanted = countWords(quote);
  const wantedTotal = totalOf(wanted);
  const sentences = rangesBetween(excluded, text.length).map((part) =>
    splitSentences(text, part).map((sentence) => ({
      ...sentence,
      words: text.slice(sentence.start, sentence.end).toLowerCase().match(WORD) ?? [],
    })),
  );
  let best: TextRange | null = null;
  let bestOverlap = MIN_OVERLAP;
  for (const run of sentences) {
    for (let first = 0; first < run.length; first++) {
      const left = new Map(wanted);
      let shared = 0;
      let total = 0;
      for (let last = first; last < run.length; last++) {
        const range = { start: run[first]!.start, end: run[last]!.end };
        if (range.end - range.start > MAX_QUOTE_CHARS) break;
        for (const word of run[last]!.words) {
          total += 1;
          const count = left.get(word) ?? 0;
          if (count > 0) shared += 1;
          left.set(word, count - 1);
        }
        const overlap = (2 * shared) / (wantedTotal + total);
        // Of equals the shorter run comes first.
        if (overlap > bestOverlap) {
          best = range;
          bestOverlap = overlap;
        }
        if (total > 4 * wantedTotal) break;
      }
    }
  }
  return best;
}

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.toLowerCase().match(WORD) ?? []) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

function totalOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

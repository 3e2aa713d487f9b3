import type { TextRange } from '../corpus/article.ts';
import type { QuestionTerm } from '../retrieval/lexical-index.ts';
import type { SentenceMatch } from '../retrieval/match-passage.ts';

/** A neighbour is highlighted too when it adds at least this much. */
const MIN_ADDED = 0.2;
/** What having what is asked for counts for, beside the words of the question. */
const ANSWER_WEIGHT = 0.6;
/** What it adds that a neighbour has what is asked for and the best sentence does not. */
const ADDED_ANSWER_WEIGHT = 0.2;

/**
 * The sentence of a quote that answers, and a neighbour of it where that adds words of the question
 * or what it asks for. With them stands what a reader needs to understand them: who "he" is, and what
 * takes back or confirms what they say. In order; none when no sentence has a word of the question
 * or, near one, what it asks for.
 */
export function chooseHighlights(
  sentences: readonly SentenceMatch[],
  question: readonly QuestionTerm[],
): TextRange[] {
  const best = bestSentence(sentences);
  if (best === null) return [];
  const neighbour = addingNeighbour(sentences, best, question);
  let first = Math.min(best, neighbour);
  let last = Math.max(best, neighbour);
  const { leansOnPrevious, qualifiesPrevious } = sentences[first]!;
  if (leansOnPrevious || qualifiesPrevious) first -= 1;
  if (sentences[last + 1]?.qualifiesPrevious === true) last += 1;
  return sentences.slice(first, last + 1).map(({ start, end }) => ({ start, end }));
}

function bestSentence(sentences: readonly SentenceMatch[]): number | null {
  let best: number | null = null;
  let highest = 0;
  sentences.forEach(({ score, scoreNearby, answer }, position) => {
    const total = score + scoreNearby + ANSWER_WEIGHT * answer;
    if (score + answer > 0 && total > highest) {
      best = position;
      highest = total;
    }
  });
  return best;
}

/** The neighbour of the best sentence that adds enough; the best sentence itself where neither does. */
function addingNeighbour(
  sentences: readonly SentenceMatch[],
  best: number,
  question: readonly QuestionTerm[],
): number {
  const chosen = sentences[best]!;
  const totalIdf = question.reduce((sum, { idf }) => sum + idf, 0);
  const added = (position: number): number => {
    const neighbour = sentences[position];
    if (neighbour === undefined) return 0;
    const idfAdded = question.reduce((sum, { term, idf }) => {
      const more = (neighbour.terms.get(term) ?? 0) - (chosen.terms.get(term) ?? 0);
      return sum + idf * Math.max(0, more);
    }, 0);
    return idfAdded / totalIdf + ADDED_ANSWER_WEIGHT * Math.max(0, neighbour.offer - chosen.offer);
  };
  const [before, behind] = [best - 1, best + 1];
  const better = added(behind) > added(before) ? behind : before;
  return added(better) >= MIN_ADDED ? better : best;
}

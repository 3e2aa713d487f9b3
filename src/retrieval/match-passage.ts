import type { TextRange } from '../corpus/article.ts';
import type { ExpectedAnswer } from './expected-answer.ts';
import type { QuestionTerm } from './lexical-index.ts';
import { offersAnswer } from './offers-answer.ts';
import { proximity } from './proximity.ts';
import { readPassage } from './read-passage.ts';
import type { SearchIndex } from './search-index.ts';
import type { TermMatch } from './spellings.ts';

/** A passage held against a question, word by word. */
export interface PassageMatch {
  /** In the order of the text, without the heading unless that is all there is. */
  readonly sentences: readonly SentenceMatch[];
  /** The question's terms that stand in the passage or in its context. */
  readonly terms: ReadonlySet<string>;
  /** Part of the question's words, weighted by how much they tell, that the context has; 0 … 1. */
  readonly contextScore: number;
}

/** A sentence of a passage and how well its words match those of a question. */
export interface SentenceMatch extends TextRange {
  /**
   * Part of the question's words, weighted by how much they tell, that the sentence has; 0 … 1. Less
   * for a long sentence, in which many words match by chance.
   */
  readonly score: number;
  /** The same with the words of the passage's context counted in: its title, heading and days. */
  readonly scoreInContext: number;
  /** The same with those of the sentences beside it counted in too, for half. */
  readonly scoreNearby: number;
  /** How near to each other the question's words stand in it; 0 … 1. */
  readonly proximity: number;
  /** Whether it has something of the kind that the question asks for; 0 … 1. */
  readonly offer: number;
  /** The same, the less the fewer words of the question are in it, beside it and in the context; 0 … 1. */
  readonly answer: number;
  /** The question's terms that the sentence itself has, with the weight of what stands for each. */
  readonly terms: ReadonlyMap<string, number>;
  /** Says "he" or "they" of somebody whom the sentence before it names. */
  readonly leansOnPrevious: boolean;
  /** Denies, doubts or confirms what the sentence before it says. */
  readonly qualifiesPrevious: boolean;
}

/** Sentences with more terms than this one of common length count as long. */
const TYPICAL_TERMS = 15;
/** How strongly the length counts, 0 … 1. */
const LENGTH_CORRECTION = 0.3;
/** What a word counts for that only a sentence beside has. */
const NEIGHBOUR_WEIGHT = 0.5;

/**
 * Compares the words of a passage, sentence by sentence, with those of a question.
 *
 * @param expected what the question asks for; null where that is not to count.
 */
export function matchPassage(
  index: SearchIndex,
  passage: number,
  question: readonly QuestionTerm[],
  expected: ExpectedAnswer | null = null,
): PassageMatch {
  const { sentences: read, contextTerms } = readPassage(index, passage);
  const weights = read.map(({ termSet }) => weightsOf(question, termSet));
  const contextWeights = weightsOf(question, contextTerms);
  const inContext = contextWeights.map((weight) => weight > 0);

  const sentences = read.map((sentence, position): SentenceMatch => {
    const { start, end, text, terms } = sentence;
    const own = weights[position]!;
    const withContext = own.map((weight, term) => Math.max(weight, contextWeights[term]!));
    const before = weights[position - 1];
    const behind = weights[position + 1];
    const nearby = withContext.map((weight, term) =>
      Math.max(weight, NEIGHBOUR_WEIGHT * Math.max(before?.[term] ?? 0, behind?.[term] ?? 0)),
    );
    const relativeLength = Math.max(1, terms.length / TYPICAL_TERMS);
    const longer = 1 - LENGTH_CORRECTION + LENGTH_CORRECTION * relativeLength;
    const offer = expected === null ? 0 : offersAnswer(text, expected);
    const shareNearby = shareOf(nearby, question);
    return {
      start,
      end,
      score: shareOf(own, question) / longer,
      scoreInContext: shareOf(withContext, question) / longer,
      scoreNearby: shareNearby / longer,
      proximity: proximity(terms, question, inContext),
      offer,
      answer: offer * shareNearby,
      terms: new Map(
        question
          .map(({ term }, place): [string, number] => [term, own[place]!])
          .filter(([, weight]) => weight > 0),
      ),
      leansOnPrevious: sentence.leansOnPrevious,
      qualifiesPrevious: sentence.qualifiesPrevious,
    };
  });
  const found = question.filter(
    (_, term) => inContext[term]! || weights.some((own) => own[term]! > 0),
  );
  return {
    sentences,
    terms: new Set(found.map(({ term }) => term)),
    contextScore: shareOf(contextWeights, question),
  };
}

/** The part of what the question's terms tell that the terms with a weight hold; 0 … 1. */
function shareOf(weights: readonly number[], question: readonly QuestionTerm[]): number {
  let total = 0;
  let held = 0;
  question.forEach(({ idf }, term) => {
    total += idf;
    held += idf * weights[term]!;
  });
  return total === 0 ? 0 : held / total;
}

/** For each term of the question the weight of its best match among the terms; 0 where none is. */
function weightsOf(question: readonly QuestionTerm[], terms: ReadonlySet<string>): number[] {
  return question.map(({ matches }) => bestWeight(matches, terms));
}

function bestWeight(matches: readonly TermMatch[], terms: ReadonlySet<string>): number {
  let best = 0;
  for (const { term, weight, rest = [] } of matches) {
    if (weight > best && terms.has(term) && rest.every((other) => terms.has(other.term))) {
      best = weight;
    }
  }
  return best;
}

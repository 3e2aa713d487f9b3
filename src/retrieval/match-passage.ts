import type { TextRange } from '../corpus/article.ts';
import { passageContext } from '../embeddings/passage-input.ts';
import { splitSentences } from '../passages/split-sentences.ts';
import { analyze } from './analyze.ts';
import type { QuestionTerm } from './lexical-index.ts';
import type { SearchIndex } from './search-index.ts';
import type { TermMatch } from './spellings.ts';

/** A passage held against a question, word by word. */
export interface PassageMatch {
  /** In the order of the text. */
  readonly sentences: readonly SentenceMatch[];
  /** The question's terms that stand in the passage or in its context. */
  readonly terms: ReadonlySet<string>;
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
  /** The question's terms that the sentence itself has. */
  readonly terms: ReadonlySet<string>;
}

/** Sentences with more terms than this one of common length count as long. */
const TYPICAL_TERMS = 15;
/** How strongly the length counts, 0 … 1. */
const LENGTH_CORRECTION = 0.3;

/** Compares the words of a passage, sentence by sentence, with those of a question. */
export function matchPassage(
  index: SearchIndex,
  passage: number,
  question: readonly QuestionTerm[],
): PassageMatch {
  const row = index.passages.at(passage);
  const article = index.articles.at(row.article);
  const context = termsOf(passageContext(article, row));
  const sentences = splitSentences(article.text, row).map((sentence) =>
    matchSentence(article.text, sentence, question, context),
  );
  const terms = new Set(sentences.flatMap((sentence) => [...sentence.terms]));
  for (const { term, matches } of question) {
    if (bestWeight(matches, context) > 0) terms.add(term);
  }
  return { sentences, terms };
}

function matchSentence(
  text: string,
  { start, end }: TextRange,
  question: readonly QuestionTerm[],
  context: ReadonlySet<string>,
): SentenceMatch {
  const tokens = analyze(text.slice(start, end));
  const own = new Set(tokens.map(({ term }) => term));
  const terms = new Set<string>();
  let total = 0;
  let matched = 0;
  let matchedInContext = 0;
  for (const { term, matches, idf } of question) {
    const weight = bestWeight(matches, own);
    if (weight > 0) terms.add(term);
    total += idf;
    matched += idf * weight;
    matchedInContext += idf * Math.max(weight, bestWeight(matches, context));
  }
  const relativeLength = Math.max(1, tokens.length / TYPICAL_TERMS);
  const scale = total * (1 - LENGTH_CORRECTION + LENGTH_CORRECTION * relativeLength);
  return {
    start,
    end,
    score: scale === 0 ? 0 : matched / scale,
    scoreInContext: scale === 0 ? 0 : matchedInContext / scale,
    terms,
  };
}

function termsOf(text: string): ReadonlySet<string> {
  return new Set(analyze(text).map(({ term }) => term));
}

/** The weight of the best match that is among the terms; 0 when none is. */
function bestWeight(matches: readonly TermMatch[], terms: ReadonlySet<string>): number {
  let best = 0;
  for (const { term, weight } of matches) {
    if (weight > best && terms.has(term)) best = weight;
  }
  return best;
}

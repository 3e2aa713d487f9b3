import type { TextRange } from '../corpus/article.ts';
import { splitSentences } from '../passages/split-sentences.ts';
import { analyze } from './analyze.ts';
import type { QuestionTerm } from './lexical-index.ts';

/** A sentence of a passage and how well its words match those of a question. */
export interface SentenceMatch extends TextRange {
  /** Part of the question's words, weighted by how much they tell, that the sentence has; 0 … 1. */
  readonly coverage: number;
  /** The coverage, less for a long sentence: many words match by chance. */
  readonly score: number;
  /** The question's terms that the sentence has. */
  readonly terms: ReadonlySet<string>;
}

/** Terms of a sentence of common length; BM25's correction for length starts from it. */
const TYPICAL_TERMS = 15;
/** How strongly the length counts, 0 … 1. */
const LENGTH_CORRECTION = 0.3;

/** Matches each sentence of a range of a text with a question. Sentences in order. */
export function matchSentences(
  text: string,
  range: TextRange,
  question: readonly QuestionTerm[],
): SentenceMatch[] {
  const totalIdf = question.reduce((sum, { idf }) => sum + idf, 0);
  return splitSentences(text, range).map(({ start, end }) => {
    const sentenceTerms = analyze(text.slice(start, end));
    const present = new Set(sentenceTerms.map(({ term }) => term));
    const terms = new Set<string>();
    let matched = 0;
    for (const { term, matches, idf } of question) {
      const weights = matches
        .filter((match) => present.has(match.term))
        .map(({ weight }) => weight);
      if (weights.length === 0) continue;
      terms.add(term);
      matched += idf * Math.max(...weights);
    }
    const coverage = totalIdf === 0 ? 0 : matched / totalIdf;
    const relativeLength = sentenceTerms.length / TYPICAL_TERMS;
    const score =
      coverage / (1 - LENGTH_CORRECTION + LENGTH_CORRECTION * Math.max(1, relativeLength));
    return { start, end, coverage, score, terms };
  });
}

import type { ExpectedAnswer } from './expected-answer.ts';
import { hasPhrase } from './exact-phrases.ts';
import type { PassageMatch } from './match-passage.ts';

/** What the sentences of a passage say for it, each from 0 for nothing to 1. */
export interface SentenceFeatures {
  /** The best sentence's share of the question's words, those of its context counted in. */
  readonly sentence: number;
  /** The share of the question's words that the passage's title, heading and days have. */
  readonly context: number;
  /** How near to each other the question's words stand in a sentence. */
  readonly proximity: number;
  /**
   * The number that is asked for, by the words of the question around it. No such thing is made of
   * other kinds of answers: names, places and days stand in nearly every sentence of a report.
   */
  readonly number: number;
  /** The share of the phrases in quotation marks that the passage has word for word. */
  readonly phrases: number;
}

/**
 * Puts the sentences of a passage into figures that a ranking can weigh.
 *
 * @param text of the passage.
 * @param expected what the match was made with.
 * @param phrases of the question, as `exactPhrases` gives them.
 */
export function sentenceFeatures(
  { sentences, contextScore }: PassageMatch,
  text: string,
  expected: ExpectedAnswer,
  phrases: readonly string[],
): SentenceFeatures {
  const found = phrases.filter((phrase) => hasPhrase(text, phrase)).length;
  return {
    sentence: Math.max(0, ...sentences.map(({ scoreInContext }) => scoreInContext)),
    context: contextScore,
    proximity: Math.max(0, ...sentences.map((sentence) => sentence.proximity)),
    number: expected.kind === 'number' ? Math.max(0, ...sentences.map(({ answer }) => answer)) : 0,
    phrases: phrases.length === 0 ? 0 : found / phrases.length,
  };
}

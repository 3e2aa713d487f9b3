import { analyze } from './analyze.ts';
import type { AnswerKind, ExpectedAnswer } from './expected-answer.ts';
import type { QuestionTerm } from './lexical-index.ts';
import type { PassageMatch } from './match-passage.ts';

/** How a passage matches a question, in figures that can be compared between questions: each 0 … 1. */
export interface Evidence {
  /** How many different words of the question the passage or its context has: 1 for many. */
  readonly matchedTerms: number;
  /** How many of them one sentence has by itself: 1 for many. */
  readonly sentenceTerms: number;
  /**
   * Part of the question's words, weighted by how much they tell, that the passage's best sentence
   * has in its context.
   */
  readonly sentenceCoverage: number;
  /** Part of the question's words, weighted likewise, that are names which the passage lacks. */
  readonly missingNames: number;
  /** Part of them that are names which nothing in the whole index is spelt like. */
  readonly unknownNames: number;
  /** How little the passage has of the kind that the question asks for; 0 where anything may answer. */
  readonly lacksAnswer: number;
  /** How surely the passage speaks of other days than those of the question. */
  readonly otherDays: number;
}

/** A passage, and a sentence, with so many words of a question is hardly found by chance. */
const MANY_TERMS = 4;
const MANY_IN_SENTENCE = 3;
/** Kinds of answers that no sentence can be seen to hold or to lack. */
const ANYTHING: ReadonlySet<AnswerKind> = new Set<AnswerKind>(['reason', 'yes-no', 'other']);

/** What of a question decides. */
interface Asked {
  readonly terms: readonly QuestionTerm[];
  readonly expected: Pick<ExpectedAnswer, 'kind'>;
  /** As it is written, for the word that opens it; not of a topic, where a capital means a name. */
  readonly text?: string;
}

/**
 * Reads off the evidence for a passage.
 *
 * @param match with the question's terms and what it asks for.
 * @param agreement of the passage's days with those of the question, as `dateAgreement` gives it.
 */
export function readEvidence(
  match: PassageMatch,
  { terms, expected, text = '' }: Asked,
  agreement: number,
): Evidence {
  const opening = openingTerm(text);
  const names = terms.filter((term) => term.isName && !(isUnknown(term) && term.term === opening));
  return {
    ...countTerms(match, terms, WORDS),
    sentenceCoverage: greatest(match, ({ scoreInContext }) => scoreInContext),
    missingNames: shareOf(
      names.filter(({ term }) => !match.terms.has(term)),
      terms,
    ),
    unknownNames: shareOf(names.filter(isUnknown), terms),
    lacksAnswer: ANYTHING.has(expected.kind) ? 0 : 1 - greatest(match, ({ offer }) => offer),
    otherDays: Math.max(0, -agreement),
  };
}

/**
 * Reads off the evidence for an answer to a follow-up. Its own words decide: what it inherits stands in
 * many passages of what the conversation is about, and only counts among the words that match. A
 * question without words of its own ("when was that?") lacks nothing.
 *
 * @param match with the question's own words.
 * @param matchInContext with those that it inherits too.
 */
export function readFollowUpEvidence(
  match: PassageMatch,
  matchInContext: PassageMatch,
  asked: Asked,
  agreement: number,
): Evidence {
  const evidence = {
    ...readEvidence(match, asked, agreement),
    ...countTerms(matchInContext, asked.terms, FOLLOW_UP_WORDS),
  };
  return asked.terms.length === 0 ? { ...evidence, sentenceCoverage: 1, lacksAnswer: 0 } : evidence;
}

/** What the words that match count for, by whether the question has them itself or inherits them. */
interface WordWeights {
  readonly own: number;
  readonly inherited: number;
}

const WORDS: WordWeights = { own: 1, inherited: 0 };
/** A follow-up has few words, so each of its own says more. */
const FOLLOW_UP_WORDS: WordWeights = { own: 1.5, inherited: 0.5 };

function countTerms(
  match: PassageMatch,
  question: readonly QuestionTerm[],
  { own, inherited }: WordWeights,
): Pick<Evidence, 'matchedTerms' | 'sentenceTerms'> {
  const ownTerms = new Set(question.map(({ term }) => term));
  const count = (terms: Iterable<string>): number =>
    [...terms].reduce((sum, term) => sum + (ownTerms.has(term) ? own : inherited), 0);
  return {
    matchedTerms: Math.min(1, count(match.terms) / MANY_TERMS),
    sentenceTerms: Math.min(
      1,
      greatest(match, ({ terms }) => count(terms.keys())) / MANY_IN_SENTENCE,
    ),
  };
}

function greatest(
  { sentences }: PassageMatch,
  valueOf: (sentence: PassageMatch['sentences'][number]) => number,
): number {
  return Math.max(0, ...sentences.map(valueOf));
}

function isUnknown({ matches }: QuestionTerm): boolean {
  return matches.length === 0;
}

/** The word that a question opens with, where its capital need not mean a name. */
function openingTerm(question: string): string | undefined {
  const [word = ''] = question.trim().split(/\s/u, 1);
  return word === word.toUpperCase() ? undefined : analyze(word)[0]?.term;
}

/** The part of what the question's terms tell that some of them hold; 0 … 1. */
function shareOf(some: readonly QuestionTerm[], question: readonly QuestionTerm[]): number {
  const total = totalIdf(question);
  return total === 0 ? 0 : totalIdf(some) / total;
}

function totalIdf(terms: readonly QuestionTerm[]): number {
  return terms.reduce((sum, { idf }) => sum + idf, 0);
}

/**
 * What each part of the evidence speaks for or against an answer: a logistic regression on the
 * development questions, fitted by `npm run calibrate`.
 */
const WEIGHTS: Readonly<Record<keyof Evidence, number>> = {
  matchedTerms: 1.02,
  sentenceTerms: 2.64,
  sentenceCoverage: 2.8,
  missingNames: -4.86,
  unknownNames: -0.68,
  lacksAnswer: -2.86,
  otherDays: -1.13,
};
const BIAS = -3.07;

/** The probability, 0 … 1, that a passage with this evidence answers the question. */
export function confidenceOf(evidence: Evidence): number {
  const logit = Object.entries(WEIGHTS).reduce(
    (sum, [name, weight]) => sum + weight * evidence[name as keyof Evidence],
    BIAS,
  );
  return 1 / (1 + Math.exp(-logit));
}

import type { Embedder } from '../embeddings/embedder.ts';
import type { AskedQuestion } from './asked-question.ts';
import { dateAgreement, recency } from './date-agreement.ts';
import type { QuestionTerm } from './lexical-index.ts';
import { matchPassage, type PassageMatch } from './match-passage.ts';
import { readPassage } from './read-passage.ts';
import type { SearchIndex } from './search-index.ts';
import { sentenceFeatures } from './sentence-features.ts';

/** A passage that one of the searches found, with its signals as they come. */
export interface Candidate {
  /** Position in the index. */
  readonly passage: number;
  /** BM25 score. */
  readonly lexical: number;
  /** Cosine with the question, -1 … 1. */
  readonly vector: number;
}

/** A candidate with what it is ordered by. */
export interface Ranked extends Candidate {
  readonly relevance: number;
}

/** What the ranking goes by. */
export interface RankingInput {
  readonly asked: AskedQuestion;
  /** The question's terms, and those that a conversation adds. */
  readonly terms: readonly QuestionTerm[];
  /** The question's vector, that of its conversation mixed in. */
  readonly query: Float32Array;
  /** What a passage gets beside its signals. */
  readonly preference: (passage: number) => number;
  readonly weights: RankingWeights;
}

/** Candidates that are read word by word: the dear part of the ranking. */
const READ_CANDIDATES = 20;
/** Candidates whose sentences are embedded: dearer still. */
const EMBEDDED_CANDIDATES = 10;

/**
 * What each signal counts for. `lexical`, `vector`, `sentence` and `sentenceVector` are scaled to
 * 0 … 1 among the candidates, the others come as `sentenceFeatures`, `dateAgreement` and `recency`
 * give them. What each of them brings stands in docs/decisions.
 */
export const RANKING_WEIGHTS = {
  lexical: 0.6,
  vector: 0.4,
  sentence: 0.2,
  sentenceVector: 0.1,
  context: 0.1,
  proximity: 0.15,
  names: 0.1,
  number: 0.3,
  phrases: 1,
  date: 0.15,
  recency: 0.1,
};

export type RankingWeights = Readonly<typeof RANKING_WEIGHTS>;

/** What the surroundings of a sentence count for in its vector, beside 1 for the sentence. */
const CONTEXT_IN_VECTOR = 0.5;

/**
 * Orders candidates by a weighted sum of their signals, best first. The foremost by the two searches
 * are read closely; the others follow them as they were.
 */
export async function rankCandidates(
  index: SearchIndex,
  embedder: Embedder,
  candidates: readonly Candidate[],
  { asked, terms, query, preference, weights }: RankingInput,
): Promise<Ranked[]> {
  const lexical = scale(candidates.map((candidate) => candidate.lexical));
  const vector = scale(candidates.map((candidate) => candidate.vector));
  const found = candidates
    .map((candidate, position) => ({
      ...candidate,
      relevance:
        weights.lexical * lexical[position]! +
        weights.vector * vector[position]! +
        preference(candidate.passage),
    }))
    .sort(byRelevance);

  const foremost = found.slice(0, READ_CANDIDATES);
  const matches = new Map(
    foremost.map(({ passage }) => [passage, matchPassage(index, passage, terms, asked.expected)]),
  );
  const read = raise(foremost, readSignals(index, foremost, matches, { asked, weights }));
  const closest = read.slice(0, EMBEDDED_CANDIDATES);
  const embedded = raise(
    closest,
    await sentenceVectorSignals(index, embedder, closest, { query, weights }),
  );
  return [...embedded, ...read.slice(EMBEDDED_CANDIDATES), ...found.slice(READ_CANDIDATES)];
}

/** What reading the candidates adds to each. */
function readSignals(
  index: SearchIndex,
  candidates: readonly Ranked[],
  matches: ReadonlyMap<number, PassageMatch>,
  { asked, weights }: Pick<RankingInput, 'asked' | 'weights'>,
): number[] {
  const { expected, phrases, dates } = asked;
  const features = candidates.map(({ passage }) => {
    const text = phrases.length === 0 ? '' : textOf(index, passage);
    return sentenceFeatures(matches.get(passage)!, text, expected, phrases);
  });
  const sentence = scale(features.map((feature) => feature.sentence));
  return candidates.map(({ passage }, position) => {
    const feature = features[position]!;
    const { article, eventDates } = index.passages.at(passage);
    const { date } = index.articles.row(article);
    const recent = recency(date, index.published?.to ?? null, index.published?.from ?? null);
    const order = (dates.wantsLatest ? 1 : 0) - (dates.wantsFirst ? 1 : 0);
    return (
      weights.sentence * sentence[position]! +
      weights.context * feature.context +
      weights.proximity * feature.proximity +
      weights.names * shareOfNames(asked.terms, matches.get(passage)!) +
      weights.number * feature.number +
      weights.phrases * feature.phrases +
      weights.date * dateAgreement(dates, eventDates, date) +
      weights.recency * order * recent
    );
  });
}

/** The share of the question's names, weighted by how much they tell, that a passage has; 0 … 1. */
function shareOfNames(question: readonly QuestionTerm[], { terms }: PassageMatch): number {
  const names = question.filter(({ isName }) => isName);
  const total = names.reduce((sum, { idf }) => sum + idf, 0);
  const found = names.filter(({ term }) => terms.has(term));
  return total === 0 ? 0 : found.reduce((sum, { idf }) => sum + idf, 0) / total;
}

/**
 * What likeness of their best sentence adds to each, its surroundings mixed in: a sentence alone may
 * not name what it is about. Only where embedding a sentence costs next to nothing: with a network of
 * many layers a question would take as long as twenty others.
 */
async function sentenceVectorSignals(
  index: SearchIndex,
  embedder: Embedder,
  candidates: readonly Ranked[],
  { query, weights }: Pick<RankingInput, 'query' | 'weights'>,
): Promise<number[]> {
  if (!embedder.isStatic || weights.sentenceVector === 0) return candidates.map(() => 0);
  const texts = candidates.map(({ passage }) => {
    const { context, sentences } = readPassage(index, passage);
    return [context, ...sentences.map(({ text }) => text)];
  });
  const vectors = await embedder.embedPassages(texts.flat());
  let next = 0;
  const best = texts.map((group) => {
    const [context, ...sentences] = vectors.slice(next, (next += group.length));
    return Math.max(0, ...sentences.map((sentence) => cosineOfMix(sentence, context!, query)));
  });
  return scale(best).map((value) => weights.sentenceVector * value);
}

/** The cosine of a question with a sentence into whose vector its context's is mixed. */
function cosineOfMix(sentence: Float32Array, context: Float32Array, query: Float32Array): number {
  let product = 0;
  let square = 0;
  for (let dim = 0; dim < query.length; dim++) {
    const mixed = sentence[dim]! + CONTEXT_IN_VECTOR * context[dim]!;
    product += mixed * query[dim]!;
    square += mixed * mixed;
  }
  return square === 0 ? 0 : product / Math.sqrt(square);
}

function textOf({ articles, passages }: SearchIndex, passage: number): string {
  const { article, start, end } = passages.at(passage);
  return articles.at(article).text.slice(start, end);
}

/** Adds a signal to each candidate and orders them anew. */
function raise(candidates: readonly Ranked[], signals: readonly number[]): Ranked[] {
  return candidates
    .map((candidate, position) => ({
      ...candidate,
      relevance: candidate.relevance + signals[position]!,
    }))
    .sort(byRelevance);
}

/** Best first; ties in the order of the index. */
function byRelevance(a: Ranked, b: Ranked): number {
  return b.relevance - a.relevance || a.passage - b.passage;
}

/** The least of the values as 0 and the greatest as 1; everything as 0 where they are equal. */
export function scale(values: readonly number[]): number[] {
  let least = Infinity;
  let greatest = -Infinity;
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  const span = greatest - least;
  return values.map((value) => (span > 0 ? (value - least) / span : 0));
}

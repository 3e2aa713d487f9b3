import type { Embedder } from '../embeddings/embedder.ts';
import { TopHits } from '../vector-index/top-hits.ts';
import type { PassageSet } from '../vector-index/vector-store.ts';
import { analyze } from './analyze.ts';
import { type Filters, passagesWithin } from './filters.ts';
import type { LexicalScores, QuestionTerm } from './lexical-index.ts';
import { matchSentences, type SentenceMatch } from './match-sentences.ts';
import type { SearchIndex } from './search-index.ts';

/** Which signals rank: `fused` is what answers use, the others are there to be compared with. */
export type Ranking = 'fused' | 'lexical' | 'vector';

/** A passage as a question finds it. */
export interface RankedPassage {
  /** Position in the index. */
  readonly passage: number;
  /** What the passages are ordered by, 0 … 1; comparable only within one question. */
  readonly relevance: number;
  readonly evidence: Evidence;
}

/** How a passage matches a question, in figures that can be compared between questions. */
export interface Evidence {
  /** Cosine of passage and question, -1 … 1. */
  readonly similarity: number;
  /** Part of the question's words, weighted by how much they tell, that the passage has; 0 … 1. */
  readonly coverage: number;
  /** The same for the sentence that matches best; 0 where sentences were not compared. */
  readonly sentenceCoverage: number;
}

export interface RetrieveOptions {
  readonly filters?: Filters;
  readonly ranking?: Ranking;
  /** The most passages that are returned. */
  readonly count: number;
}

/** Passages that each of the two searches contributes at least. */
const MIN_CANDIDATES = 100;
/** Candidates whose sentences are compared with the question: the dear part of the ranking. */
const SENTENCE_CANDIDATES = 20;

/**
 * What makes the fused relevance. Each signal is scaled to 0 … 1 among the candidates; docs/decisions
 * has the comparison that the weights come from.
 */
const WEIGHTS = { lexical: 0.35, sentence: 0.35, vector: 0.3 };

/** One candidate's signals, not yet scaled. */
interface Signals {
  readonly passage: number;
  readonly lexical: number;
  readonly vector: number;
  readonly coverage: number;
}

/**
 * The passages that fit a question best, best first. Candidates are the best of the lexical and of
 * the vector search; each gets both scores, the foremost also that of their best sentence, and the
 * weighted sum decides.
 */
export async function retrieve(
  index: SearchIndex,
  embedder: Embedder,
  question: string,
  { filters = {}, ranking = 'fused', count }: RetrieveOptions,
): Promise<RankedPassage[]> {
  const within = passagesWithin(index, filters);
  if (within?.count === 0) return [];
  const terms = index.lexical.lookUp(analyze(question));
  const candidates = await findCandidates(index, embedder, question, terms, {
    within,
    ranking,
    count: Math.max(MIN_CANDIDATES, count),
  });
  const passages =
    ranking === 'fused' ? fuse(index, candidates, terms) : rankBy(candidates, ranking);
  return passages.slice(0, count);
}

/** The sentences of a passage, matched with a question. */
export function sentencesOf(
  index: SearchIndex,
  passage: number,
  question: readonly QuestionTerm[],
): SentenceMatch[] {
  const row = index.passages.at(passage);
  return matchSentences(index.articles.at(row.article).text, row, question);
}

async function findCandidates(
  index: SearchIndex,
  embedder: Embedder,
  question: string,
  terms: readonly QuestionTerm[],
  { within, ranking, count }: { within: PassageSet | undefined; ranking: Ranking; count: number },
): Promise<Signals[]> {
  const lexical = index.lexical.score(terms);
  const query = await embedder.embedQuestion(question);
  const candidates = new Set<number>();
  if (ranking !== 'vector') {
    for (const passage of bestLexical(lexical, count, within)) candidates.add(passage);
  }
  if (ranking !== 'lexical') {
    const hits = await index.vectors.nearest(query, count, within);
    for (const { passage } of hits) candidates.add(passage);
  }
  const passages = [...candidates];
  const similarities = await index.vectors.similarities(query, passages);
  return passages.map((passage, position) => ({
    passage,
    lexical: lexical.scores[passage]!,
    vector: similarities[position]!,
    coverage: lexical.coverage[passage]!,
  }));
}

function bestLexical(
  { scores }: LexicalScores,
  count: number,
  within: PassageSet | undefined,
): number[] {
  const best = new TopHits(count);
  for (let passage = 0; passage < scores.length; passage++) {
    const score = scores[passage]!;
    if (score > 0 && (within === undefined || within.mask[passage] === 1)) {
      best.offer(passage, score);
    }
  }
  return best.sorted().map(({ passage }) => passage);
}

/** Ranks by one signal alone. */
function rankBy(candidates: readonly Signals[], signal: 'lexical' | 'vector'): RankedPassage[] {
  const scale = scaleOf(candidates.map((candidate) => candidate[signal]));
  return inOrder(
    candidates.map((candidate) => toRanked(candidate, scale(candidate[signal]), undefined)),
  );
}

function fuse(
  index: SearchIndex,
  candidates: readonly Signals[],
  terms: readonly QuestionTerm[],
): RankedPassage[] {
  const scaleLexical = scaleOf(candidates.map(({ lexical }) => lexical));
  const scaleVector = scaleOf(candidates.map(({ vector }) => vector));
  const firstPass = candidates
    .map((candidate) => ({
      candidate,
      relevance:
        WEIGHTS.lexical * scaleLexical(candidate.lexical) +
        WEIGHTS.vector * scaleVector(candidate.vector),
    }))
    .sort((a, b) => b.relevance - a.relevance || a.candidate.passage - b.candidate.passage);

  const best = firstPass
    .slice(0, SENTENCE_CANDIDATES)
    .map(({ candidate }) => bestSentence(sentencesOf(index, candidate.passage, terms)));
  const scaleSentence = scaleOf(best.map((sentence) => sentence?.score ?? 0));
  return inOrder(
    firstPass.map(({ candidate, relevance }, rank) => {
      const sentence = best[rank];
      const sentenceRelevance = WEIGHTS.sentence * scaleSentence(sentence?.score ?? 0);
      return toRanked(candidate, relevance + Math.max(0, sentenceRelevance), sentence);
    }),
  );
}

function bestSentence(sentences: readonly SentenceMatch[]): SentenceMatch | undefined {
  return [...sentences].sort((a, b) => b.score - a.score)[0];
}

function toRanked(
  { passage, vector, coverage }: Signals,
  relevance: number,
  sentence: SentenceMatch | undefined,
): RankedPassage {
  const evidence = {
    similarity: vector,
    coverage,
    sentenceCoverage: sentence?.coverage ?? 0,
  };
  return { passage, relevance, evidence };
}

function inOrder(passages: RankedPassage[]): RankedPassage[] {
  return passages.sort((a, b) => b.relevance - a.relevance || a.passage - b.passage);
}

/** Maps the least of the values to 0 and the greatest to 1; everything to 0 where they are equal. */
function scaleOf(values: readonly number[]): (value: number) => number {
  let least = Infinity;
  let greatest = -Infinity;
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  const span = greatest - least;
  return (value) => (span > 0 ? (value - least) / span : 0);
}

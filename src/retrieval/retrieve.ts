import type { Embedder } from '../embeddings/embedder.ts';
import { normalize } from '../embeddings/pool.ts';
import { TopHits } from '../vector-index/top-hits.ts';
import type { PassageSet } from '../vector-index/vector-store.ts';
import { analyze } from './analyze.ts';
import { type Filters, passagesWithin } from './filters.ts';
import type { LexicalScores, QuestionTerm } from './lexical-index.ts';
import { matchPassage, type PassageMatch } from './match-passage.ts';
import type { SearchIndex } from './search-index.ts';

/** Which signals rank: `fused` is what answers use, the others are there to be compared with. */
export type Ranking = 'fused' | 'lexical' | 'vector';

/** A passage as a question finds it. */
export interface RankedPassage {
  /** Position in the index. */
  readonly passage: number;
  /** What the passages are ordered by, from 0 up; comparable only within one question. */
  readonly relevance: number;
  /** Cosine of passage and question, -1 … 1. */
  readonly similarity: number;
  /** Part of the question's words, weighted by how much they tell, that the passage has; 0 … 1. */
  readonly coverage: number;
}

/** What a conversation adds to a question that does not say all that it is about. */
export interface RetrievalContext {
  /** Terms that the question does not have itself; what they count for is part of their idf. */
  readonly terms: readonly QuestionTerm[];
  /** Its vector is mixed with the question's in equal parts; may be empty. */
  readonly text: string;
  /** The article whose passages are preferred. */
  readonly articleId: string | null;
}

export interface RetrieveOptions {
  readonly filters?: Filters;
  readonly context?: RetrievalContext | null;
  readonly ranking?: Ranking;
  /** The most passages that are returned. */
  readonly count: number;
}

/** What a question found. */
export interface Retrieved {
  /** Best first. */
  readonly passages: readonly RankedPassage[];
  /** The question's terms, as the index knows them; those of the context left out. */
  readonly terms: readonly QuestionTerm[];
}

/** Passages that each of the two searches contributes at least. */
const MIN_CANDIDATES = 100;
/** Candidates whose sentences are compared with the question: the dear part of the ranking. */
const SENTENCE_CANDIDATES = 20;
/**
 * What makes the fused relevance. Each signal is scaled to 0 … 1 among the candidates; the comparison
 * that the weights come from is in docs/decisions.
 */
const WEIGHTS = { lexical: 0.4, sentence: 0.2, vector: 0.4 };
/** What a passage of the article that a conversation is about gets beside that. */
const ARTICLE_PREFERENCE = 0.1;

/** A candidate's signals as they come, not yet scaled. */
interface Candidate {
  readonly passage: number;
  readonly lexical: number;
  readonly vector: number;
  readonly coverage: number;
}

/**
 * Finds the passages that fit a question best. Candidates are the best of the lexical and of the
 * vector search; each gets both scores, the foremost also that of their best sentence, and the
 * weighted sum decides. A context takes part in all of it, with less weight than the question.
 */
export async function retrieve(
  index: SearchIndex,
  embedder: Embedder,
  question: string,
  { filters = {}, context = null, ranking = 'fused', count }: RetrieveOptions,
): Promise<Retrieved> {
  const terms = index.lexical.lookUp(analyze(question));
  const within = passagesWithin(index, filters);
  if (within?.count === 0) return { passages: [], terms };
  const allTerms = context === null ? terms : [...terms, ...context.terms];
  const query = await embedQuery(embedder, question, context);
  const candidates = await findCandidates(index, allTerms, query, {
    within,
    ranking,
    count: Math.max(MIN_CANDIDATES, count),
  });
  const passages =
    ranking === 'fused'
      ? rankFused(candidates, {
          match: (passage) => matchPassage(index, passage, allTerms),
          preference: preferenceOf(index, context),
        })
      : rankBy(candidates, ranking);
  return { passages: passages.slice(0, count), terms };
}

async function embedQuery(
  embedder: Embedder,
  question: string,
  context: RetrievalContext | null,
): Promise<Float32Array> {
  const query = await embedder.embedQuestion(question);
  if (context === null || context.text === '') return query;
  const contextVector = await embedder.embedQuestion(context.text);
  return normalize(query.map((value, dim) => value + contextVector[dim]!));
}

/** What a passage gets beside the weighted sum. */
function preferenceOf(
  { articles, passages }: SearchIndex,
  context: RetrievalContext | null,
): (passage: number) => number {
  const preferred = context?.articleId ?? null;
  if (preferred === null) return () => 0;
  return (passage) =>
    articles.row(passages.articleOf(passage)).id === preferred ? ARTICLE_PREFERENCE : 0;
}

async function findCandidates(
  index: SearchIndex,
  terms: readonly QuestionTerm[],
  query: Float32Array,
  options: {
    readonly within: PassageSet | undefined;
    readonly ranking: Ranking;
    readonly count: number;
  },
): Promise<Candidate[]> {
  const { within, ranking, count } = options;
  const lexical = index.lexical.score(terms);
  const found = new Set<number>();
  if (ranking !== 'vector') {
    for (const passage of bestLexical(lexical, count, within)) found.add(passage);
  }
  if (ranking !== 'lexical') {
    const hits = await index.vectors.nearest(query, count, within);
    for (const { passage } of hits) found.add(passage);
  }
  const passages = [...found];
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
function rankBy(candidates: readonly Candidate[], signal: 'lexical' | 'vector'): RankedPassage[] {
  const scale = scaleOf(candidates.map((candidate) => candidate[signal]));
  return candidates
    .map((candidate) => toRanked(candidate, scale(candidate[signal])))
    .sort(byRelevance);
}

/** Ranks by the weighted sum of all signals. */
function rankFused(
  candidates: readonly Candidate[],
  {
    match,
    preference,
  }: {
    readonly match: (passage: number) => PassageMatch;
    readonly preference: (passage: number) => number;
  },
): RankedPassage[] {
  const scaleLexical = scaleOf(candidates.map(({ lexical }) => lexical));
  const scaleVector = scaleOf(candidates.map(({ vector }) => vector));
  const ranked = candidates
    .map((candidate) =>
      toRanked(
        candidate,
        WEIGHTS.lexical * scaleLexical(candidate.lexical) +
          WEIGHTS.vector * scaleVector(candidate.vector) +
          preference(candidate.passage),
      ),
    )
    .sort(byRelevance);

  const foremost = ranked.slice(0, SENTENCE_CANDIDATES);
  const scores = foremost.map(({ passage }) =>
    Math.max(0, ...match(passage).sentences.map(({ scoreInContext }) => scoreInContext)),
  );
  const scaleSentence = scaleOf(scores);
  const rescored = foremost.map((candidate, position) => ({
    ...candidate,
    relevance: candidate.relevance + WEIGHTS.sentence * scaleSentence(scores[position]!),
  }));
  return [...rescored, ...ranked.slice(SENTENCE_CANDIDATES)].sort(byRelevance);
}

function toRanked({ passage, vector, coverage }: Candidate, relevance: number): RankedPassage {
  return { passage, relevance, similarity: vector, coverage };
}

/** Best first; ties in the order of the index. */
function byRelevance(a: RankedPassage, b: RankedPassage): number {
  return b.relevance - a.relevance || a.passage - b.passage;
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

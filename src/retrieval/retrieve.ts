import type { Embedder } from '../embeddings/embedder.ts';
import { normalize } from '../embeddings/pool.ts';
import { TopHits } from '../vector-index/top-hits.ts';
import type { PassageSet } from '../vector-index/vector-store.ts';
import { type AskedQuestion, readAskedQuestion } from './asked-question.ts';
import { type Filters, passagesWithin } from './filters.ts';
import type { LexicalScores, QuestionTerm } from './lexical-index.ts';
import {
  type Candidate,
  RANKING_WEIGHTS,
  rankCandidates,
  type RankingWeights,
  scale,
} from './rank-candidates.ts';
import { type RelatedWords, WORDNET_WORDS } from './related-words.ts';
import { rerank, type Reranking } from './rerank.ts';
import type { SearchIndex } from './search-index.ts';

/** Which signals rank: `fused` is what answers use, the others are there to be compared with. */
export type Ranking = 'fused' | 'lexical' | 'vector';

/** A passage as a question finds it. */
export interface RankedPassage {
  /** Position in the index. */
  readonly passage: number;
  /** What the passages are ordered by; comparable only within one question. */
  readonly relevance: number;
  /** Cosine of passage and question, -1 … 1. */
  readonly similarity: number;
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
  /** What else may stand for the words of the question; those of WordNet by default. */
  readonly related?: RelatedWords;
  readonly ranking?: Ranking;
  /** Other weights than those in use, to measure what each signal brings. */
  readonly weights?: RankingWeights;
  /** Has a say in the order of `fused`; none by default. */
  readonly reranking?: Reranking | null;
  /** The most passages that are returned. */
  readonly count: number;
}

/** What a question found. */
export interface Retrieved {
  /** Best first. */
  readonly passages: readonly RankedPassage[];
  readonly asked: AskedQuestion;
}

/** Passages that each of the two searches contributes at least. */
const MIN_CANDIDATES = 100;
/** What a passage of the article that a conversation is about gets beside its signals. */
const ARTICLE_PREFERENCE = 0.1;

/**
 * Finds the passages that fit a question best. Candidates are the best of the lexical and of the
 * vector search; each gets both scores, the foremost are read closely, and a weighted sum decides. A
 * context takes part in all of it, with less weight than the question.
 */
export async function retrieve(
  index: SearchIndex,
  embedder: Embedder,
  question: string,
  {
    filters = {},
    context = null,
    related = WORDNET_WORDS,
    ranking = 'fused',
    weights = RANKING_WEIGHTS,
    reranking = null,
    count,
  }: RetrieveOptions,
): Promise<Retrieved> {
  const asked = await readAskedQuestion(index, question, filters.asOf, related);
  const within = passagesWithin(index, filters);
  if (within?.count === 0) return { passages: [], asked };
  const terms = context === null ? asked.terms : [...asked.terms, ...context.terms];
  const query = await embedQuery(embedder, asked.text, context);
  const candidates = await findCandidates(index, terms, query, {
    within,
    ranking,
    count: Math.max(MIN_CANDIDATES, count),
  });
  const ranked =
    ranking === 'fused'
      ? await rankCandidates(index, embedder, candidates, {
          asked,
          terms,
          query,
          preference: preferenceOf(index, context),
          weights,
        })
      : rankBy(candidates, ranking);
  const ordered =
    ranking === 'fused' && reranking !== null
      ? await rerank(index, ranked, inContext(asked.text, context), reranking)
      : ranked;
  return {
    passages: ordered.slice(0, count).map(({ passage, relevance, vector }) => ({
      passage,
      relevance,
      similarity: vector,
    })),
    asked,
  };
}

/** A question with what its conversation is about behind it, as one text. */
function inContext(question: string, context: RetrievalContext | null): string {
  return context === null ? question : `${question} ${context.text}`.trim();
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

/** What a passage gets beside its signals. */
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
  const lexical = await index.lexical.score(terms);
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
  }));
}

function bestLexical(
  { scores }: LexicalScores,
  count: number,
  within: PassageSet | undefined,
): number[] {
  const best = new TopHits(count);
  let floor = 0;
  for (let passage = 0; passage < scores.length; passage++) {
    const score = scores[passage]!;
    if (score <= floor || within?.mask[passage] === 0) continue;
    best.offer(passage, score);
    floor = Math.max(0, best.floor);
  }
  return best.sorted().map(({ passage }) => passage);
}

/** Ranks by one signal alone. */
function rankBy(
  candidates: readonly Candidate[],
  signal: 'lexical' | 'vector',
): (Candidate & { readonly relevance: number })[] {
  const relevance = scale(candidates.map((candidate) => candidate[signal]));
  return candidates
    .map((candidate, position) => ({ ...candidate, relevance: relevance[position]! }))
    .sort((a, b) => b.relevance - a.relevance || a.passage - b.passage);
}

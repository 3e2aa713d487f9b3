import { setImmediate as letOthersIn } from 'node:timers/promises';
import type { Article } from '../corpus/article.ts';
import type { Embedder } from '../embeddings/embedder.ts';
import { passageInput } from '../embeddings/passage-input.ts';
import type { Passage } from '../passages/passage.ts';
import { analyze } from '../retrieval/analyze.ts';
import { isNearDuplicate } from '../retrieval/near-duplicates.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import { TopHits } from '../vector-index/top-hits.ts';

/** An indexed article that says the same as another text. */
export interface NearDuplicate {
  readonly path: string;
  readonly title: string | null;
  readonly outlet: string | null;
  /** `YYYY-MM-DD` */
  readonly published: string | null;
  /** Part of the compared passages that the article has too, `MIN_SHARE` to 1. */
  readonly share: number;
}

/** An article that has fewer of the passages only has something in common with them. */
const MIN_SHARE = 0.5;
/** Passages of an article that are compared, spread over it evenly. */
const MAX_COMPARED = 12;
/** Indexed passages that each of the two searches contributes for a passage. */
const CANDIDATES = 10;
/** Words that the lexical search looks for. Long words are rare, and one unknown takes a millisecond. */
const SEARCHED_TERMS = 8;
/** Fewer different words are a heading or a byline, which many articles share. */
const MIN_TERMS = 8;

type Terms = ReadonlySet<string>;

/**
 * Finds the indexed articles that have at least half of an article's passages too, nearly word for
 * word, those with most first. Takes about as long as a few questions, however long the article is.
 *
 * @param passages of the article.
 */
export async function findNearDuplicates(
  index: SearchIndex,
  embedder: Embedder,
  article: Article,
  passages: readonly Passage[],
): Promise<NearDuplicate[]> {
  const compared = spread(passages, MAX_COMPARED)
    .map((passage) => ({
      input: passageInput(article, passage, embedder),
      terms: termsOf(article.text.slice(passage.start, passage.end)),
    }))
    .filter(({ terms }) => terms.size >= MIN_TERMS);
  const vectors = await embedder.embedPassages(compared.map(({ input }) => input));
  const texts = new IndexedTexts(index);
  const counts = new Map<number, number>();
  for (const [position, { terms }] of compared.entries()) {
    // Questions that were asked meanwhile are answered first.
    await letOthersIn();
    const candidates = await findCandidates(index, terms, vectors[position]!);
    const sayingTheSame = candidates.filter((candidate) =>
      isNearDuplicate(terms, texts.termsAround(candidate)),
    );
    for (const found of new Set(sayingTheSame.map((one) => index.passages.articleOf(one)))) {
      counts.set(found, (counts.get(found) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([found, count]) => toNearDuplicate(index, found, count / compared.length))
    .filter(({ share }) => share >= MIN_SHARE)
    .sort((a, b) => b.share - a.share);
}

function toNearDuplicate(index: SearchIndex, position: number, share: number): NearDuplicate {
  const { path, title, outlet, date } = index.articles.row(position);
  return { path, title, outlet, published: date, share };
}

/** Indexed passages that may say the same. */
async function findCandidates(
  index: SearchIndex,
  terms: Terms,
  vector: Float32Array,
): Promise<number[]> {
  const searched = [...terms].sort((a, b) => b.length - a.length).slice(0, SEARCHED_TERMS);
  const { scores } = await index.lexical.score(
    await index.lexical.lookUp(searched.map((term) => ({ term, isCapitalised: false }))),
  );
  const best = new TopHits(CANDIDATES);
  scores.forEach((score, passage) => {
    if (score > 0) best.offer(passage, score);
  });
  const nearest = await index.vectors.nearest(vector, CANDIDATES);
  return [...new Set([...best.sorted(), ...nearest].map(({ passage }) => passage))];
}

/** The words of indexed passages. */
class IndexedTexts {
  readonly #index: SearchIndex;
  readonly #terms = new Map<number, Terms>();

  constructor(index: SearchIndex) {
    this.#index = index;
  }

  /** Those of a passage and its neighbours, since the same text may be cut elsewhere. */
  termsAround(passage: number): Terms {
    let terms = this.#terms.get(passage);
    if (terms === undefined) {
      const { article: position, start, end } = this.#index.passages.at(passage);
      const article = this.#index.articles.at(position);
      const before = this.#inArticle(passage - 1, position)?.start ?? start;
      const after = this.#inArticle(passage + 1, position)?.end ?? end;
      terms = termsOf(article.text.slice(before, after));
      // Too little to be the same as anything.
      if (terms.size < MIN_TERMS) terms = new Set();
      this.#terms.set(passage, terms);
    }
    return terms;
  }

  #inArticle(passage: number, article: number): { start: number; end: number } | null {
    if (passage < 0 || passage >= this.#index.passages.size) return null;
    return this.#index.passages.articleOf(passage) === article
      ? this.#index.passages.at(passage)
      : null;
  }
}

function termsOf(text: string): Terms {
  return new Set(analyze(text).map(({ term }) => term));
}

/** At most `count` of the items, at even distances. */
function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]!);
}

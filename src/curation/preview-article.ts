import type { Article } from '../corpus/article.ts';
import type { CalendarDate } from '../corpus/calendar-date.ts';
import type { Embedder } from '../embeddings/embedder.ts';
import { mainScript } from '../embeddings/scripts.ts';
import { type Passage, PASSAGE_SETTINGS } from '../passages/passage.ts';
import { splitArticle } from '../passages/split-article.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import { findNearDuplicates, type NearDuplicate } from './find-near-duplicates.ts';

/** What is understood of one article of an uploaded file. */
export interface ArticlePreview {
  readonly title: string | null;
  readonly published: CalendarDate | null;
  readonly outlet: string | null;
  readonly url: string | null;
  /** ISO 639-1 code where there is one. */
  readonly language: string | null;
  readonly note: string | null;
  readonly passages: number;
  /** Whether the article is so long that its passages were counted in its beginning only. */
  readonly passagesAreEstimated: boolean;
  /** A slice of the article from its first passage. */
  readonly beginning: string;
  /** Where the same text, to the letter, stands already; null where it is new. */
  readonly sameAs: string | null;
  /** Indexed articles that say the same, most alike first; empty where the text is the same. */
  readonly nearDuplicates: readonly NearDuplicate[];
  /** What a moderator may want to mend before the file is added, each a clause in words. */
  readonly warnings: readonly string[];
}

const MAX_BEGINNING_CHARS = 300;
/** Longer articles are books. Cutting this much takes a tenth of a second. */
const MAX_SPLIT_CHARS = 200_000;
const MAX_NEAR_DUPLICATES = 5;

/** @param sameAs where the same text stands already. */
export async function previewArticle(
  index: SearchIndex,
  embedder: Embedder,
  article: Article,
  sameAs: string | null,
): Promise<ArticlePreview> {
  const { title, date, outlet, url, language, note, text } = article;
  const part = beginningOf(article);
  const passages = splitArticle(part, PASSAGE_SETTINGS, embedder);
  const nearDuplicates =
    sameAs === null ? await findNearDuplicates(index, embedder, part, passages) : [];
  return {
    title,
    published: date,
    outlet,
    url,
    language,
    note,
    passages: Math.round((passages.length * text.length) / part.text.length),
    passagesAreEstimated: part.text.length < text.length,
    beginning: firstWords(text, passages[0]),
    sameAs,
    nearDuplicates: nearDuplicates.slice(0, MAX_NEAR_DUPLICATES),
    warnings: warningsOf(article, embedder, passages[0]),
  };
}

/** The article, or as much of it as is looked at. */
function beginningOf(article: Article): Article {
  if (article.text.length <= MAX_SPLIT_CHARS) return article;
  const text = sliceWhole(article.text, 0, MAX_SPLIT_CHARS);
  const excluded = article.excluded
    .filter(({ start }) => start < text.length)
    .map(({ start, end }) => ({ start, end: Math.min(end, text.length) }));
  return { ...article, text, excluded };
}

function firstWords(text: string, passage: Passage | undefined): string {
  if (passage === undefined) return '';
  const { start, end } = passage;
  return sliceWhole(text, start, Math.min(end, start + MAX_BEGINNING_CHARS));
}

/** A slice that does not end within a pair of surrogates. */
function sliceWhole(text: string, start: number, end: number): string {
  return text.slice(start, end).replace(/[\ud800-\udbff]$/, '');
}

function warningsOf(
  { title, date, outlet, text }: Article,
  embedder: Embedder,
  passage: Passage | undefined,
): string[] {
  const warnings: string[] = [];
  if (title === null) warnings.push('no title found');
  if (date === null) {
    warnings.push('no date found, so it is left out whenever somebody asks for a span of days');
  }
  if (outlet === null) warnings.push('no outlet found, so quotes will name none');
  const script = passage ? mainScript(text.slice(passage.start, passage.end)) : null;
  if (script !== null && !embedder.readsScript(script)) {
    warnings.push(
      `written in ${script}, which the model does not read, so only its very words will find it`,
    );
  }
  return warnings;
}

import { type CheckOptions, QuoteChecker } from '../check/quote-checker.ts';
import type { Config } from '../config.ts';
import type { CalendarDate } from '../corpus/calendar-date.ts';
import { type Corrections, NO_CORRECTIONS } from '../corpus/corrections.ts';
import { readFileOf } from '../corpus/read-articles.ts';
import { WatchedCorrections } from '../corpus/watched-corrections.ts';
import type { UploadedFile } from '../curation/corpus-folder.ts';
import { groupQuestions } from '../curation/group-questions.ts';
import { type FilePreview, previewFile } from '../curation/preview-file.ts';
import { type CorpusFileLabel, suggestFiles } from '../curation/suggest-files.ts';
import type { Embedder } from '../embeddings/embedder.ts';
import { type CorrectedArticles, findCorrected } from '../retrieval/corrected-articles.ts';
import type { Reranking } from '../retrieval/rerank.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import { type CorpusState, decodeSources, findCorpusChanges } from '../retrieval/sources.ts';
import { answerAsCorrected, withNotes } from './answer-as-corrected.ts';
import type { AskOptions } from './answer-question.ts';
import { checkQuote, type QuoteCheck } from './check-quote.ts';
import { type ChangedPassage, compareVersions, type EarlierQuote } from './compare-versions.ts';
import type {
  DateKind,
  ExcerptReference,
  Library,
  LibraryOverview,
  SourcesPage,
  SourcesQuery,
  Surroundings,
} from './library.ts';
import type { Timeline, TimelineOptions } from './make-timeline.ts';
import type { Answer, Excerpt, QuotedArticle } from './quote.ts';
import { SuggestedDays } from './suggested-days.ts';
import { articleRows, summarizeIndex } from './summarize-index.ts';
import { takeExcerpt, toQuotedArticle, withQualification } from './take-excerpt.ts';
import { takeSurroundings } from './take-surroundings.ts';

/** Where the articles come from, and which of them are read. */
type CorpusConfig = Pick<Config, 'corpusDir' | 'sampleCorpus' | 'maxFileBytes'>;

/** A library over an index that is open in this process. Answering blocks its event loop. */
export class IndexedLibrary implements Library {
  readonly #index: SearchIndex;
  readonly #embedder: Embedder;
  readonly #corpus: CorpusConfig;
  readonly #reranking: Reranking | null;
  readonly #checker: QuoteChecker;
  readonly #corrections: WatchedCorrections;
  #seenCorrections: Corrections = NO_CORRECTIONS;
  #corrected: CorrectedArticles = new Map();
  /** Positions of the articles. */
  readonly #articles = new Map<string, number>();
  /** Article a has the passages from `#firstPassages[a]` up to the next. */
  readonly #firstPassages: Uint32Array;
  // Made when they are first asked for.
  #sortedArticles: readonly QuotedArticle[] | undefined;
  #overview: LibraryOverview | undefined;
  readonly #days = new Map<DateKind, SuggestedDays>();

  /**
   * @param onProblem is told of corrections that can no longer be read.
   * @param reranking has a say in the order of quotes; null where there is none.
   */
  constructor(
    index: SearchIndex,
    embedder: Embedder,
    corpus: CorpusConfig,
    onProblem?: (problem: string) => void,
    reranking: Reranking | null = null,
  ) {
    this.#reranking = reranking;
    this.#corpus = corpus;
    this.#index = index;
    this.#embedder = embedder;
    this.#checker = new QuoteChecker(index);
    this.#corrections = new WatchedCorrections(corpus.corpusDir, onProblem);
    const { articles, passages } = index;
    this.#firstPassages = new Uint32Array(articles.size + 1);
    for (let passage = 0; passage < passages.size; passage++) {
      this.#firstPassages[passages.articleOf(passage) + 1]! += 1;
    }
    for (let article = 0; article < articles.size; article++) {
      this.#articles.set(articles.row(article).id, article);
      this.#firstPassages[article + 1]! += this.#firstPassages[article]!;
    }
  }

  async answer(question: string, options?: AskOptions): Promise<Answer> {
    const corrected = await this.#findCorrected();
    return answerAsCorrected(this.#index, this.#embedder, corrected, question, {
      ...options,
      reranking: this.#reranking,
    });
  }

  async checkQuote(text: string, options?: CheckOptions): Promise<QuoteCheck> {
    const corrected = await this.#findCorrected();
    const check = checkQuote(this.#index, this.#checker, text, options);
    return { ...check, matches: withNotes(check.matches, this.#index, corrected) };
  }

  async timeline(topic: string, options?: TimelineOptions): Promise<Timeline> {
    // Loaded late: reading dates takes a library that answering seldom needs.
    const { timelineAsCorrected } = await import('./timeline-as-corrected.ts');
    const corrected = await this.#findCorrected();
    return timelineAsCorrected(this.#index, this.#embedder, corrected, topic, options);
  }

  async excerpts(references: readonly ExcerptReference[]): Promise<(Excerpt | null)[]> {
    const corrected = await this.#findCorrected();
    return references.map((reference) => {
      const passage = this.#passageAround(reference, corrected);
      if (passage === null) return null;
      const row = this.#index.passages.at(passage);
      const excerpt = takeExcerpt(this.#index.articles.at(row.article), row, reference);
      return withNotes([excerpt], this.#index, corrected)[0]!;
    });
  }

  async surroundings(reference: ExcerptReference): Promise<Surroundings | null> {
    const corrected = await this.#findCorrected();
    const passage = this.#passageAround(reference, corrected);
    if (passage === null) return null;
    const taken = takeSurroundings(this.#index, passage, reference);
    return { ...taken, excerpt: withNotes([taken.excerpt], this.#index, corrected)[0]! };
  }

  async sources({ offset, limit, outlet }: SourcesQuery): Promise<SourcesPage> {
    this.#sortedArticles ??= articleRows(this.#index).map(toQuotedArticle).sort(byPublication);
    const articles =
      outlet === undefined
        ? this.#sortedArticles
        : this.#sortedArticles.filter((article) => article.outlet === outlet);
    return { articles: articles.slice(offset, offset + limit), total: articles.length };
  }

  async overview(): Promise<LibraryOverview> {
    this.#overview ??= summarizeIndex(this.#index);
    return this.#overview;
  }

  async suggestOutlets(typed: string, limit: number): Promise<string[]> {
    const wanted = typed.trim().toLowerCase();
    const { outlets } = await this.overview();
    const rankOf = (name: string): number => {
      if (name.toLowerCase() === wanted) return 0;
      return name.toLowerCase().startsWith(wanted) ? 1 : 2;
    };
    return outlets
      .map(({ name }) => name)
      .filter((name) => name.toLowerCase().includes(wanted))
      .sort((a, b) => rankOf(a) - rankOf(b))
      .slice(0, limit);
  }

  async suggestDates(kind: DateKind, typed: string, limit: number): Promise<CalendarDate[]> {
    let days = this.#days.get(kind);
    if (days === undefined) {
      days = new SuggestedDays(this.#index, kind);
      this.#days.set(kind, days);
    }
    return days.matching(typed, limit);
  }

  async pendingChanges(): Promise<CorpusState> {
    const { corpusDir } = this.#corpus;
    return findCorpusChanges(decodeSources(this.#index.sources), corpusDir, this.#corpus);
  }

  async suggestFiles(typed: string, limit: number): Promise<CorpusFileLabel[]> {
    return suggestFiles(this.#index.articles, typed, limit);
  }

  async compareVersions(
    path: string,
    bytes: Uint8Array | null,
    quotes: readonly EarlierQuote[],
  ): Promise<(ChangedPassage | null)[]> {
    return compareVersions(path, bytes ?? (await readFileOf(path, this.#corpus)), quotes);
  }

  async preview(file: UploadedFile): Promise<FilePreview> {
    return previewFile(this.#index, this.#embedder, file, this.#corpus);
  }

  async groupQuestions(questions: readonly string[]): Promise<number[][]> {
    return groupQuestions(this.#embedder, questions);
  }

  /** The corrections as they are now, of the articles that are indexed. */
  async #findCorrected(): Promise<CorrectedArticles> {
    const corrections = await this.#corrections.current();
    if (corrections !== this.#seenCorrections) {
      this.#corrected = findCorrected(this.#index.articles, corrections);
      this.#seenCorrections = corrections;
    }
    return this.#corrected;
  }

  /**
   * The passage that a slice lies within, but for sentences behind it that qualify its end; null
   * where the article is not what it was, or withdrawn.
   */
  #passageAround(
    { articleId, sha256, start, end }: ExcerptReference,
    corrected: CorrectedArticles,
  ): number | null {
    const { articles, passages } = this.#index;
    const article = this.#articles.get(articleId);
    if (article === undefined || articles.row(article).sha256 !== sha256 || start >= end)
      return null;
    if (corrected.get(article)?.kind === 'withdrawn') return null;
    for (let p = this.#firstPassages[article]!; p < this.#firstPassages[article + 1]!; p++) {
      const passage = passages.at(p);
      if (!(passage.start <= start && start < passage.end)) continue;
      if (end <= passage.end) return p;
      const longest = withQualification(articles.at(article), { start, end: passage.end });
      return end <= longest.end ? p : null;
    }
    return null;
  }
}

/** Newest first, those without a date last, then by path. */
function byPublication(a: QuotedArticle, b: QuotedArticle): number {
  return compare(b.published ?? '', a.published ?? '') || compare(a.path, b.path);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

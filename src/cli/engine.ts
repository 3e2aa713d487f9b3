import path from 'node:path';
import { type Config, EMBEDDED_CORPUS_DIR } from '../config.ts';
import { readCorrections } from '../corpus/corrections.ts';
import { ALIASES_FILE } from '../corpus/list-corpus.ts';
import { readAliases } from '../corpus/read-aliases.ts';
import type { Embedder } from '../embeddings/embedder.ts';
import { openModel } from '../embeddings/open-model.ts';
import { openReranker } from '../embeddings/open-reranker.ts';
import { CorpusError, IndexError, messageOf, StaleIndexError } from '../errors.ts';
import { Aliases } from '../retrieval/aliases.ts';
import { type CorrectedArticles, findCorrected } from '../retrieval/corrected-articles.ts';
import type { IndexProgress } from '../retrieval/progress.ts';
import type { IndexSummary } from '../retrieval/index-corpus.ts';
import type { Reranking } from '../retrieval/rerank.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import { decodeSources, findCorpusChanges, hasChanges } from '../retrieval/sources.ts';
import { loadHnswLibrary, needsGraph } from '../vector-index/hnsw-store.ts';
import { indexHomeOf } from './index-home.ts';
import { ProgressBar } from './progress.ts';
import { warn } from './terminal.ts';

/** What answering takes: a model and an index made with it. */
export interface Engine {
  readonly embedder: Embedder;
  readonly index: SearchIndex;
  /** What was withdrawn or corrected, as it was when the index was opened. */
  readonly corrected: CorrectedArticles;
}

/** Loads the model of the settings, downloading it first where it has to be. */
export async function openEmbedder(config: Config): Promise<Embedder> {
  const progress = new ProgressBar();
  try {
    return await openModel(config, { onDownload: progress.showDownload });
  } finally {
    progress.stop();
  }
}

/**
 * Loads the reranker of the settings, downloading it first where it has to be; null where they name
 * none. The first question that it fails on is told on standard error.
 */
export async function openReranking(config: Config): Promise<Reranking | null> {
  const { rerankerModel, rerankerBudgetMs } = config;
  if (rerankerModel === null) return null;
  const progress = new ProgressBar();
  const source = { ...config, rerankerModel };
  const reranker = await openReranker(source, { onDownload: progress.showDownload }).finally(() =>
    progress.stop(),
  );
  let hasFailed = false;
  return {
    reranker,
    budgetMs: rerankerBudgetMs === 0 ? Infinity : rerankerBudgetMs,
    onFailure(error) {
      if (!hasFailed) warn(`Answering without the reranker ${reranker.id}: ${messageOf(error)}`);
      hasFailed = true;
    },
  };
}

/**
 * Reads the other names that Verbatim knows and those of the corpus; a file that cannot be read is
 * left out, and a line on standard error says so.
 */
export async function openAliases({ corpusDir }: Config): Promise<Aliases> {
  const folders = [EMBEDDED_CORPUS_DIR, corpusDir];
  const files = folders.map((folder) => path.join(folder, ALIASES_FILE));
  const { groups, refused } = await readAliases(files);
  for (const problem of refused) warn(`Refused ${problem}`);
  return new Aliases(groups);
}

/**
 * Opens model and index for answering, and what was corrected since. A missing index is built first;
 * with one that is older than the corpus answers come from it, and a line on standard error says so.
 *
 * @param options.rebuildsStale builds the index anew where it was made by another version or with
 *   another model, instead of refusing it.
 */
export async function openEngine(
  config: Config,
  { rebuildsStale = false }: { readonly rebuildsStale?: boolean } = {},
): Promise<Engine> {
  const embedder = await openEmbedder(config);
  const aliases = await openAliases(config);
  const corrections = await readCorrections(config.corpusDir);
  const home = indexHomeOf(config);
  const existing = await home.open(embedder.fingerprint, aliases).catch((error: unknown) => {
    if (!rebuildsStale || !(error instanceof StaleIndexError)) throw error;
    warn(`Building the index anew: ${error.message}`);
    return null;
  });
  if (existing !== null) {
    await warnOfMissingLibrary(existing.passages.size, config);
    // An index that is shared may be made of articles on another machine.
    if (config.vectorStore === null) await warnOfChanges(config, existing);
    return {
      embedder,
      index: existing,
      corrected: findCorrected(existing.articles, corrections),
    };
  }
  // Another shard of the bot may be building it already.
  const build = (): Promise<IndexSummary> =>
    buildWithProgress(config, embedder, { full: false, waits: true });
  const summary = await home.update(embedder.fingerprint, build, { waits: true });
  warn(`Indexed ${summary.articles} articles, ${summary.passages} passages.`);
  await warnOfMissingLibrary(summary.passages, config);
  for (const refused of summary.refused) warn(`Refused ${refused.path}: ${refused.reason}`);
  const index = await home.open(embedder.fingerprint, aliases);
  if (index === null) throw new Error(`the index in ${home.name} vanished after building`);
  return { embedder, index, corrected: findCorrected(index.articles, corrections) };
}

/**
 * Brings the index folder up to date, with a progress bar. Ctrl+C ends it and leaves the index as it was.
 */
export async function buildWithProgress(
  config: Config,
  embedder: Embedder,
  options: {
    readonly full: boolean;
    /** Waits for another process that is indexing, instead of refusing. */
    readonly waits?: boolean;
    readonly onProgress?: (progress: IndexProgress) => void;
  },
): Promise<IndexSummary> {
  // Loaded late: reading articles takes libraries that answering does without.
  const { indexCorpus } = await import('../retrieval/index-corpus.ts');
  const bar = new ProgressBar();
  const interrupted = new AbortController();
  const interrupt = (): void =>
    interrupted.abort(new IndexError('indexing was interrupted; the index is as it was'));
  process.once('SIGINT', interrupt);
  try {
    return await indexCorpus({
      ...config,
      embedder,
      full: options.full,
      waits: options.waits,
      signal: interrupted.signal,
      onProgress(progress) {
        bar.showIndexing(progress);
        options.onProgress?.(progress);
      },
    });
  } finally {
    process.off('SIGINT', interrupt);
    bar.stop();
  }
}

/** Says once that a scan does the work of hnswlib-node where that is needed and not installed. */
export async function warnOfMissingLibrary(
  passages: number,
  { graphFrom }: Pick<Config, 'graphFrom'>,
): Promise<void> {
  if (!needsGraph(passages, graphFrom)) return;
  const { library } = await loadHnswLibrary();
  if (library !== null) return;
  warn(
    `hnswlib-node is not installed: ${passages} passages are scanned one by one, which finds no fewer ` +
      'and takes longer. To install it: a C++ compiler, python3 and make, then "npm ci".',
  );
}

async function warnOfChanges(config: Config, index: SearchIndex): Promise<void> {
  try {
    const changes = await findCorpusChanges(decodeSources(index.sources), config.corpusDir, config);
    if (!hasChanges(changes)) return;
    const { added, changed, removed } = changes;
    warn(
      `The corpus has changed since it was indexed (${added.length} added, ${changed.length} ` +
        `changed, ${removed.length} removed); "npm run -s verbatim -- index" brings it up to date.`,
    );
  } catch (error) {
    if (!(error instanceof CorpusError)) throw error;
    warn(`Answering from the index alone: ${error.message}`);
  }
}

import type { Article } from '../corpus/article.ts';
import {
  type CorpusFile,
  type CorpusOptions,
  listCorpus,
  type RefusedFile,
} from '../corpus/list-corpus.ts';
import { readArticle } from '../corpus/read-article.ts';
import { CorpusError, IndexError } from '../errors.ts';
import { openGeneration } from '../vector-index/generation.ts';
import { buildIndex, type BuildOptions } from './build-index.ts';
import { INDEX_FILES, staleReason } from './search-index.ts';
import {
  compareSources,
  type CorpusChanges,
  decodeSources,
  hasChanges,
  type Source,
} from './sources.ts';

export interface IndexCorpusOptions extends BuildOptions, CorpusOptions {
  readonly corpusDir: string;
  /** Builds anew even when nothing has changed. */
  readonly full?: boolean;
}

/** What bringing the index up to date did. */
export interface IndexSummary extends CorpusChanges {
  readonly articles: number;
  readonly passages: number;
  /** False when the index was up to date already. */
  readonly rebuilt: boolean;
  /** Why nothing of the index before could be used; null when it could, or there was none. */
  readonly rebuildReason: string | null;
  readonly refused: readonly RefusedFile[];
}

/**
 * Brings the index up to date with the corpus folder. Files that cannot be read are refused by name
 * and everything else is indexed.
 *
 * @throws CorpusError when the corpus folder is missing.
 */
export async function indexCorpus(options: IndexCorpusOptions): Promise<IndexSummary> {
  const { files, articles, sources, refused } = await readCorpus(options);
  const before = await previousIndex(options);
  const changes = compareSources(before.sources, sources);
  // A file that was only touched is no change, but the index has to know its new time.
  const touched = compareSources(before.sources, files);
  const upToDate =
    options.full !== true && !hasChanges(changes) && !hasChanges(touched) ? before.passages : null;
  return {
    ...changes,
    articles: articles.length,
    passages: upToDate ?? (await buildIndex(articles, sources, options)),
    rebuilt: upToDate === null,
    rebuildReason: before.reason,
    refused,
  };
}

async function readCorpus({ corpusDir, sampleCorpus, onProgress }: IndexCorpusOptions): Promise<{
  readonly files: readonly CorpusFile[];
  readonly articles: Article[];
  readonly sources: Source[];
  readonly refused: RefusedFile[];
}> {
  const { files, refused } = await listCorpus(corpusDir, { sampleCorpus });
  const articles: Article[] = [];
  const sources: Source[] = [];
  for (const [done, file] of files.entries()) {
    onProgress?.({ stage: 'reading', done, total: files.length });
    const article = await readOrRefuse(corpusDir, file, refused);
    if (article !== null) articles.push(article);
    sources.push({ ...file, sha256: article?.sha256 ?? null });
  }
  onProgress?.({ stage: 'reading', done: files.length, total: files.length });
  return { files, articles, sources, refused };
}

async function readOrRefuse(
  corpusDir: string,
  file: CorpusFile,
  refused: RefusedFile[],
): Promise<Article | null> {
  try {
    return await readArticle(corpusDir, file);
  } catch (error) {
    if (!(error instanceof CorpusError)) throw error;
    refused.push({ path: file.path, reason: error.message });
    return null;
  }
}

/** What the current generation was made from; nothing of it where it cannot be used. */
async function previousIndex({ indexDir, embedder }: IndexCorpusOptions): Promise<{
  readonly sources: readonly Source[];
  readonly passages: number | null;
  readonly reason: string | null;
}> {
  try {
    const generation = await openGeneration(indexDir, [INDEX_FILES.graph]);
    if (generation === null) return { sources: [], passages: null, reason: null };
    const reason = staleReason(generation.manifest, embedder.fingerprint);
    return {
      sources: decodeSources(generation.file(INDEX_FILES.sources)),
      passages: reason === null ? generation.manifest.counts.passages : null,
      reason,
    };
  } catch (error) {
    if (!(error instanceof IndexError)) throw error;
    return { sources: [], passages: null, reason: error.message };
  }
}

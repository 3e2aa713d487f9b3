import { sha256 as hash } from '../corpus/article.ts';
import {
  type CorpusFile,
  type CorpusOptions,
  DEFAULT_MAX_FILE_BYTES,
  listCorpus,
  type RefusedFile,
} from '../corpus/list-corpus.ts';
import { parseArticles, type ReadFile, readCorpusFile } from '../corpus/read-articles.ts';
import type { Embedder } from '../embeddings/embedder.ts';
import { CorpusError, IndexError, isDiskProblem, messageOf } from '../errors.ts';
import { DEFAULT_GRAPH_FROM } from '../vector-index/hnsw-store.ts';
import { lockIndex } from '../vector-index/index-lock.ts';
import { removeLeftovers } from '../vector-index/sweep.ts';
import { type BuildCounts, IndexBuilder } from './index-builder.ts';
import { PreviousIndex } from './previous-index.ts';
import { Progress, type IndexProgress } from './progress.ts';
import { openSearchIndex } from './search-index.ts';
import {
  compareSources,
  type CorpusChanges,
  hasChanges,
  refusedAmong,
  type Source,
} from './sources.ts';

export interface IndexCorpusOptions extends CorpusOptions {
  readonly corpusDir: string;
  /** Larger files are refused; 10 MB by default. */
  readonly maxFileBytes?: number;
  readonly indexDir: string;
  readonly embedder: Embedder;
  /** Builds anew even what has not changed. */
  readonly full?: boolean;
  /** Waits for another process that is indexing, instead of refusing. */
  readonly waits?: boolean | undefined;
  /** How many generations before the new one are kept for going back; 1 by default. */
  readonly keepGenerations?: number;
  /** With how many passages an HNSW graph is built; 1,000,000 by default. */
  readonly graphFrom?: number;
  readonly onProgress?: ((progress: IndexProgress) => void) | undefined;
  /** Gives up and leaves the index as it was. */
  readonly signal?: AbortSignal | undefined;
}

/** What bringing the index up to date did; added and changed are files of which something was indexed. */
export interface IndexSummary extends CorpusChanges, BuildCounts {
  /** Changed files of which nothing is indexed any more; they are among the refused. */
  readonly lost: readonly string[];
  /** False when the index was up to date already. */
  readonly rebuilt: boolean;
  /** Why nothing of the index before could be used; null when it could, or there was none. */
  readonly rebuildReason: string | null;
  readonly refused: readonly RefusedFile[];
}

/** A corpus file with the checksum of its bytes. */
type HashedFile = CorpusFile & Pick<Source, 'sha256'>;

/**
 * Brings the index up to date with the corpus folder. Files whose bytes have not changed keep their
 * articles, passages and vectors, and the result is the same as one built anew. Files that cannot be
 * read are refused by name and everything else is indexed. Until the new generation is complete, and
 * when anything fails, the one before stays as it is.
 *
 * @throws CorpusError when the corpus folder is missing, IndexError when somebody else is indexing,
 *   the signal's reason when it was aborted.
 */
export async function indexCorpus(options: IndexCorpusOptions): Promise<IndexSummary> {
  const { indexDir } = options;
  const lock = await lockIndex(indexDir, options);
  try {
    await removeLeftovers(indexDir);
    return await bringUpToDate(options);
  } catch (error) {
    throw isDiskProblem(error)
      ? new IndexError(
          `the index in ${indexDir} cannot be written: ${messageOf(error)}; it is as it was; free some ` +
            'space there, or set INDEX_DIR to a folder that can be written to',
          { cause: error },
        )
      : error;
  } finally {
    lock.release();
  }
}

async function bringUpToDate(options: IndexCorpusOptions): Promise<IndexSummary> {
  const { corpusDir, sampleCorpus, indexDir, embedder, full = false, signal } = options;
  const { graphFrom = DEFAULT_GRAPH_FROM } = options;
  const listing = await listCorpus(corpusDir, { sampleCorpus });
  const { previous, reason } = await openPrevious(indexDir, embedder);
  const before = previous?.sources ?? [];
  const files = await hashFiles(listing.files, options);
  const changes = compareSources(before, files);
  // A file that was only touched is no change, but the index has to know its new time.
  const touched = hasChanges(compareSources(before, listing.files));
  if (previous !== null && !full && !touched && !hasChanges(changes)) {
    return {
      ...changes,
      lost: [],
      ...previous.counts,
      embedded: 0,
      rebuilt: false,
      rebuildReason: null,
      refused: refusedAmong(before, listing.refused),
    };
  }

  const reusable = full ? null : previous;
  const builder = await IndexBuilder.create(indexDir, embedder, reusable, graphFrom);
  const progress = new Progress(listing.files, options.onProgress);
  try {
    const sources = await addFiles(builder, files, reusable, progress, options);
    signal?.throwIfAborted();
    const counts = await builder.finish(sources, options.keepGenerations ?? 1, (passages) => {
      signal?.throwIfAborted();
      progress.linked(passages, builder.passageCount);
    });
    return {
      ...takenIn(changes, sources),
      ...counts,
      rebuilt: true,
      rebuildReason: reason,
      refused: refusedAmong(sources, listing.refused),
    };
  } catch (error) {
    await builder.discard();
    throw error;
  }
}

/** Tells the changed files of which something was indexed from those of which nothing was. */
function takenIn(
  { added, changed, removed }: CorpusChanges,
  sources: readonly Source[],
): CorpusChanges & Pick<IndexSummary, 'lost'> {
  const indexed = new Set(
    sources.filter(({ articles }) => articles.length > 0).map((source) => source.path),
  );
  return {
    added: added.filter((path) => indexed.has(path)),
    changed: changed.filter((path) => indexed.has(path)),
    removed,
    lost: changed.filter((path) => !indexed.has(path)),
  };
}

/** Adds the articles of all files in their order; an article that an earlier one repeats is left out. */
async function addFiles(
  builder: IndexBuilder,
  files: readonly HashedFile[],
  previous: PreviousIndex | null,
  progress: Progress,
  { corpusDir, maxFileBytes = DEFAULT_MAX_FILE_BYTES, signal }: IndexCorpusOptions,
): Promise<Source[]> {
  const before = new Map(previous?.sources.map((source) => [source.path, source]));
  const pathByText = new Map<string, string>();
  const sources: Source[] = [];
  for (const file of files) {
    signal?.throwIfAborted();
    const source = before.get(file.path);
    const isUnchanged =
      source !== undefined && source.sha256 === file.sha256 && !source.hasDuplicates;
    const { articles, refused, sha256 } = isUnchanged
      ? {
          articles: source.articles.flatMap((at) => previous?.article(at) ?? []),
          refused: source.refused,
          sha256: file.sha256,
        }
      : await readOrRefuse(corpusDir, file, maxFileBytes);

    const indexed: string[] = [];
    const duplicates: RefusedFile[] = [];
    for (const article of articles) {
      const other = pathByText.get(article.sha256);
      if (other !== undefined) {
        duplicates.push({ path: article.path, reason: `has the same text as ${other}` });
        continue;
      }
      pathByText.set(article.sha256, article.path);
      indexed.push(article.path);
      await builder.add(article);
    }
    sources.push({
      ...file,
      sha256,
      articles: indexed,
      refused: [...refused, ...duplicates],
      hasDuplicates: duplicates.length > 0,
    });
    progress.read(file, builder.passageCount);
  }
  return sources;
}

/**
 * The checksum is that of the bytes which were read, null where none were: a file may have changed
 * since it was listed, and may change back.
 */
async function readOrRefuse(
  corpusDir: string,
  file: CorpusFile,
  maxFileBytes: number,
): Promise<ReadFile & { readonly sha256: string | null }> {
  let bytes: Uint8Array | null = null;
  try {
    bytes = await readCorpusFile(corpusDir, file, { maxFileBytes });
    return { ...(await parseArticles(file.path, bytes)), sha256: hash(bytes) };
  } catch (error) {
    if (!(error instanceof CorpusError)) throw error;
    return {
      articles: [],
      refused: [{ path: file.path, reason: error.message }],
      sha256: bytes === null ? null : hash(bytes),
    };
  }
}

async function hashFiles(
  files: readonly CorpusFile[],
  { corpusDir, maxFileBytes = DEFAULT_MAX_FILE_BYTES, signal }: IndexCorpusOptions,
): Promise<HashedFile[]> {
  const hashed: HashedFile[] = [];
  for (const file of files) {
    signal?.throwIfAborted();
    // What cannot be read is refused, with the reason, when its articles are asked for.
    const bytes = await readCorpusFile(corpusDir, file, { maxFileBytes }).catch(() => null);
    hashed.push({ ...file, sha256: bytes === null ? null : hash(bytes) });
  }
  return hashed;
}

/** The current generation, or why nothing of it can be used. */
async function openPrevious(
  indexDir: string,
  embedder: Embedder,
): Promise<{ readonly previous: PreviousIndex | null; readonly reason: string | null }> {
  try {
    const index = await openSearchIndex(indexDir, embedder.fingerprint);
    return { previous: index && new PreviousIndex(index, embedder), reason: null };
  } catch (error) {
    if (!(error instanceof IndexError)) throw error;
    return { previous: null, reason: error.message };
  }
}

import type { Config } from '../../config.ts';
import type { ModelFingerprint } from '../../embeddings/embedder.ts';
import { CorpusError } from '../../errors.ts';
import { INDEX_FILES, staleReason } from '../../retrieval/search-index.ts';
import { decodeSources, findCorpusChanges, hasChanges } from '../../retrieval/sources.ts';
import { openGeneration } from '../../vector-index/generation.ts';
import type { Manifest } from '../../vector-index/manifest.ts';
import { counted, examination, failure, type Finding, ok, warning } from './check.ts';
import { findModel } from './find-model.ts';

const INDEX_COMMAND = '"npm run -s verbatim -- index"';

/** What of an index has to agree with model and corpus. */
interface FoundIndex {
  readonly manifest: Manifest;
  readonly sources: Uint8Array;
}

/**
 * Whether the index is whole, of this model and of this corpus. Reads every file of one on disk; one in
 * PostgreSQL is verified when it is opened.
 */
export const checkIndex = examination('index', async (config) => {
  const place = config.vectorStore === null ? config.indexDir : 'PostgreSQL';
  const index = await findIndex(config);
  if (index === null) {
    return warning(
      `none yet in ${place}`,
      `nothing to do: it is built at the first question, or by ${INDEX_COMMAND}`,
    );
  }
  const { manifest } = index;
  const model = await fingerprintFor(manifest, config);
  const stale = model && staleReason(manifest, model);
  if (stale !== null) {
    return failure(`the index in ${place} is stale: ${stale}`, `rebuild it with ${INDEX_COMMAND}`);
  }
  const { articles, passages } = manifest.counts;
  const summary =
    `${counted(articles, 'article')}, ${counted(passages, 'passage')}, model ` +
    `${manifest.model.id}, built ${formatAge(Date.now() - Date.parse(manifest.createdAt))}`;
  if (model === null) {
    return warning(
      `${summary}; not compared with the model, which cannot be loaded`,
      'see "model" above',
    );
  }
  return compareWithCorpus(index, config, summary);
});

async function findIndex({ vectorStore, indexDir }: Config): Promise<FoundIndex | null> {
  if (vectorStore === null) {
    // Not `openSearchIndex`, which removes what killed runs left.
    const generation = await openGeneration(
      indexDir,
      Object.values(INDEX_FILES).filter((file) => file !== INDEX_FILES.sources),
    );
    if (generation === null) return null;
    return { manifest: generation.manifest, sources: generation.file(INDEX_FILES.sources) };
  }
  const { PostgresServer } = await import('../../postgres/server.ts');
  const { findCurrent } = await import('../../postgres/stored-generation.ts');
  const server = new PostgresServer(vectorStore);
  try {
    return await findCurrent((...statement) => server.read(...statement));
  } finally {
    await server.close();
  }
}

/**
 * What the index has to agree with, as far as it is known: of a model that is not fetched yet, all
 * but the checksum. Null when there is no usable model.
 */
async function fingerprintFor(
  manifest: Manifest,
  config: Config,
): Promise<ModelFingerprint | null> {
  try {
    const model = await findModel(config);
    if (model.embedder !== null) return model.embedder.fingerprint;
    const { id, dims, pooling, questionPrefix, passagePrefix, quantized } = model.profile;
    const { sha256 } = manifest.model;
    return { id, dims, pooling, questionPrefix, passagePrefix, quantized, sha256 };
  } catch {
    // The check of the model has said what is wrong with it.
    return null;
  }
}

async function compareWithCorpus(
  { sources }: FoundIndex,
  config: Config,
  summary: string,
): Promise<Finding> {
  try {
    const changes = await findCorpusChanges(decodeSources(sources), config.corpusDir, config);
    if (!hasChanges(changes)) return ok(summary);
    const { added, changed, removed } = changes;
    return warning(
      `${summary}; the corpus has changed since (${added.length} added, ${changed.length} changed, ` +
        `${removed.length} removed)`,
      `${INDEX_COMMAND} brings it up to date`,
    );
  } catch (error) {
    if (!(error instanceof CorpusError)) throw error;
    return warning(
      `${summary}; not compared with the corpus, which cannot be read`,
      'see "corpus" above',
    );
  }
}

/** How long ago something was, in its largest unit: "3 days ago". */
export function formatAge(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes >= 2 * 24 * 60) return `${Math.floor(minutes / (24 * 60))} days ago`;
  if (minutes >= 2 * 60) return `${Math.floor(minutes / 60)} hours ago`;
  return minutes >= 2 ? `${minutes} minutes ago` : 'just now';
}

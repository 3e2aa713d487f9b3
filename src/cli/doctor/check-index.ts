import type { Config } from '../../config.ts';
import type { ModelFingerprint } from '../../embeddings/embedder.ts';
import { CorpusError } from '../../errors.ts';
import { staleReason } from '../../retrieval/search-index.ts';
import { decodeSources, findCorpusChanges, hasChanges } from '../../retrieval/sources.ts';
import type { Manifest } from '../../vector-index/manifest.ts';
import { type FoundIndex, findIndex } from '../find-index.ts';
import { counted, examination, failure, type Finding, ok, warning } from './check.ts';
import { findModel } from './find-model.ts';

const INDEX_COMMAND = '"npm run -s verbatim -- index"';

/** Whether the index is whole, of this model and of this corpus. */
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
    const state = await findCorpusChanges(decodeSources(sources), config.corpusDir, config);
    const { added, changed, removed, refused } = state;
    const found = refused === 0 ? summary : `${summary}; ${refused} refused`;
    if (!hasChanges(state)) {
      return refused === 0
        ? ok(found)
        : warning(found, `${INDEX_COMMAND} names each of them with the reason`);
    }
    return warning(
      `${found}; the corpus has changed since (${added.length} added, ${changed.length} changed, ` +
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

import path from 'node:path';
import type { Config } from '../../config.ts';
import type { Embedder } from '../../embeddings/embedder.ts';
import { isInCache } from '../../embeddings/model-cache.ts';
import { HUB_PROFILES, type ModelProfile } from '../../embeddings/model-profile.ts';
import { isFolder, openModel } from '../../embeddings/open-model.ts';

/** The model of the settings: loaded, or what is known of one that has not been fetched yet. */
export type FoundModel =
  { readonly embedder: Embedder } | { readonly embedder: null; readonly profile: ModelProfile };

/**
 * Loads the model of the settings where it is on disk.
 *
 * @throws ModelError when there is no such model, or its files are damaged.
 */
export async function findModel(config: Config): Promise<FoundModel> {
  const { embeddingModel, modelCacheDir } = config;
  const profile = HUB_PROFILES.find(({ id }) => id === embeddingModel);
  if (profile !== undefined && !(await isFolder(embeddingModel))) {
    const folder = path.join(modelCacheDir, profile.id);
    if (!(await isInCache(folder, profile))) return { embedder: null, profile };
  }
  // Should somebody delete the model just now, the signal prevents that it is fetched.
  return { embedder: await openModel(config, { signal: AbortSignal.abort() }) };
}

import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config.ts';
import { ModelError } from '../errors.ts';
import { downloadToCache, type HubModel } from './download-model.ts';
import { isInCache } from './model-cache.ts';
import { weightsFile } from './model-profile.ts';
import { isFolder, LOOKS_LIKE_PATH, type OpenModelOptions } from './open-model.ts';
import type { Reranker } from './reranker.ts';

/** The setting and where models of the hub come from. */
export interface RerankerSource extends Pick<Config, 'modelCacheDir' | 'hubUrl'> {
  readonly rerankerModel: string;
}

/** Neither part may lead out of the cache. */
const HUB_NAME = /^\w[\w.-]*\/\w[\w.-]*$/;

/**
 * Opens the cross-encoder that the setting names: a folder on disk, absolute or relative to the
 * working folder, else a model of the hub, whose int8 weights are fetched at its first use. Unlike an
 * embedding model it needs no profile, since all that is to be known stands in its own files.
 *
 * @throws ModelError when there is no such model, it cannot be fetched, or it is of another kind.
 */
export async function openReranker(
  { rerankerModel: name, modelCacheDir: cacheDir, hubUrl }: RerankerSource,
  { onDownload, signal }: Pick<OpenModelOptions, 'onDownload' | 'signal'> = {},
): Promise<Reranker> {
  if (await isFolder(name)) {
    return load(name, {
      id: path.basename(path.resolve(name)),
      quantized: await isQuantized(name),
    });
  }
  const model = hubModel(name);
  const folder = await downloadToCache(model, { hubUrl, cacheDir, onProgress: onDownload, signal });
  return load(folder, model);
}

/** Whether opening the cross-encoder will have to fetch it. */
export async function isRerankerMissing({
  rerankerModel: name,
  modelCacheDir,
}: RerankerSource): Promise<boolean> {
  if (await isFolder(name)) return false;
  const model = hubModel(name);
  return !(await isInCache(path.join(modelCacheDir, model.id), model));
}

/** Whether a folder has int8 weights, which are then preferred. */
async function isQuantized(folder: string): Promise<boolean> {
  const stats = await stat(path.join(folder, weightsFile({ quantized: true }))).catch(() => null);
  return stats !== null;
}

function hubModel(id: string): HubModel {
  if (LOOKS_LIKE_PATH.test(id) || !HUB_NAME.test(id)) {
    throw new ModelError(
      `no model folder at ${id}; set RERANKER_MODEL to a folder that exists or to a model of the hub ` +
        'such as Xenova/ms-marco-MiniLM-L-6-v2, or unset it to answer without a reranker',
    );
  }
  return {
    id,
    quantized: true,
    setting: 'RERANKER_MODEL',
    tryFiles: async (folder) => void (await load(folder, { id, quantized: true })),
  };
}

async function load(
  folder: string,
  model: { readonly id: string; readonly quantized: boolean },
): Promise<Reranker> {
  // Loaded late, so that a command which needs no model does not load the native libraries.
  const { loadReranker } = await import('./transformers-reranker.ts');
  return loadReranker(folder, model);
}

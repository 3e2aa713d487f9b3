import { stat } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { ModelError } from '../errors.ts';
import { type DownloadProgress, downloadModel } from './download-model.ts';
import type { Embedder } from './embedder.ts';
import { HUB_PROFILES, type ModelProfile, readProfile } from './model-profile.ts';

export interface OpenModelOptions {
  /** Called while a model is fetched; never, when it is on disk already. */
  readonly onDownload?: (progress: DownloadProgress) => void;
  /** Gives up a download. */
  readonly signal?: AbortSignal;
  /** The hub models that may be named; those with a built-in profile unless given. */
  readonly hubProfiles?: readonly ModelProfile[];
}

/** A name that can only be meant as a path. */
export const LOOKS_LIKE_PATH = /^(?:[./\\~]|[a-z]:)/i;

/**
 * Opens the embedding model that the setting names: a folder on disk, absolute or relative to the
 * working folder, else a model of the hub, which is fetched at its first use. Loading takes a moment
 * and blocks the event loop.
 *
 * @throws ModelError when there is no such model, it cannot be fetched, or its files are damaged.
 */
export async function openModel(
  config: Pick<Config, 'embeddingModel' | 'modelCacheDir' | 'hubUrl'>,
  { onDownload, signal, hubProfiles = HUB_PROFILES }: OpenModelOptions = {},
): Promise<Embedder> {
  const { embeddingModel: name, modelCacheDir: cacheDir, hubUrl } = config;
  if (await isFolder(name)) return load(name, await readProfile(name));
  const profile = hubProfiles.find(({ id }) => id === name);
  if (profile === undefined) throw noSuchModel(name, hubProfiles);
  const folder = await downloadModel(profile, { hubUrl, cacheDir, onProgress: onDownload, signal });
  return load(folder, profile);
}

async function load(folder: string, profile: ModelProfile): Promise<Embedder> {
  // Loaded late, so that a command which needs no model does not load the native libraries.
  const { loadEmbedder } = await import('./transformers-embedder.ts');
  return loadEmbedder(folder, profile);
}

/** Whether a model's name is that of a folder on disk. */
export async function isFolder(name: string): Promise<boolean> {
  const stats = await stat(name).catch(() => null);
  return stats?.isDirectory() ?? false;
}

function noSuchModel(name: string, hubProfiles: readonly ModelProfile[]): ModelError {
  const hubNames = hubProfiles.map(({ id }) => id).join(', ');
  if (LOOKS_LIKE_PATH.test(name)) {
    return new ModelError(
      `no model folder at ${name}; set EMBEDDING_MODEL to a folder that exists or to one of ` +
        `${hubNames}, or unset it to use the embedded model`,
    );
  }
  return new ModelError(
    `unknown embedding model "${name}"; expected a model folder or one of ${hubNames}; to use ` +
      'another model of the hub, download its folder and set EMBEDDING_MODEL to that',
  );
}

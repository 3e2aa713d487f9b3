import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ModelError, messageOf } from '../errors.ts';
import { downloadFile } from './download-file.ts';
import { isInCache, makePartial, moveIntoCache, sweepPartials } from './model-cache.ts';
import { type ModelProfile, modelFiles, PROFILE_FILE } from './model-profile.ts';
import { type ModelSetting, unsetRemedy } from './model-setting.ts';

const IDLE_TIMEOUT_MS = 60_000;
/** No download stands still for so long, so what is older was left by a run that was killed. */
const STALE_AFTER_MS = 6 * 60 * 60 * 1000;

export interface DownloadProgress {
  /** The file that is being fetched. */
  readonly file: string;
  /** Over the whole model; less than before when a file begins anew after a dropped connection. */
  readonly receivedBytes: number;
  /**
   * Over the whole model. Null while the size of a file is not known: until the last one begins,
   * which are the weights and most of it, or always with a hub that tells no sizes.
   */
  readonly totalBytes: number | null;
}

export interface DownloadOptions {
  /** Base address of the hub, without a slash at the end. */
  readonly hubUrl: string;
  /** Where models are kept; made when missing. */
  readonly cacheDir: string;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** A transfer that brings no byte for so long is given up. */
  readonly idleTimeoutMs?: number;
  /** Unfinished downloads in the cache that did not change for so long are removed. */
  readonly staleAfterMs?: number;
}

/** A model on the hub, of whatever kind. */
export interface HubModel {
  /** Its name on the hub. */
  readonly id: string;
  /** Whether the int8 weights are fetched. */
  readonly quantized: boolean;
  /** What it was named by, for messages. */
  readonly setting: ModelSetting;
  /** Loads the files of a finished download and tries them. */
  readonly tryFiles: (folder: string) => Promise<void>;
}

/**
 * Makes sure that an embedding model of the hub is in the cache, and returns its folder.
 *
 * @throws ModelError with the remedy, or the signal's reason when it was aborted.
 */
export async function downloadModel(
  profile: ModelProfile,
  options: DownloadOptions,
): Promise<string> {
  const { id, quantized } = profile;
  const tryFiles = async (folder: string): Promise<void> => {
    await tryEmbedding(profile, folder);
    // With it the folder can be carried to a machine that has no network, under any name.
    const profileText = `${JSON.stringify(profile, null, 2)}\n`;
    await writeFile(path.join(folder, PROFILE_FILE), profileText, { flush: true });
  };
  return downloadToCache({ id, quantized, setting: 'EMBEDDING_MODEL', tryFiles }, options);
}

/**
 * Makes sure that a model of the hub is in the cache, and returns its folder. A model that is there
 * already costs no request. A new one is fetched beside its place, verified, loaded once, and put
 * there as a whole: whatever happens, no part of a model is ever found in its place, and after an
 * error nothing is left behind.
 *
 * @throws ModelError with the remedy, or the signal's reason when it was aborted.
 */
export async function downloadToCache(model: HubModel, options: DownloadOptions): Promise<string> {
  const { cacheDir, signal, staleAfterMs = STALE_AFTER_MS } = options;
  const folder = path.join(cacheDir, model.id);
  if (await isInCache(folder, model)) return folder;
  let partial: string | undefined;
  try {
    await mkdir(cacheDir, { recursive: true });
    await sweepPartials(cacheDir, staleAfterMs);
    partial = await makePartial(cacheDir);
    await fetchFiles(model, partial, options);
    await tryModel(model, partial, options.hubUrl);
    signal?.throwIfAborted();
    await moveIntoCache(partial, folder, model);
  } catch (error) {
    throw isFileSystemError(error) ? cannotWrite(cacheDir, error) : error;
  } finally {
    if (partial !== undefined) await rm(partial, { recursive: true, force: true });
  }
  return folder;
}

/** Fetches one file after the other, in the order of `modelFiles`. */
async function fetchFiles(
  model: HubModel,
  partial: string,
  { hubUrl, onProgress, signal, idleTimeoutMs = IDLE_TIMEOUT_MS }: DownloadOptions,
): Promise<void> {
  const files = modelFiles(model);
  const sizes = new Map<string, number | null>();
  const received = new Map<string, number>();
  for (const file of files) {
    const target = path.join(partial, file);
    await mkdir(path.dirname(target), { recursive: true });
    const onBytes = (bytes: number, size: number | null): void => {
      received.set(file, bytes);
      sizes.set(file, size);
      const totalBytes = sum(files.map((name) => sizes.get(name) ?? null));
      onProgress?.({ file, receivedBytes: sum([...received.values()]) ?? 0, totalBytes });
    };
    const address = { hubUrl, modelId: model.id, file, setting: model.setting };
    await downloadFile(address, target, { idleTimeoutMs, signal, onBytes });
  }
}

/** Null when one of the summands is. */
function sum(values: readonly (number | null)[]): number | null {
  return values.reduce((total, value) => (total === null || value === null ? null : total + value));
}

/** Wrong bytes in the weights only show when they are loaded and used. */
async function tryModel(model: HubModel, partial: string, hubUrl: string): Promise<void> {
  try {
    await model.tryFiles(partial);
  } catch (error) {
    if (isFileSystemError(error)) throw error;
    throw new ModelError(
      `the model ${model.id} from ${hubUrl} came complete but cannot be used: ` +
        `${messageOf(rootOf(error))}; try again, set HF_ENDPOINT to another mirror, or ` +
        unsetRemedy(model.setting),
      { cause: error },
    );
  }
}

async function tryEmbedding(profile: ModelProfile, folder: string): Promise<void> {
  // Loaded late, for it brings native libraries that a download alone does not need.
  const { loadEmbedder } = await import('./transformers-embedder.ts');
  const embedder = await loadEmbedder(folder, profile);
  const [vector] = await embedder.embedPassages(['one text to try the model']);
  const length = Math.hypot(...vector!);
  if (!(Math.abs(length - 1) < 0.01)) {
    throw new ModelError(`expected a vector of length 1, found ${length}`);
  }
}

/** What the loader wrapped: its own line speaks of a folder that is about to vanish. */
function rootOf(error: unknown): unknown {
  return error instanceof ModelError && error.cause !== undefined ? error.cause : error;
}

function isFileSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && !(error instanceof ModelError) && 'syscall' in error;
}

function cannotWrite(cacheDir: string, error: NodeJS.ErrnoException): ModelError {
  return new ModelError(
    `cannot keep a model in ${cacheDir}: ${messageOf(error)}; ` +
      'make room there, or set MODEL_CACHE_DIR to a folder that can be written',
    { cause: error },
  );
}

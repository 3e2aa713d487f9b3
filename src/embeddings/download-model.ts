import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ModelError, messageOf } from '../errors.ts';
import { downloadFile } from './download-file.ts';
import { isInCache, makePartial, moveIntoCache, sweepPartials } from './model-cache.ts';
import { type ModelProfile, modelFiles, PROFILE_FILE } from './model-profile.ts';

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

/**
 * Makes sure that a model of the hub is in the cache, and returns its folder. A model that is there
 * already costs no request. A new one is fetched beside its place, verified, loaded once, and put
 * there as a whole: whatever happens, no part of a model is ever found in its place, and after an
 * error nothing is left behind.
 *
 * @throws ModelError with the remedy, or the signal's reason when it was aborted.
 */
export async function downloadModel(
  profile: ModelProfile,
  options: DownloadOptions,
): Promise<string> {
  const { cacheDir, signal, staleAfterMs = STALE_AFTER_MS } = options;
  const folder = path.join(cacheDir, profile.id);
  if (await isInCache(folder, profile)) return folder;
  let partial: string | undefined;
  try {
    await mkdir(cacheDir, { recursive: true });
    await sweepPartials(cacheDir, staleAfterMs);
    partial = await makePartial(cacheDir);
    await fetchFiles(profile, partial, options);
    await tryModel(profile, partial, options.hubUrl);
    // With it the folder can be carried to a machine that has no network, under any name.
    const profileText = `${JSON.stringify(profile, null, 2)}\n`;
    await writeFile(path.join(partial, PROFILE_FILE), profileText, { flush: true });
    signal?.throwIfAborted();
    await moveIntoCache(partial, folder, profile);
  } catch (error) {
    throw isFileSystemError(error) ? cannotWrite(cacheDir, error) : error;
  } finally {
    if (partial !== undefined) await rm(partial, { recursive: true, force: true });
  }
  return folder;
}

/** Fetches one file after the other, in the order of `modelFiles`. */
async function fetchFiles(
  profile: ModelProfile,
  partial: string,
  { hubUrl, onProgress, signal, idleTimeoutMs = IDLE_TIMEOUT_MS }: DownloadOptions,
): Promise<void> {
  const files = modelFiles(profile);
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
    const address = { hubUrl, modelId: profile.id, file };
    await downloadFile(address, target, { idleTimeoutMs, signal, onBytes });
  }
}

/** Null when one of the summands is. */
function sum(values: readonly (number | null)[]): number | null {
  return values.reduce((total, value) => (total === null || value === null ? null : total + value));
}

/** Loads the model and embeds one text, since wrong bytes in the weights only show then. */
async function tryModel(profile: ModelProfile, partial: string, hubUrl: string): Promise<void> {
  // Loaded late, for it brings native libraries that a download alone does not need.
  const { loadEmbedder } = await import('./transformers-embedder.ts');
  let length: number;
  try {
    const embedder = await loadEmbedder(partial, profile);
    const [vector] = await embedder.embedPassages(['one text to try the model']);
    length = Math.hypot(...vector!);
  } catch (error) {
    throw unusable(profile, hubUrl, messageOf(rootOf(error)), error);
  }
  if (!(Math.abs(length - 1) < 0.01)) {
    throw unusable(profile, hubUrl, `expected a vector of length 1, found ${length}`);
  }
}

function unusable(
  profile: ModelProfile,
  hubUrl: string,
  reason: string,
  cause?: unknown,
): ModelError {
  return new ModelError(
    `the model ${profile.id} from ${hubUrl} came complete but cannot be used: ${reason}; ` +
      'try again, set HF_ENDPOINT to another mirror, or unset EMBEDDING_MODEL to use the embedded model',
    { cause },
  );
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

import { type FileHandle, open, readFile, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { ModelError } from '../errors.ts';
import { hashFile } from './file-checksum.ts';
import {
  cannotFetch,
  connectionError,
  type HubAddress,
  type HubFile,
  openHubFile,
  PassingError,
  quoted,
  waysOut,
} from './open-hub-file.ts';

/** Long enough for a server that stumbled, short enough for someone who watches. */
const RETRY_PAUSE_MS = 500;
const CORRUPT_REMEDY = 'try again, or set HF_ENDPOINT to another mirror';

export interface TransferOptions {
  /** A transfer that brings no byte for so long is given up. */
  readonly idleTimeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Called when the transfer begins and after each piece; a retry begins at 0 again. */
  readonly onBytes?: ((received: number, size: number | null) => void) | undefined;
}

/**
 * Fetches a file of a model, flushes it to disk and verifies its length, its checksum where the hub
 * gives one, and that a .json file is JSON. One dropped connection or failure of the server is
 * forgiven. What stands in `target` after an error is not to be used.
 *
 * @throws ModelError with the remedy; the signal's reason when it was aborted; an error of the file
 *   system as it is.
 */
export async function downloadFile(
  address: HubAddress,
  target: string,
  options: TransferOptions,
): Promise<void> {
  try {
    await transfer(address, target, options);
  } catch (error) {
    if (!(error instanceof PassingError)) throw error;
    await pause(RETRY_PAUSE_MS);
    await transfer(address, target, options);
  }
}

async function transfer(
  address: HubAddress,
  target: string,
  options: TransferOptions,
): Promise<void> {
  options.signal?.throwIfAborted();
  const watch = new IdleWatch(address, options);
  let handle: FileHandle | undefined;
  let hubFile: HubFile;
  try {
    hubFile = await openHubFile(address, watch.signal);
    handle = await open(target, 'w');
    await writeFile(handle, receive(address, hubFile, watch, options));
    await handle.sync();
  } finally {
    watch.stop();
    await handle?.close();
  }
  await verifyContent(address, target, hubFile);
}

/** The pieces of a file as they come. */
async function* receive(
  address: HubAddress,
  { body, size }: HubFile,
  watch: IdleWatch,
  { onBytes }: TransferOptions,
): AsyncGenerator<Uint8Array> {
  const of = size === null ? '' : ` of ${size}`;
  let received = 0;
  onBytes?.(received, size);
  try {
    for await (const piece of body) {
      received += piece.length;
      watch.touch();
      onBytes?.(received, size);
      yield piece;
    }
  } catch (error) {
    watch.signal.throwIfAborted();
    const found = `the connection broke off after ${received}${of} bytes`;
    throw connectionError(address, error, found);
  }
  if (size !== null && received !== size) {
    throw new ModelError(
      `${cannotFetch(address)}: expected ${size} bytes, found ${received}; ${CORRUPT_REMEDY}`,
    );
  }
}

/** Aborts a transfer that stands still, or whose caller gave up. */
class IdleWatch {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #callerSignal: AbortSignal | undefined;

  constructor(address: HubAddress, { idleTimeoutMs, signal }: TransferOptions) {
    this.#callerSignal = signal;
    signal?.addEventListener('abort', this.#forward);
    this.#timer = setTimeout(() => {
      const found = `nothing came for ${idleTimeoutMs / 1000} s`;
      this.#controller.abort(
        new ModelError(`${cannotFetch(address)}: ${found}; ${waysOut(address)}`),
      );
    }, idleTimeoutMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  touch(): void {
    this.#timer.refresh();
  }

  /** Ends the watch, and the transfer should it still run. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#callerSignal?.removeEventListener('abort', this.#forward);
    this.#controller.abort();
  }

  readonly #forward = (): void => this.#controller.abort(this.#callerSignal?.reason);
}

async function verifyContent(
  address: HubAddress,
  target: string,
  { checksum }: HubFile,
): Promise<void> {
  if (checksum !== null) {
    const found = await hashFile(target, checksum.algorithm);
    if (found !== checksum.digest) {
      throw new ModelError(
        `${cannotFetch(address)}: expected ${checksum.algorithm} ${checksum.digest}, ` +
          `found ${found}; ${CORRUPT_REMEDY}`,
      );
    }
  }
  if (!address.file.endsWith('.json')) return;
  const text = await readFile(target, 'utf8');
  try {
    JSON.parse(text);
  } catch (error) {
    // Most often the page of a proxy or of a network that wants a login.
    throw new ModelError(
      `${cannotFetch(address)}: expected JSON, found ${quoted(text)}; ${CORRUPT_REMEDY}`,
      { cause: error },
    );
  }
}

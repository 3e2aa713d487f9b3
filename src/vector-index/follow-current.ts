import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readCurrent } from './current-file.ts';
import { MANIFEST_FILE } from './generation.ts';
import { parseManifest } from './manifest.ts';

export interface FollowerOptions {
  /** Opens the current generation; `noteOpened` is called before it resolves. */
  readonly reload: () => Promise<unknown>;
  /** The index folder cannot be read, or what is current there cannot be opened. */
  readonly onError: (error: unknown) => void;
  /** How often the folder is looked at; every 2,000 ms by default. */
  readonly pollMs?: number;
}

const DEFAULT_POLL_MS = 2000;
/** Opening takes a process and memory, so what has failed is not tried all the time. */
const RETRY_MS = 60_000;

/**
 * Sees to it that a process goes over to each new generation in the index folder, whoever made it.
 * The file `current` is read every few seconds: notifications of file systems are lost on network
 * folders and on those that a container shares with its host.
 */
export class CurrentFollower {
  readonly #indexDir: string;
  readonly #options: FollowerOptions;
  readonly #closing = new AbortController();
  readonly #done: Promise<void>;
  /** Name and time of building of what is current. */
  #name: string | null = null;
  #builtAt: string | null = null;
  /** When the generation that is open here was built; null until one is. */
  #opened: string | null = null;
  #last: Promise<void> = Promise.resolve();

  constructor(indexDir: string, options: FollowerOptions) {
    this.#indexDir = indexDir;
    this.#options = options;
    this.#done = this.#poll();
  }

  /** @param builtAt when the generation that this process has opened was built, ISO 8601. */
  noteOpened(builtAt: string): void {
    this.#opened = builtAt;
  }

  /** Goes over to the current generation unless it is open; one try at a time. Rejects as `reload`. */
  follow(): Promise<void> {
    this.#last = this.#last.catch(() => {}).then(() => this.#compare());
    return this.#last;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#done;
  }

  async #poll(): Promise<void> {
    const { signal } = this.#closing;
    const { onError, pollMs = DEFAULT_POLL_MS } = this.#options;
    let pauseMs = pollMs;
    while (!signal.aborted) {
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      try {
        await this.follow();
        pauseMs = pollMs;
      } catch (error) {
        if (!signal.aborted) onError(error);
        pauseMs = RETRY_MS;
      }
    }
  }

  async #compare(): Promise<void> {
    const name = (await readCurrent(this.#indexDir))?.current ?? null;
    if (name === null) return;
    if (name !== this.#name) {
      const manifest = path.join(this.#indexDir, name, MANIFEST_FILE);
      this.#builtAt = parseManifest(await readFile(manifest, 'utf8')).createdAt;
      this.#name = name;
    }
    if (this.#opened !== null && this.#opened !== this.#builtAt) await this.#options.reload();
  }
}

import { createHash, type Hash, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isGenerationName, readCurrent, syncPath, writeCurrent } from './current-file.ts';
import { hashFile, MANIFEST_FILE, shortChecksum } from './generation.ts';
import type { Manifest } from './manifest.ts';
import { BUILDING_PREFIX, removeLeftovers } from './sweep.ts';

/** Collects the files of a new generation beside the current one; nobody sees it until `publish`. */
export class GenerationWriter {
  readonly #indexDir: string;
  readonly #folder: string;
  readonly #files: Manifest['files'] = {};
  readonly #open = new Set<AppendedFile>();

  private constructor(indexDir: string, folder: string) {
    this.#indexDir = indexDir;
    this.#folder = folder;
  }

  static async create(indexDir: string): Promise<GenerationWriter> {
    const folder = path.join(indexDir, BUILDING_PREFIX + randomBytes(8).toString('hex'));
    await mkdir(indexDir, { recursive: true });
    // Not in the same call, which says of a disk that is closed to writing that something is missing.
    await mkdir(folder);
    return new GenerationWriter(indexDir, folder);
  }

  /** Writes a file and flushes it to disk. */
  async write(name: string, parts: readonly Uint8Array[]): Promise<void> {
    const file = await this.append(name);
    for (const part of parts) await file.write(part);
    await file.close();
  }

  /** Opens a file that is written bit by bit; it belongs to the generation once it is closed. */
  async append(name: string): Promise<AppendedFile> {
    const handle = await open(path.join(this.#folder, name), 'wx').catch(async (error: unknown) => {
      // Without this file there will be no generation.
      await this.discard();
      throw error;
    });
    const file = new AppendedFile(handle, (entry) => {
      this.#files[name] = entry;
      this.#open.delete(file);
    });
    this.#open.add(file);
    return file;
  }

  /** Lets a library write a file, then flushes it to disk. */
  async writeWith(name: string, write: (file: string) => Promise<void>): Promise<void> {
    const file = this.pathOf(name);
    await write(file);
    await syncPath(file);
    this.#files[name] = { bytes: (await stat(file)).size, sha256: await hashFile(file) };
  }

  /** Where a file of this generation is while it is being made. */
  pathOf(name: string): string {
    return path.join(this.#folder, name);
  }

  /**
   * Makes this the current generation and removes those that are not kept.
   *
   * @param keep how many of the generations before it are kept for going back.
   */
  async publish(manifest: Omit<Manifest, 'files'>, keep: number): Promise<void> {
    const whole: Manifest = { ...manifest, files: { ...this.#files } };
    const content = Buffer.from(`${JSON.stringify(whole, null, 2)}\n`);
    await this.write(MANIFEST_FILE, [content]);
    await syncPath(this.#folder);

    const timestamp = manifest.createdAt.replace(/[-:]|\.\d+Z$/g, '');
    const name = `${timestamp}-${shortChecksum(content)}`;
    if (!isGenerationName(name)) throw new Error(`"${name}" cannot name a generation`);
    await rename(this.#folder, path.join(this.#indexDir, name));
    // Before anything names it: a power cut may keep a later change of the folder and lose this one.
    await syncPath(this.#indexDir);
    const before = keep > 0 ? await this.#namesBefore() : [];
    const names = { current: name, previous: before.slice(0, keep) };
    await writeCurrent(this.#indexDir, names);
    await removeLeftovers(this.#indexDir);
  }

  /** Removes what was written so far. */
  async discard(): Promise<void> {
    for (const file of this.#open) await file.abandon();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** An index whose `current` cannot be read has nothing to go back to. */
  async #namesBefore(): Promise<string[]> {
    const names = await readCurrent(this.#indexDir).catch(() => null);
    return names === null ? [] : [names.current, ...names.previous];
  }
}

/** Bytes that are written at once. */
const WRITE_BYTES = 2 ** 20;

/** A file that grows, hashed while it is written. */
class AppendedFile {
  readonly #handle: FileHandle;
  readonly #hash: Hash = createHash('sha256');
  readonly #onClose: (entry: Manifest['files'][string]) => void;
  #bytes = 0;
  #writtenBytes = 0;
  /** Parts that wait to be written together: most are small, and each write is a turn of the disk. */
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;

  constructor(handle: FileHandle, onClose: (entry: Manifest['files'][string]) => void) {
    this.#handle = handle;
    this.#onClose = onClose;
  }

  /** How many bytes were given so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How many of them are in the file by now, where others can read them. */
  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  /** @param part not to be changed any more. */
  async write(part: Uint8Array): Promise<void> {
    this.#hash.update(part);
    this.#bytes += part.length;
    this.#waiting.push(part);
    this.#waitingBytes += part.length;
    if (this.#waitingBytes >= WRITE_BYTES) await this.#writeWaiting();
  }

  /** Flushes the file to disk. */
  async close(): Promise<void> {
    await this.#writeWaiting();
    await this.#handle.sync();
    await this.#handle.close();
    this.#onClose({ bytes: this.#bytes, sha256: this.#hash.digest('hex') });
  }

  async #writeWaiting(): Promise<void> {
    const parts = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    if (parts.length === 0) return;
    const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    await this.#handle.appendFile(bytes);
    this.#writtenBytes += bytes.length;
  }

  /** Lets go of a file that nobody needs any more. */
  async abandon(): Promise<void> {
    await this.#handle.close().catch(() => {});
  }
}

export type { AppendedFile };

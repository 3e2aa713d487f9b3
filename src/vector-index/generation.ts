import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { sha256 } from '../corpus/article.ts';
import { IndexError, messageOf } from '../errors.ts';
import { type Manifest, parseManifest } from './manifest.ts';

/** One complete state of the index on disk, verified. */
export interface Generation {
  readonly name: string;
  readonly folder: string;
  readonly manifest: Manifest;
  /** A file that was read and whose checksum holds. */
  file(name: string): Uint8Array;
  /** The path of a file whose checksum holds; null where the generation has no such file. */
  pathOf(name: string): string | null;
}

/** Names the generation that is in use. */
const CURRENT_FILE = 'current';
const MANIFEST_FILE = 'manifest.json';
/** Generations in the making; a killed run leaves one behind. */
const BUILDING_PREFIX = '.building-';
/** The time of building and the short checksum of the manifest, which has no other. */
const NAME = /^\d{8}T\d{6}-[0-9a-f]{8}$/;
const REMEDY = 'rebuild it with "npm run -s verbatim -- index --full"';

/**
 * Opens the current generation. Every file is read or hashed, and compared with the manifest, before
 * anything uses it.
 *
 * @param hashOnly files that are verified but not kept in memory, because a library reads them.
 * @returns null when there is no index yet.
 * @throws IndexError when the index is damaged or of another format version.
 */
export async function openGeneration(
  indexDir: string,
  hashOnly: readonly string[],
): Promise<Generation | null> {
  const name = await currentName(indexDir);
  if (name === null) return null;
  try {
    return await readGeneration(indexDir, name, hashOnly);
  } catch (error) {
    // A writer may have replaced the generation, and removed it, while it was being read.
    const newName = await currentName(indexDir);
    if (newName !== null && newName !== name) return openGeneration(indexDir, hashOnly);
    throw new IndexError(
      `the index in ${indexDir} cannot be used: ${messageOf(error)}; ${REMEDY}`,
      {
        cause: error,
      },
    );
  }
}

/** Collects the files of a new generation beside the current one; nobody sees it until `publish`. */
export class GenerationWriter {
  readonly #indexDir: string;
  readonly #folder: string;
  readonly #files: Manifest['files'] = {};

  private constructor(indexDir: string, folder: string) {
    this.#indexDir = indexDir;
    this.#folder = folder;
  }

  static async create(indexDir: string): Promise<GenerationWriter> {
    const folder = path.join(indexDir, BUILDING_PREFIX + randomBytes(8).toString('hex'));
    await mkdir(folder, { recursive: true });
    return new GenerationWriter(indexDir, folder);
  }

  /** Writes a file and flushes it to disk. */
  async write(name: string, parts: readonly Uint8Array[]): Promise<void> {
    const hash = createHash('sha256');
    let bytes = 0;
    const file = await open(path.join(this.#folder, name), 'wx');
    try {
      for (const part of parts) {
        hash.update(part);
        bytes += part.length;
        await file.writeFile(part);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    this.#files[name] = { bytes, sha256: hash.digest('hex') };
  }

  /** Lets a library write a file, then flushes it to disk. */
  async writeWith(name: string, write: (file: string) => Promise<void>): Promise<void> {
    const file = path.join(this.#folder, name);
    await write(file);
    await syncPath(file);
    this.#files[name] = { bytes: (await stat(file)).size, sha256: await hashFile(file) };
  }

  /** Makes this the current generation and removes all others. Returns its name. */
  async publish(manifest: Omit<Manifest, 'files'>): Promise<string> {
    const whole: Manifest = { ...manifest, files: { ...this.#files } };
    const content = Buffer.from(`${JSON.stringify(whole, null, 2)}\n`);
    await this.write(MANIFEST_FILE, [content]);
    await syncPath(this.#folder);

    const timestamp = manifest.createdAt.replace(/[-:]|\.\d+Z$/g, '');
    const name = `${timestamp}-${shortChecksum(content)}`;
    await rename(this.#folder, path.join(this.#indexDir, name));

    const pointer = path.join(this.#indexDir, `.${CURRENT_FILE}-${name}`);
    const file = await open(pointer, 'wx');
    try {
      await file.writeFile(`${name}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(pointer, path.join(this.#indexDir, CURRENT_FILE));
    await syncPath(this.#indexDir);
    await removeOtherGenerations(this.#indexDir, name);
    return name;
  }

  /** Removes what was written so far. */
  async discard(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function currentName(indexDir: string): Promise<string | null> {
  let name: string;
  try {
    name = (await readFile(path.join(indexDir, CURRENT_FILE), 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new IndexError(
      `the index in ${indexDir} cannot be read: ${messageOf(error)}; ${REMEDY}`,
      {
        cause: error,
      },
    );
  }
  if (NAME.test(name)) return name;
  throw new IndexError(`the file "current" in ${indexDir} names no generation; ${REMEDY}`);
}

async function readGeneration(
  indexDir: string,
  name: string,
  hashOnly: readonly string[],
): Promise<Generation> {
  const folder = path.join(indexDir, name);
  const content = await readFile(path.join(folder, MANIFEST_FILE));
  // Parsed first: the name of another format version may follow other rules.
  const manifest = parseManifest(content.toString());
  if (!name.endsWith(shortChecksum(content))) throw damaged(MANIFEST_FILE);
  const contents = new Map<string, Uint8Array>();
  for (const [file, expected] of Object.entries(manifest.files)) {
    const filePath = path.join(folder, file);
    if (path.basename(file) !== file) throw new Error(`the manifest names the file "${file}"`);
    let found: string;
    if (hashOnly.includes(file)) {
      found = await hashFile(filePath);
    } else {
      const bytes = await readFile(filePath);
      contents.set(file, bytes);
      found = sha256(bytes);
    }
    if (found !== expected.sha256) throw damaged(file);
  }
  return {
    name,
    folder,
    manifest,
    file(file) {
      const bytes = contents.get(file);
      if (bytes === undefined) throw new Error(`the index has no file ${file}`);
      return bytes;
    },
    pathOf: (file) => (file in manifest.files ? path.join(folder, file) : null),
  };
}

function damaged(file: string): Error {
  return new Error(`${file} is damaged (its checksum is wrong)`);
}

/** The beginning of the SHA-256: enough to notice damage. */
function shortChecksum(content: Uint8Array): string {
  return sha256(content).slice(0, 8);
}

async function removeOtherGenerations(indexDir: string, keep: string): Promise<void> {
  for (const entry of await readdir(indexDir)) {
    if (NAME.test(entry) && entry !== keep) {
      await rm(path.join(indexDir, entry), { recursive: true, force: true });
    }
  }
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}

/** Flushes a file, or the entries of a folder, to disk. */
async function syncPath(target: string): Promise<void> {
  const handle = await open(target, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { sha256 } from '../corpus/article.ts';
import { IndexError, messageOf, StaleIndexError } from '../errors.ts';
import { readCurrent, REBUILD_REMEDY } from './current-file.ts';
import { type Manifest, parseManifest } from './manifest.ts';

/** Files that are verified but not kept in memory, since they are read from disk, or not at all. */
export type HashOnly = readonly string[] | ((manifest: Manifest) => readonly string[]);

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

export const MANIFEST_FILE = 'manifest.json';
/** Of a file that is hashed without being kept, read at a time. */
const HASHED_BYTES = 2 ** 18;

/**
 * Opens the current generation. Every file is read or hashed, and compared with the manifest, before
 * anything uses it.
 *
 * @returns null when there is no index yet.
 * @throws IndexError when the index is damaged or of a later format version, StaleIndexError when it is
 *   of an older one.
 */
export async function openGeneration(
  indexDir: string,
  hashOnly: HashOnly,
): Promise<Generation | null> {
  const name = (await readCurrent(indexDir))?.current ?? null;
  if (name === null) return null;
  try {
    return await readGeneration(indexDir, name, hashOnly);
  } catch (error) {
    // A writer may have replaced the generation, and removed it, while it was being read.
    const newName = (await readCurrent(indexDir))?.current;
    if (newName !== undefined && newName !== name) return openGeneration(indexDir, hashOnly);
    throw unusable(indexDir, error);
  }
}

function unusable(indexDir: string, error: unknown): IndexError {
  if (error instanceof StaleIndexError) {
    return new StaleIndexError(
      `the index in ${indexDir} is stale: ${error.message}; rebuild it with "npm run -s verbatim -- index"`,
      { cause: error },
    );
  }
  return new IndexError(
    `the index in ${indexDir} cannot be used: ${messageOf(error)}; ${REBUILD_REMEDY}`,
    { cause: error },
  );
}

async function readGeneration(
  indexDir: string,
  name: string,
  hashOnly: HashOnly,
): Promise<Generation> {
  const folder = path.join(indexDir, name);
  const content = await readFile(path.join(folder, MANIFEST_FILE));
  // Parsed first: the name of another format version may follow other rules.
  const manifest = parseManifest(content.toString());
  if (!name.endsWith(shortChecksum(content))) throw damaged(MANIFEST_FILE);
  const hashed = typeof hashOnly === 'function' ? hashOnly(manifest) : hashOnly;
  const contents = new Map<string, Uint8Array>();
  for (const [file, expected] of Object.entries(manifest.files)) {
    const filePath = path.join(folder, file);
    if (path.basename(file) !== file) throw new Error(`the manifest names the file "${file}"`);
    let found: string;
    if (hashed.includes(file)) {
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

/**
 * Verifies a generation without keeping any of its files.
 *
 * @throws Error saying which of them is missing or damaged.
 */
export async function verifyGeneration(indexDir: string, name: string): Promise<Manifest> {
  const { manifest } = await readGeneration(indexDir, name, everyFile);
  return manifest;
}

function everyFile({ files }: Manifest): string[] {
  return Object.keys(files);
}

function damaged(file: string): Error {
  return new Error(`${file} is damaged (its checksum is wrong)`);
}

/** The beginning of the SHA-256: enough to notice damage. */
export function shortChecksum(content: Uint8Array): string {
  return sha256(content).slice(0, 8);
}

/** SHA-256 of a file, hexadecimal, without holding it in memory. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  const handle = await open(file);
  try {
    // One buffer for all parts: those of a stream are garbage, 50 MB of it before it is collected.
    const part = Buffer.allocUnsafeSlow(HASHED_BYTES);
    for (;;) {
      const { bytesRead } = await handle.read(part, 0, part.length);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(part.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

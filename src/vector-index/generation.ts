import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { sha256 } from '../corpus/article.ts';
import { IndexError, messageOf } from '../errors.ts';
import { readCurrent, REBUILD_REMEDY } from './current-file.ts';
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

export const MANIFEST_FILE = 'manifest.json';

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
  const name = (await readCurrent(indexDir))?.current ?? null;
  if (name === null) return null;
  try {
    return await readGeneration(indexDir, name, hashOnly);
  } catch (error) {
    // A writer may have replaced the generation, and removed it, while it was being read.
    const newName = (await readCurrent(indexDir))?.current;
    if (newName !== undefined && newName !== name) return openGeneration(indexDir, hashOnly);
    throw new IndexError(
      `the index in ${indexDir} cannot be used: ${messageOf(error)}; ${REBUILD_REMEDY}`,
      { cause: error },
    );
  }
}

/**
 * Reads one generation.
 *
 * @throws Error saying which of its files is missing or damaged.
 */
export async function readGeneration(
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
export function shortChecksum(content: Uint8Array): string {
  return sha256(content).slice(0, 8);
}

/** SHA-256 of a file, hexadecimal, without holding it in memory. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}

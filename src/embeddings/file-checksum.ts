import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** What a hub says the content of a file hashes to. */
export interface FileChecksum {
  /** `git-sha1` is the name git gives to a blob: SHA-1 over a line with the length, then the content. */
  readonly algorithm: 'sha256' | 'git-sha1';
  /** Hexadecimal, lower case. */
  readonly digest: string;
}

/**
 * Reads the value of an `ETag` or `X-Linked-ETag` header, quoted or not, weak or not. The hub puts the
 * SHA-256 there for large files and the git blob name for small ones; anything else that a server
 * may put there (an MD5, a time stamp) says nothing that could be verified, and gives null.
 */
export function parseETag(header: string | null): FileChecksum | null {
  const match = /^(?:W\/)?"?([0-9a-f]{40}|[0-9a-f]{64})"?$/i.exec(header?.trim() ?? '');
  const digest = match?.[1]?.toLowerCase();
  if (digest === undefined) return null;
  return { algorithm: digest.length === 64 ? 'sha256' : 'git-sha1', digest };
}

/** The digest of a file on disk in the given algorithm, read in pieces. */
export async function hashFile(
  file: string,
  algorithm: FileChecksum['algorithm'],
): Promise<string> {
  const hash = createHash(algorithm === 'sha256' ? 'sha256' : 'sha1');
  if (algorithm === 'git-sha1') hash.update(`blob ${(await stat(file)).size}\0`);
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

import { sha256 } from '../corpus/article.ts';
import { IndexError, messageOf, StaleIndexError } from '../errors.ts';
import { type Manifest, parseManifest } from '../vector-index/manifest.ts';
import { SCHEMA_VERSION } from './schema.ts';
import type { Row, Session } from './server.ts';

/** Runs a statement that only reads. */
export type Read = Session['query'];

/** A generation as the server has it, without what is in its tables. */
export interface StoredGeneration {
  readonly id: number;
  /** As on the disk that it came from. */
  readonly name: string;
  readonly manifest: Manifest;
  readonly sources: Uint8Array;
  /** Of the dictionary and the lengths of passages, hexadecimal. */
  readonly dictionarySha256: string;
}

/**
 * Finds the current generation.
 *
 * @returns null when there is no index yet.
 * @throws StaleIndexError when an older version of Verbatim made the index, IndexError when a later one
 *   did or set up the database.
 */
export async function findCurrent(read: Read): Promise<StoredGeneration | null> {
  const row = await findCurrentRow(read);
  return row && toGeneration(row);
}

/**
 * The same for those who are about to replace it: what an older version made is as good as nothing.
 *
 * @throws IndexError as above.
 */
export async function findReplaceable(read: Read): Promise<StoredGeneration | null> {
  try {
    return await findCurrent(read);
  } catch (error) {
    if (error instanceof StaleIndexError) return null;
    throw error;
  }
}

async function findCurrentRow(read: Read): Promise<Row | null> {
  if (!(await isSetUp(read))) return null;
  const [row] = await read(
    'SELECT id, name, manifest::text, sources, dictionary_sha256 FROM verbatim.generations ' +
      'JOIN verbatim.current_generation USING (id)',
  );
  return row ?? null;
}

function toGeneration(row: Row): StoredGeneration {
  return {
    id: row['id'] as number,
    name: row['name'] as string,
    manifest: readManifest(row['manifest'] as string),
    sources: row['sources'] as Buffer,
    dictionarySha256: row['dictionary_sha256'] as string,
  };
}

function readManifest(text: string): Manifest {
  try {
    return parseManifest(text);
  } catch (error) {
    if (error instanceof StaleIndexError) {
      throw new StaleIndexError(
        `the index in PostgreSQL is stale: ${error.message}; rebuild it with "npm run -s verbatim -- index"`,
        { cause: error },
      );
    }
    throw new IndexError(
      `the index in PostgreSQL cannot be used: ${messageOf(error)}; update Verbatim, or name another ` +
        'database in VECTOR_STORE',
      { cause: error },
    );
  }
}

/**
 * Whether the database has the tables that all generations share.
 *
 * @throws IndexError when they are of another version.
 */
export async function isSetUp(read: Read): Promise<boolean> {
  const [found] = await read(
    `SELECT to_regclass('verbatim.schema_version') IS NOT NULL AS is_there`,
  );
  if (found?.['is_there'] !== true) return false;
  const [row] = await read('SELECT version FROM verbatim.schema_version');
  if (row === undefined || row['version'] === SCHEMA_VERSION) return row !== undefined;
  throw new IndexError(
    `the index in PostgreSQL has the schema version ${String(row['version'])}, this program reads ` +
      `version ${SCHEMA_VERSION}; update Verbatim everywhere, or name another database in VECTOR_STORE`,
  );
}

/** Compares bytes with the checksum of the file that they came from. */
export function verify({ manifest }: StoredGeneration, file: string, bytes: Uint8Array): void {
  if (sha256(bytes) !== manifest.files[file]?.sha256) throw damaged(`the content of ${file}`);
}

export function damaged(what: string): IndexError {
  return new IndexError(
    `the index in PostgreSQL is damaged: ${what} has changed since it was written; rebuild it with ` +
      '"npm run -s verbatim -- index --full"',
  );
}

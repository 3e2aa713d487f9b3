import { IndexError } from '../errors.ts';
import { INDEX_FILES } from '../retrieval/search-index.ts';
import { column, decodeColumns } from '../vector-index/column-file.ts';
import type { Generation } from '../vector-index/generation.ts';
import { createTables, CURRENT_CHANNEL, dropTables, SCHEMA, tablesOf } from './schema.ts';
import type { Session } from './server.ts';
import { dictionaryChecksum } from './read-tables.ts';
import { isSetUp } from './stored-generation.ts';
import { writeArticles, writePassages, writePostings, writeVectors } from './write-tables.ts';

/** The first version of pgvector that goes on searching where a filter has left too few. */
const LEAST_PGVECTOR = [0, 8] as const;
/** Tables that somebody reads for longer, such as a backup, go after the next generation. */
const DROP_WAIT_MS = 5000;

/**
 * Writes a generation into tables of its own and makes it the current one. All of it happens in the
 * transaction that the session is in, or nothing.
 */
export async function publishGeneration(session: Session, generation: Generation): Promise<void> {
  if (!(await isSetUp((...statement) => session.query(...statement)))) await session.query(SCHEMA);
  await refuseOldPgvector(session);
  const { manifest } = generation;
  const passages = decodeColumns(generation.file(INDEX_FILES.passages));
  const lexical = decodeColumns(generation.file(INDEX_FILES.lexical));
  const lengths = column(lexical, 'length', Uint32Array);
  const [row] = await session.query(
    'INSERT INTO verbatim.generations (name, manifest, sources, dictionary_sha256) ' +
      'VALUES ($1, $2, $3, $4) RETURNING id',
    [
      generation.name,
      JSON.stringify(manifest),
      generation.file(INDEX_FILES.sources),
      dictionaryChecksum(lexical, lengths),
    ],
  );
  const id = row!['id'] as number;
  await session.query(createTables(id, manifest.model.dims));
  await writeArticles(session, id, generation);
  await writePassages(session, id, passages, lengths);
  await writePostings(session, id, lexical);
  await writeVectors(session, id, generation);
  const { articles, passages: passageTable, vectors, postings } = tablesOf(id);
  await session.query(`ANALYZE ${articles}, ${passageTable}, ${vectors}, ${postings}`);
  await makeCurrent(session, id);
}

/** Lets every process that reads know as soon as the transaction is committed. */
export async function makeCurrent(session: Session, id: number): Promise<void> {
  await session.query(
    'INSERT INTO verbatim.current_generation (id) VALUES ($1) ON CONFLICT (only_row) DO UPDATE SET id = $1',
    [id],
  );
  await session.query('SELECT pg_notify($1, $2)', [CURRENT_CHANNEL, String(id)]);
}

/**
 * Removes all generations but the current one and the newest of the others, in the transaction that
 * the session is in.
 *
 * @param keep how many others; at least one, since there are those who still read it.
 */
export async function removeOldGenerations(session: Session, keep: number): Promise<void> {
  await session.query(`SET LOCAL lock_timeout = ${DROP_WAIT_MS}`);
  const old = await session.query(
    'SELECT id FROM verbatim.generations WHERE id <> (SELECT id FROM verbatim.current_generation) ' +
      'ORDER BY id DESC OFFSET $1',
    [Math.max(1, keep)],
  );
  for (const { id } of old) {
    await session.query(dropTables(id as number));
    await session.query('DELETE FROM verbatim.generations WHERE id = $1', [id]);
  }
}

async function refuseOldPgvector(session: Session): Promise<void> {
  const [row] = await session.query(
    "SELECT extversion AS version FROM pg_extension WHERE extname = 'vector'",
  );
  const version = String(row?.['version']);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = LEAST_PGVECTOR;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return;
  throw new IndexError(
    `the server has pgvector ${version}, ${LEAST_PGVECTOR.join('.')} or newer is needed; install that, then ` +
      'run "ALTER EXTENSION vector UPDATE" in the database of VECTOR_STORE',
  );
}

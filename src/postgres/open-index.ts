import type { ModelFingerprint } from '../embeddings/embedder.ts';
import { StaleIndexError } from '../errors.ts';
import { type Aliases, NO_ALIASES } from '../retrieval/aliases.ts';
import {
  INDEX_FILES,
  type SearchIndex,
  spanOfPublication,
  staleReason,
} from '../retrieval/search-index.ts';
import { ArticleTable } from '../vector-index/article-table.ts';
import { encodeColumns } from '../vector-index/column-file.ts';
import { PassageTable } from '../vector-index/passage-table.ts';
import { PgvectorStore } from './pgvector-store.ts';
import { PostgresLexicalIndex } from './postgres-lexical-index.ts';
import { readArticles, readDictionary, readPassages } from './read-tables.ts';
import type { PostgresServer } from './server.ts';
import { findCurrent, type Read, type StoredGeneration, verify } from './stored-generation.ts';

/**
 * Opens the current generation in PostgreSQL. Articles, passages and terms are read into memory,
 * verified; vectors and postings stay on the server.
 *
 * @param model the fingerprint that questions are embedded with.
 * @param aliases other names of what questions name.
 * @returns null when there is no index yet.
 * @throws IndexError when the server cannot be reached or the index is damaged, StaleIndexError when it
 *   was made with another model or other settings.
 */
export async function openPostgresIndex(
  server: PostgresServer,
  model: ModelFingerprint,
  aliases: Aliases = NO_ALIASES,
): Promise<SearchIndex | null> {
  const read: Read = (...statement) => server.read(...statement);
  const generation = await findCurrent(read);
  if (generation === null) return null;
  const stale = staleReason(generation.manifest, model);
  if (stale !== null) {
    throw new StaleIndexError(
      `the index in PostgreSQL (${server.name}) is stale: ${stale}; rebuild it with "npm run -s verbatim -- index"`,
    );
  }
  try {
    return await load(server, generation, read, aliases);
  } catch (error) {
    // A writer may have removed the generation while it was being read.
    const current = await findCurrent(read);
    if (current !== null && current.id !== generation.id) {
      return openPostgresIndex(server, model, aliases);
    }
    throw error;
  }
}

async function load(
  server: PostgresServer,
  generation: StoredGeneration,
  read: Read,
  aliases: Aliases,
): Promise<SearchIndex> {
  const { rows, json, texts } = await readArticles(read, generation);
  verify(generation, INDEX_FILES.articles, json);
  verify(generation, INDEX_FILES.texts, texts);
  verify(generation, INDEX_FILES.sources, generation.sources);
  const { columns, termCounts } = await readPassages(read, generation);
  verify(generation, INDEX_FILES.passages, Buffer.concat(encodeColumns(columns)));
  const dictionary = await readDictionary(read, generation, termCounts);
  const articles = new ArticleTable(rows, texts);
  return {
    name: generation.name,
    manifest: generation.manifest,
    articles,
    passages: new PassageTable(columns),
    vectors: await PgvectorStore.open(server, generation),
    lexical: new PostgresLexicalIndex(server, generation.id, dictionary, termCounts, aliases),
    published: spanOfPublication(articles),
    sources: generation.sources,
  };
}

import type { Config } from '../config.ts';
import { INDEX_FILES } from '../retrieval/search-index.ts';
import { openGeneration } from '../vector-index/generation.ts';
import type { Manifest } from '../vector-index/manifest.ts';

/** What tells how an index was made, and of which articles. */
export interface FoundIndex {
  readonly manifest: Manifest;
  /** The file `sources.json`, not yet parsed. */
  readonly sources: Uint8Array;
}

/**
 * Finds the current index, whatever model it was made with, and leaves everything as it is. Reads every
 * file of one on disk; one in PostgreSQL is verified when it is opened.
 *
 * @returns null when there is none yet.
 * @throws IndexError when it is damaged or of another version.
 */
export async function findIndex({ vectorStore, indexDir }: Config): Promise<FoundIndex | null> {
  if (vectorStore === null) {
    // Not `openSearchIndex`, which removes what killed runs left.
    const generation = await openGeneration(
      indexDir,
      Object.values(INDEX_FILES).filter((file) => file !== INDEX_FILES.sources),
    );
    if (generation === null) return null;
    return { manifest: generation.manifest, sources: generation.file(INDEX_FILES.sources) };
  }
  const { PostgresServer } = await import('../postgres/server.ts');
  const { findCurrent } = await import('../postgres/stored-generation.ts');
  const server = new PostgresServer(vectorStore);
  try {
    return await findCurrent((...statement) => server.read(...statement));
  } finally {
    await server.close();
  }
}

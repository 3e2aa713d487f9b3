import type { ModelFingerprint } from '../embeddings/embedder.ts';
import { IndexError } from '../errors.ts';
import { INDEX_FILES, staleReason } from '../retrieval/search-index.ts';
import { type Generation, openGeneration } from '../vector-index/generation.ts';
import type { Manifest } from '../vector-index/manifest.ts';
import { fetchGeneration, type LocalCopy } from './fetch-generation.ts';
import type { IndexWriter } from './index-writer.ts';

/**
 * Builds the index in a folder of this machine and publishes it. What others have published since is
 * fetched first, so that nothing is embedded twice.
 *
 * @param model what the index is built with; what was made with another is not worth fetching.
 * @param build brings the folder up to date.
 * @param options.anew uses nothing of what is on the server, and replaces it even by the same: what is
 *   there may be damaged.
 */
export async function updateShared<T>(
  writer: IndexWriter,
  local: LocalCopy,
  model: ModelFingerprint,
  build: () => Promise<T>,
  { anew = false }: { readonly anew?: boolean } = {},
): Promise<T> {
  const { current } = writer;
  if (!anew && current !== null && staleReason(current.manifest, model) === null) {
    await takeFromServer(writer, local);
  }
  const result = await build();
  await takeToServer(writer, local, { anew });
  return result;
}

/**
 * Publishes what is current in the folder, unless the server has the same.
 *
 * @param options.anew publishes it in any case.
 * @returns the generation, and whether it had to be published.
 * @throws IndexError when there is nothing in the folder.
 */
export async function takeToServer(
  writer: IndexWriter,
  { indexDir, keepGenerations }: LocalCopy,
  { anew = false }: { readonly anew?: boolean } = {},
): Promise<{ readonly manifest: Manifest; readonly isNew: boolean }> {
  const generation = await openLocal(indexDir);
  if (generation === null) {
    throw new IndexError(
      `there is no index in ${indexDir} to take to PostgreSQL; make one with "npm run -s verbatim -- index"`,
    );
  }
  const { manifest } = generation;
  const isNew = anew || writer.current === null || !isSame(manifest, writer.current.manifest);
  if (isNew) await writer.publish(generation, keepGenerations);
  return { manifest, isNew };
}

/**
 * Makes what is current on the server current in the folder, unless it is already.
 *
 * @returns the generation, and whether it had to be fetched.
 * @throws IndexError when there is nothing on the server.
 */
export async function takeFromServer(
  writer: IndexWriter,
  local: LocalCopy,
): Promise<{ readonly manifest: Manifest; readonly isNew: boolean }> {
  const { current } = writer;
  if (current === null) {
    throw new IndexError(
      'there is no index in PostgreSQL to take to this machine; make one with "npm run -s verbatim -- index"',
    );
  }
  const { manifest } = current;
  // What is damaged here is no reason to refuse what is whole there.
  const here = await openLocal(local.indexDir).catch((error: unknown) => {
    if (!(error instanceof IndexError)) throw error;
    return null;
  });
  const isNew = here === null || !isSame(here.manifest, manifest);
  if (isNew) {
    await fetchGeneration((...statement) => writer.read(...statement), current, local);
  }
  return { manifest, isNew };
}

function openLocal(indexDir: string): Promise<Generation | null> {
  return openGeneration(indexDir, [INDEX_FILES.graph]);
}

/** Whether two generations were made alike and hold the same, but for the graph, which follows from it. */
function isSame(one: Manifest, other: Manifest): boolean {
  const files = Object.values(INDEX_FILES).filter((file) => file !== INDEX_FILES.graph);
  return (
    JSON.stringify([one.model, one.versions, one.passages]) ===
      JSON.stringify([other.model, other.versions, other.passages]) &&
    files.every((file) => one.files[file]?.sha256 === other.files[file]?.sha256)
  );
}

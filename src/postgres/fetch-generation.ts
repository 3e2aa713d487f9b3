import { INDEX_FILES } from '../retrieval/search-index.ts';
import { writeHnswGraph } from '../vector-index/build-graph.ts';
import { encodeColumns } from '../vector-index/column-file.ts';
import { readCurrent, writeCurrent } from '../vector-index/current-file.ts';
import { verifyGeneration } from '../vector-index/generation.ts';
import { GenerationWriter } from '../vector-index/generation-writer.ts';
import { DEFAULT_GRAPH_FROM, loadHnswLibrary, needsGraph } from '../vector-index/hnsw-store.ts';
import { lockIndex } from '../vector-index/index-lock.ts';
import {
  readArticles,
  readDictionary,
  readPassages,
  readPostings,
  readVectorParts,
} from './read-tables.ts';
import { type Read, type StoredGeneration, verify } from './stored-generation.ts';

/** Where a copy of the index is on this machine, and how it is kept. */
export interface LocalCopy {
  readonly indexDir: string;
  /** Generations before the current one that stay, in both places. */
  readonly keepGenerations: number;
  /** With how many passages it has a graph; 1,000,000 by default. */
  readonly graphFrom?: number;
}

/**
 * Makes a generation of the server the current one of an index folder, file by file as it was when it
 * was published; only the graph is built anew. What was current there is kept for going back.
 *
 * @throws IndexError when the generation is damaged or somebody is changing the folder.
 */
export async function fetchGeneration(
  read: Read,
  generation: StoredGeneration,
  local: LocalCopy,
): Promise<void> {
  const lock = await lockIndex(local.indexDir);
  try {
    if (!(await takeUpAgain(local.indexDir, generation))) await write(read, generation, local);
  } finally {
    lock.release();
  }
}

/** A folder that has gone back has the generation already. */
async function takeUpAgain(indexDir: string, { name }: StoredGeneration): Promise<boolean> {
  const names = await readCurrent(indexDir).catch(() => null);
  if (names === null || !names.previous.includes(name)) return false;
  await verifyGeneration(indexDir, name);
  const others = names.previous.filter((other) => other !== name);
  await writeCurrent(indexDir, { current: name, previous: [names.current, ...others] });
  return true;
}

async function write(
  read: Read,
  generation: StoredGeneration,
  { indexDir, keepGenerations, graphFrom = DEFAULT_GRAPH_FROM }: LocalCopy,
): Promise<void> {
  const { manifest, sources } = generation;
  const writer = await GenerationWriter.create(indexDir);
  try {
    const put = async (file: string, parts: readonly Uint8Array[]): Promise<void> => {
      verify(generation, file, Buffer.concat(parts));
      await writer.write(file, parts);
    };
    // In the order of the builder, so that the manifest and with it the name come out the same.
    const { json, texts } = await readArticles(read, generation);
    await put(INDEX_FILES.texts, [texts]);
    const vectors: Uint8Array[] = [];
    for await (const part of readVectorParts(read, generation)) {
      vectors.push(new Uint8Array(part.buffer));
    }
    await put(INDEX_FILES.vectors, vectors);
    await put(INDEX_FILES.articles, [json]);
    const { columns, termCounts } = await readPassages(read, generation);
    await put(INDEX_FILES.passages, encodeColumns(columns));
    const dictionary = await readDictionary(read, generation, termCounts);
    const postings = await readPostings(read, generation);
    const lexical = { ...dictionary, ...postings, length: termCounts };
    await put(INDEX_FILES.lexical, encodeColumns(lexical));
    await put(INDEX_FILES.sources, [sources]);
    await writeGraph(writer, generation, graphFrom);
    const { files: _, ...rest } = manifest;
    await writer.publish(rest, keepGenerations);
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

async function writeGraph(
  writer: GenerationWriter,
  { manifest }: StoredGeneration,
  graphFrom: number,
): Promise<void> {
  const size = manifest.counts.passages;
  if (!needsGraph(size, graphFrom)) return;
  const { library } = await loadHnswLibrary();
  if (library === null) return;
  const vectors = writer.pathOf(INDEX_FILES.vectors);
  await writer.writeWith(INDEX_FILES.graph, (file) =>
    writeHnswGraph(library, file, vectors, {
      dims: manifest.model.dims,
      size,
      onLinked: () => {},
    }),
  );
}

import type { CalendarDate, DateSpan } from '../corpus/calendar-date.ts';
import type { ModelFingerprint } from '../embeddings/embedder.ts';
import { StaleIndexError } from '../errors.ts';
import { PASSAGE_SETTINGS } from '../passages/passage.ts';
import { ArticleTable } from '../vector-index/article-table.ts';
import { decodeColumns } from '../vector-index/column-file.ts';
import { DiskFile } from '../vector-index/disk-file.ts';
import { ExactVectorStore } from '../vector-index/exact-store.ts';
import { type Generation, openGeneration } from '../vector-index/generation.ts';
import { EXACT_SCAN_LIMIT, HnswVectorStore, loadHnswLibrary } from '../vector-index/hnsw-store.ts';
import type { Manifest } from '../vector-index/manifest.ts';
import { PassageTable } from '../vector-index/passage-table.ts';
import { QuantisedVectorStore } from '../vector-index/quantised-store.ts';
import { sweepIndex } from '../vector-index/sweep.ts';
import { DiskRows, MemoryRows, type VectorRows } from '../vector-index/vector-rows.ts';
import type { VectorStore } from '../vector-index/vector-store.ts';
import { type Aliases, NO_ALIASES } from './aliases.ts';
import { LexicalIndex, type LexicalSearch } from './lexical-index.ts';

/** The files of a generation. */
export const INDEX_FILES = {
  articles: 'articles.json',
  texts: 'texts.bin',
  passages: 'passages.bin',
  vectors: 'vectors.bin',
  /** Only where there are enough passages for a graph and the library is installed. */
  graph: 'hnsw.bin',
  lexical: 'lexical.bin',
  /** The corpus files that the generation was made from. */
  sources: 'sources.json',
} as const;

/**
 * Versions of the steps that no setting tells of. Raise `reading` when a reader finds something else
 * in the same file, `analysis` when the same text gives other terms: indexes made before are stale.
 */
export const INDEX_VERSIONS = { reading: 3, analysis: 2 } as const;

/** An open index: everything that answering needs. Passages are named by their position. */
export interface SearchIndex {
  /** The generation's name. */
  readonly name: string;
  readonly manifest: Manifest;
  readonly articles: ArticleTable;
  readonly passages: PassageTable;
  readonly vectors: VectorStore;
  readonly lexical: LexicalSearch;
  /** The first and the last day of publication; null where no article has a date. */
  readonly published: DateSpan | null;
  /** Positions of articles from which nothing is found, as they were withdrawn. */
  readonly leftOut?: ReadonlySet<number>;
  /** The file `sources.json`, not yet parsed. */
  readonly sources: Uint8Array;
}

/** An index that was opened from disk. All of it is in memory, but for vectors that a graph has too. */
export interface EmbeddedIndex extends SearchIndex {
  readonly vectorRows: VectorRows;
  readonly lexical: LexicalIndex;
}

/**
 * Opens the current generation, verified.
 *
 * @param model the fingerprint that questions are embedded with.
 * @param aliases other names of what questions name.
 * @returns null when there is no index yet.
 * @throws IndexError when the index is damaged, StaleIndexError when it was made with another model or
 *   other settings.
 */
export async function openSearchIndex(
  indexDir: string,
  model: ModelFingerprint,
  aliases: Aliases = NO_ALIASES,
): Promise<EmbeddedIndex | null> {
  await sweepIndex(indexDir);
  const generation = await openGeneration(indexDir, filesOnDisk);
  if (generation === null) return null;
  const stale = staleReason(generation.manifest, model);
  if (stale !== null) {
    throw new StaleIndexError(
      `the index in ${indexDir} is stale: ${stale}; rebuild it with "npm run -s verbatim -- index"`,
    );
  }
  const texts = isLarge(generation.manifest)
    ? new DiskFile(generation.pathOf(INDEX_FILES.texts)!)
    : generation.file(INDEX_FILES.texts);
  const { rows: vectorRows, store: vectors } = await openVectors(generation);
  const articles = ArticleTable.decode(generation.file(INDEX_FILES.articles), texts);
  return {
    name: generation.name,
    manifest: generation.manifest,
    articles,
    passages: new PassageTable(decodeColumns(generation.file(INDEX_FILES.passages))),
    vectors,
    vectorRows,
    lexical: new LexicalIndex(decodeColumns(generation.file(INDEX_FILES.lexical)), aliases),
    published: spanOfPublication(articles),
    sources: generation.file(INDEX_FILES.sources),
  };
}

/** Why an index cannot be used with this model and these settings; null where it can. */
export function staleReason(manifest: Manifest, model: ModelFingerprint): string | null {
  if (manifest.model.id !== model.id) {
    return `it was made with the model ${manifest.model.id}, the setting is ${model.id}`;
  }
  for (const [name, value] of Object.entries(model)) {
    const indexed = manifest.model[name as keyof ModelFingerprint];
    if (indexed !== value) return `the model ${model.id} has changed (${name})`;
  }
  for (const [name, value] of Object.entries(INDEX_VERSIONS)) {
    const indexed = manifest.versions[name as keyof typeof INDEX_VERSIONS];
    if (indexed !== value) return `this version of Verbatim works differently (${name})`;
  }
  for (const [name, value] of Object.entries(PASSAGE_SETTINGS)) {
    const indexed = manifest.passages[name as keyof typeof PASSAGE_SETTINGS];
    if (indexed !== value) return `passages are cut differently now (${name})`;
  }
  return null;
}

/** Vectors and texts of a large index stay on disk; of its vectors a graph or short codes are searched. */
function isLarge({ counts }: Manifest): boolean {
  return counts.passages > EXACT_SCAN_LIMIT;
}

function filesOnDisk(manifest: Manifest): string[] {
  const { graph, vectors, texts } = INDEX_FILES;
  return isLarge(manifest) ? [graph, vectors, texts] : [graph];
}

async function openVectors(
  generation: Generation,
): Promise<{ readonly rows: VectorRows; readonly store: VectorStore }> {
  const { dims } = generation.manifest.model;
  if (!isLarge(generation.manifest)) {
    const rows = new MemoryRows(toFloats(generation.file(INDEX_FILES.vectors)), dims);
    return { rows, store: new ExactVectorStore(rows) };
  }
  const vectorsFile = generation.pathOf(INDEX_FILES.vectors)!;
  const rows = new DiskRows(vectorsFile, dims);
  const graph = generation.pathOf(INDEX_FILES.graph);
  const library = graph === null ? null : (await loadHnswLibrary()).library;
  if (graph !== null && library !== null) {
    return { rows, store: await HnswVectorStore.open(library, graph, rows) };
  }
  const quantised = await QuantisedVectorStore.open(vectorsFile, rows);
  return { rows, store: quantised ?? new ExactVectorStore(rows) };
}

/** The first and the last day of publication; null where no article has a date. */
export function spanOfPublication(articles: ArticleTable): DateSpan | null {
  let first: CalendarDate | null = null;
  let last: CalendarDate | null = null;
  for (let article = 0; article < articles.size; article++) {
    const { date } = articles.row(article);
    if (date === null) continue;
    if (first === null || date < first) first = date;
    if (last === null || date > last) last = date;
  }
  return first === null || last === null ? null : { from: first, to: last };
}

/** Views bytes as floats; small files are read into the middle of a shared buffer and are copied. */
function toFloats(bytes: Uint8Array): Float32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
  return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4);
}

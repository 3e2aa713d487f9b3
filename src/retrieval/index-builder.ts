import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Article } from '../corpus/article.ts';
import type { Embedder } from '../embeddings/embedder.ts';
import { passageContext, passageInput } from '../embeddings/passage-input.ts';
import { type Passage, PASSAGE_SETTINGS } from '../passages/passage.ts';
import { splitArticle } from '../passages/split-article.ts';
import { type ArticleRow, encodeArticleRows } from '../vector-index/article-table.ts';
import { encodeColumns } from '../vector-index/column-file.ts';
import { readCurrent } from '../vector-index/current-file.ts';
import { type AppendedFile, GenerationWriter } from '../vector-index/generation-writer.ts';
import { GraphWriter } from '../vector-index/graph-writer.ts';
import { FORMAT_VERSION } from '../vector-index/manifest.ts';
import { passageColumns, type PassageRow } from '../vector-index/passage-table.ts';
import type { PreviousGraph } from '../vector-index/update-graph.ts';
import { analyze } from './analyze.ts';
import { LexicalIndexBuilder } from './lexical-index.ts';
import type { PreviousIndex } from './previous-index.ts';
import { INDEX_FILES, INDEX_VERSIONS } from './search-index.ts';
import { encodeSources, type Source } from './sources.ts';

/** Passages that wait for their vectors are embedded together, this many at a time. */
const BATCH_PASSAGES = 64;

/** The vector of a passage, or what to embed. */
type BatchEntry = Float32Array | string;

/** What a finished build amounts to. */
export interface BuildCounts {
  readonly articles: number;
  readonly passages: number;
  /** Passages whose vector was made and not taken over from the generation before. */
  readonly embedded: number;
}

/**
 * Makes a new generation of an index, article by article. Texts and vectors go to disk in batches, so
 * that memory holds one batch, the positions of passages and the lexical index, but not the corpus.
 */
export class IndexBuilder {
  readonly #embedder: Embedder;
  readonly #previous: PreviousIndex | null;
  readonly #writer: GenerationWriter;
  readonly #texts: AppendedFile;
  readonly #vectors: AppendedFile;
  readonly #graph: GraphWriter;
  readonly #articles: ArticleRow[] = [];
  readonly #passages: PassageRow[] = [];
  readonly #lexical = new LexicalIndexBuilder();
  #batch: BatchEntry[] = [];
  #embedded = 0;

  private constructor(
    embedder: Embedder,
    previous: PreviousIndex | null,
    writer: GenerationWriter,
    texts: AppendedFile,
    vectors: AppendedFile,
    graph: GraphWriter,
  ) {
    this.#embedder = embedder;
    this.#previous = previous;
    this.#writer = writer;
    this.#texts = texts;
    this.#vectors = vectors;
    this.#graph = graph;
  }

  /**
   * @param previous what unchanged passages are taken over from; null builds everything anew.
   * @param graphFrom with how many passages there is a graph.
   */
  static async create(
    indexDir: string,
    embedder: Embedder,
    previous: PreviousIndex | null,
    graphFrom: number,
  ): Promise<IndexBuilder> {
    const writer = await GenerationWriter.create(indexDir);
    const texts = await writer.append(INDEX_FILES.texts);
    const vectors = await writer.append(INDEX_FILES.vectors);
    const graph = new GraphWriter(
      writer.pathOf(INDEX_FILES.vectors),
      embedder.fingerprint.dims,
      previous && (await findGraph(indexDir)),
      graphFrom,
    );
    return new IndexBuilder(embedder, previous, writer, texts, vectors, graph);
  }

  get passageCount(): number {
    return this.#passages.length;
  }

  /** Adds an article behind those before it. */
  async add(article: Article): Promise<void> {
    const position = this.#articles.length;
    const { text, ...row } = article;
    const bytes = Buffer.from(text);
    const start = this.#texts.bytes;
    await this.#texts.write(bytes);
    this.#articles.push({ ...row, textBytes: [start, start + bytes.length] });

    for (const { passage, entry } of this.#passagesOf(article)) {
      this.#passages.push({
        article: position,
        start: passage.start,
        end: passage.end,
        heading: passage.heading,
        eventDates: passage.eventDates,
      });
      this.#lexical.add([
        ...analyze(text.slice(passage.start, passage.end)),
        ...analyze(passageContext(article, passage)),
      ]);
      this.#batch.push(entry);
      if (this.#batch.length >= BATCH_PASSAGES) await this.#writeBatch();
    }
  }

  /**
   * Makes the new generation the current one.
   *
   * @param keep how many generations before it are kept for going back.
   * @param onLinked called while the passages are linked to a graph, in large indexes.
   */
  async finish(
    sources: readonly Source[],
    keep: number,
    onLinked: (passages: number) => void,
  ): Promise<BuildCounts> {
    await this.#writeBatch();
    await this.#texts.close();
    await this.#vectors.close();
    const writer = this.#writer;
    await writer.write(INDEX_FILES.articles, [encodeArticleRows(this.#articles)]);
    await writer.write(INDEX_FILES.passages, encodeColumns(passageColumns(this.#passages)));
    await writer.write(INDEX_FILES.lexical, encodeColumns(this.#lexical.columns()));
    await writer.write(INDEX_FILES.sources, [encodeSources(sources)]);
    await this.#writeGraph(onLinked);
    const counts = { articles: this.#articles.length, passages: this.#passages.length };
    await writer.publish(
      {
        formatVersion: FORMAT_VERSION,
        createdAt: new Date().toISOString(),
        model: this.#embedder.fingerprint,
        metric: 'cosine',
        versions: INDEX_VERSIONS,
        passages: PASSAGE_SETTINGS,
        counts,
      },
      keep,
    );
    return { ...counts, embedded: this.#embedded };
  }

  /** Leaves the index as it was. */
  async discard(): Promise<void> {
    await this.#graph.discard();
    await Promise.allSettled([this.#texts.close(), this.#vectors.close()]);
    await this.#writer.discard();
  }

  /** The passages of an article, each with its vector where that is known, else with what to embed. */
  #passagesOf(article: Article): { readonly passage: Passage; readonly entry: BatchEntry }[] {
    const unchanged = this.#previous?.unchangedPassages(article);
    if (unchanged) return unchanged.map(({ passage, vector }) => ({ passage, entry: vector }));
    const known = this.#previous?.vectorsByInput(article);
    return splitArticle(article, PASSAGE_SETTINGS, this.#embedder).map((passage) => {
      const input = passageInput(article, passage, this.#embedder);
      return { passage, entry: known?.get(input) ?? input };
    });
  }

  async #writeBatch(): Promise<void> {
    const inputs = this.#batch.filter((entry) => typeof entry === 'string');
    const embedded = await this.#embedder.embedPassages(inputs);
    this.#embedded += inputs.length;
    const { dims } = this.#embedder.fingerprint;
    const vectors = new Float32Array(this.#batch.length * dims);
    let next = 0;
    this.#batch.forEach((entry, row) => {
      vectors.set(typeof entry === 'string' ? embedded[next++]! : entry, row * dims);
    });
    await this.#vectors.write(new Uint8Array(vectors.buffer));
    this.#batch = [];
    const vectorBytes = dims * Float32Array.BYTES_PER_ELEMENT;
    await this.#graph.linkUpTo(Math.floor(this.#vectors.writtenBytes / vectorBytes));
  }

  async #writeGraph(onLinked: (passages: number) => void): Promise<void> {
    const size = this.#passages.length;
    const library = await this.#graph.libraryFor(size);
    if (library === null) return;
    await this.#writer.writeWith(INDEX_FILES.graph, (file) =>
      this.#graph.write(library, file, size, onLinked),
    );
  }
}

/** The graph of the generation in use; null where it has none. */
async function findGraph(indexDir: string): Promise<PreviousGraph | null> {
  const names = await readCurrent(indexDir);
  if (names === null) return null;
  const fileOf = (name: string): string => path.join(indexDir, names.current, name);
  const graphFile = fileOf(INDEX_FILES.graph);
  return existsSync(graphFile) ? { graphFile, vectorsFile: fileOf(INDEX_FILES.vectors) } : null;
}

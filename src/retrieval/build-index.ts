import type { Article } from '../corpus/article.ts';
import type { Embedder } from '../embeddings/embedder.ts';
import { passageContext, passageInput } from '../embeddings/passage-input.ts';
import { PASSAGE_SETTINGS } from '../passages/passage.ts';
import { splitArticle } from '../passages/split-article.ts';
import { encodeArticles } from '../vector-index/article-table.ts';
import { encodeColumns } from '../vector-index/column-file.ts';
import { GenerationWriter } from '../vector-index/generation.ts';
import { EXACT_SCAN_LIMIT, loadHnswLibrary, writeHnswGraph } from '../vector-index/hnsw-store.ts';
import { FORMAT_VERSION } from '../vector-index/manifest.ts';
import { passageColumns, type PassageRow } from '../vector-index/passage-table.ts';
import { analyze } from './analyze.ts';
import { LexicalIndexBuilder } from './lexical-index.ts';
import { INDEX_FILES } from './search-index.ts';
import { encodeSources, type Source } from './sources.ts';

export interface BuildOptions {
  readonly indexDir: string;
  readonly embedder: Embedder;
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
}

/** How far a build is; told once a file, and once a batch of passages. */
export interface BuildProgress {
  readonly stage: 'reading' | 'embedding' | 'linking';
  /** Files while reading, passages after that. */
  readonly done: number;
  readonly total: number;
}

/** Passages embedded between two reports of progress. */
const BATCH_PASSAGES = 64;

/**
 * Makes an index of the articles and publishes it as the current generation; until then, and when
 * anything fails, the one before stays as it is.
 *
 * @param sources the files that the articles were read from, kept to tell later what has changed.
 * @returns the number of passages.
 */
export async function buildIndex(
  articles: readonly Article[],
  sources: readonly Source[],
  options: BuildOptions,
): Promise<number> {
  const { indexDir, embedder } = options;
  const { passages, inputs, lexical } = preparePassages(articles, embedder);
  const vectors = await embedAll(inputs, options);

  const writer = await GenerationWriter.create(indexDir);
  try {
    const { rows, texts } = encodeArticles(articles);
    await writer.write(INDEX_FILES.articles, [rows]);
    await writer.write(INDEX_FILES.texts, texts);
    await writer.write(INDEX_FILES.passages, encodeColumns(passageColumns(passages)));
    await writer.write(INDEX_FILES.vectors, encodeColumns({ vectors }));
    await writer.write(INDEX_FILES.lexical, encodeColumns(lexical.columns()));
    await writer.write(INDEX_FILES.sources, [encodeSources(sources)]);
    await writeGraph(writer, vectors, passages.length, options);
    await writer.publish({
      formatVersion: FORMAT_VERSION,
      createdAt: new Date().toISOString(),
      model: embedder.fingerprint,
      metric: 'cosine',
      passages: PASSAGE_SETTINGS,
      counts: { articles: articles.length, passages: passages.length },
    });
  } catch (error) {
    await writer.discard();
    throw error;
  }
  return passages.length;
}

/** Cuts the articles into passages, with what the model and the lexical index are given of each. */
function preparePassages(
  articles: readonly Article[],
  embedder: Embedder,
): {
  readonly passages: PassageRow[];
  readonly inputs: string[];
  readonly lexical: LexicalIndexBuilder;
} {
  const passages: PassageRow[] = [];
  const inputs: string[] = [];
  const lexical = new LexicalIndexBuilder();
  articles.forEach((article, position) => {
    for (const passage of splitArticle(article, PASSAGE_SETTINGS, embedder)) {
      const { start, end, heading, eventDates } = passage;
      passages.push({ article: position, start, end, heading, eventDates });
      inputs.push(passageInput(article, passage, embedder));
      lexical.add([
        ...analyze(article.text.slice(start, end)),
        ...analyze(passageContext(article, passage)),
      ]);
    }
  });
  return { passages, inputs, lexical };
}

/** The vectors of all inputs, `[inputs, dims]` in row-major order. */
async function embedAll(
  inputs: readonly string[],
  { embedder, onProgress }: BuildOptions,
): Promise<Float32Array> {
  const { dims } = embedder.fingerprint;
  const vectors = new Float32Array(inputs.length * dims);
  for (let done = 0; done < inputs.length; done += BATCH_PASSAGES) {
    onProgress?.({ stage: 'embedding', done, total: inputs.length });
    const batch = await embedder.embedPassages(inputs.slice(done, done + BATCH_PASSAGES));
    batch.forEach((vector, row) => vectors.set(vector, (done + row) * dims));
  }
  onProgress?.({ stage: 'embedding', done: inputs.length, total: inputs.length });
  return vectors;
}

async function writeGraph(
  writer: GenerationWriter,
  vectors: Float32Array,
  total: number,
  { embedder, onProgress }: BuildOptions,
): Promise<void> {
  if (total <= EXACT_SCAN_LIMIT) return;
  const { library } = await loadHnswLibrary();
  if (library === null) return;
  onProgress?.({ stage: 'linking', done: 0, total });
  await writer.writeWith(INDEX_FILES.graph, (file) =>
    writeHnswGraph(library, file, vectors, embedder.fingerprint.dims),
  );
  onProgress?.({ stage: 'linking', done: total, total });
}

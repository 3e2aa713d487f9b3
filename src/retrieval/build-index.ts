import type { Article } from '../corpus/article.ts';
import type { Embedder } from '../embeddings/embedder.ts';
import { DEFAULT_GRAPH_FROM } from '../vector-index/hnsw-store.ts';
import { type BuildCounts, IndexBuilder } from './index-builder.ts';

/**
 * Makes an index of articles that are in memory, for measuring. What is on disk goes through
 * `indexCorpus`.
 */
export async function buildIndex(
  articles: readonly Article[],
  indexDir: string,
  embedder: Embedder,
): Promise<BuildCounts> {
  const builder = await IndexBuilder.create(indexDir, embedder, null, DEFAULT_GRAPH_FROM);
  try {
    for (const article of articles) await builder.add(article);
    return await builder.finish([], 0, () => {});
  } catch (error) {
    await builder.discard();
    throw error;
  }
}

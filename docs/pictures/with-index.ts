import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import type { Embedder } from '../../src/embeddings/embedder.ts';
import { readProfile } from '../../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../../src/embeddings/transformers-embedder.ts';
import { indexCorpus } from '../../src/retrieval/index-corpus.ts';
import { openSearchIndex, type SearchIndex } from '../../src/retrieval/search-index.ts';

export interface Indexed {
  readonly index: SearchIndex;
  readonly embedder: Embedder;
}

/** Has something done with an index of a corpus, which is deleted afterwards. */
export async function withIndex<Result>(
  corpusDir: string,
  work: (indexed: Indexed) => Promise<Result>,
): Promise<Result> {
  const indexDir = await mkdtemp(path.join(tmpdir(), 'verbatim-pictures-'));
  try {
    const embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
    await indexCorpus({ corpusDir, sampleCorpus: true, indexDir, embedder });
    const index = await openSearchIndex(indexDir, embedder.fingerprint);
    if (index === null) throw new Error('no index after building');
    return await work({ index, embedder });
  } finally {
    await rm(indexDir, { recursive: true });
  }
}

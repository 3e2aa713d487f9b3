import path from 'node:path';
import { EMBEDDED_MODEL_DIR } from '../../../src/config.ts';
import { readProfile } from '../../../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../../../src/embeddings/transformers-embedder.ts';
import { retrieve } from '../../../src/retrieval/retrieve.ts';
import { openSearchIndex } from '../../../src/retrieval/search-index.ts';
import { INDEX_FOLDER } from '../export-collection.ts';

type Search = (question: { readonly text: string }, count: number) => Promise<number[]>;

/** The ranking that `ask` uses, over the index that the collection was exported from. */
export async function build({ folder }: { readonly folder: string }): Promise<Search> {
  const embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
  const index = await openSearchIndex(path.join(folder, INDEX_FOLDER), embedder.fingerprint);
  if (index === null) throw new Error(`no index in ${folder}`);
  return async ({ text }, count) => {
    const { passages } = await retrieve(index, embedder, text, { count });
    return passages.map(({ passage }) => passage);
  };
}

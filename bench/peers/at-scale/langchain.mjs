import { HNSWLib } from '@langchain/community/vectorstores/hnswlib';
import { Document } from '@langchain/core/documents';
import { Embeddings } from '@langchain/core/embeddings';

/** Our model for LangChain, which wants plain arrays. */
class LiveEmbeddings extends Embeddings {
  #embedder;

  constructor(embedder) {
    super({});
    this.#embedder = embedder;
  }

  async embedDocuments(texts) {
    const vectors = await this.#embedder.embedPassages(texts);
    return vectors.map((vector) => [...vector]);
  }

  async embedQuery(text) {
    return [...(await this.#embedder.embedQuestion(text))];
  }
}

/**
 * LangChain.js with HNSWLib, as its documentation shows it.
 *
 * @param {number} [searchCandidates] how many passages a search looks at (ef); without it the
 *   library's default.
 */
export function langchainContender(searchCandidates) {
  return {
    async build({ folder, embedder, passages }) {
      const store = await HNSWLib.fromDocuments(
        passages.map(toDocument),
        new LiveEmbeddings(embedder),
      );
      await store.save(folder);
    },

    async open({ folder, embedder }) {
      const store = await HNSWLib.load(folder, new LiveEmbeddings(embedder));
      if (searchCandidates !== undefined) store.index.setEf(searchCandidates);
      return {
        ask: (question) => store.similaritySearch(question, 10),
        async nearest(query, count) {
          const found = await store.similaritySearchVectorWithScore([...query], count);
          return found.map(([{ metadata }]) => metadata.position);
        },
      };
    },

    /** It cannot take anything out: what has changed is added, and what it was before stays. */
    async update({ folder, embedder, changes }) {
      const store = await HNSWLib.load(folder, new LiveEmbeddings(embedder));
      await store.addDocuments(changes.map(({ text, position }) => toDocument(text, position)));
      await store.save(folder);
    },
  };
}

function toDocument(pageContent, position) {
  return new Document({ pageContent, metadata: { position } });
}

import { HNSWLib } from '@langchain/community/vectorstores/hnswlib';
import { Document } from '@langchain/core/documents';
import { Embeddings } from '@langchain/core/embeddings';

/** Our model for LangChain; its vectors were made beforehand. */
class StoredEmbeddings extends Embeddings {
  #passages;
  #questions;

  constructor({ passages, questions }) {
    super({});
    this.#passages = passages;
    this.#questions = new Map(questions.map(({ text, vector }) => [text, [...vector]]));
  }

  /** LangChain embeds all documents in one call, in the order that they were given. */
  async embedDocuments(texts) {
    if (texts.length !== this.#passages.length) throw new Error('expected all passages at once');
    return this.#passages.map(({ vector }) => [...vector]);
  }

  async embedQuery(text) {
    return this.#questions.get(text);
  }
}

/** LangChain.js with HNSWLib, as its documentation shows it. */
export async function build(collection) {
  const documents = collection.passages.map(
    ({ position, title, text }) =>
      new Document({ pageContent: `${title}\n${text}`, metadata: { position } }),
  );
  const store = await HNSWLib.fromDocuments(documents, new StoredEmbeddings(collection));
  return async ({ text }, count) => {
    const found = await store.similaritySearch(text, count);
    return found.map(({ metadata }) => metadata.position);
  };
}

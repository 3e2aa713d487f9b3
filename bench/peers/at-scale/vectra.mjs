import { LocalIndex } from 'vectra';

/** Vectra, which compares every vector; inserted in one update, since each rewrites its file. */
export const contender = {
  async build({ folder, embedder, passages }) {
    const index = new LocalIndex(folder);
    await index.createIndex();
    const all = passages.map((text, position) => ({ position, text }));
    await index.batchInsertItems(await toItems(all, embedder));
  },

  async open({ folder, embedder }) {
    const index = new LocalIndex(folder);
    // Reads the file, which it would otherwise put off until the first question.
    await index.getIndexStats();
    const find = async (vector, question, count) => {
      const found = await index.queryItems([...vector], question, count);
      return found.map(({ item }) => Number(item.id));
    };
    return {
      ask: async (question) => find(await embedder.embedQuestion(question), question, 10),
      nearest: (vector, count) => find(vector, '', count),
    };
  },

  async update({ folder, embedder, changes }) {
    const index = new LocalIndex(folder);
    await index.beginUpdate();
    for (const item of await toItems(changes, embedder)) await index.upsertItem(item);
    await index.endUpdate();
  },
};

/** @param {readonly { position: number, text: string }[]} passages */
async function toItems(passages, embedder) {
  const vectors = await embedder.embedPassages(passages.map(({ text }) => text));
  return passages.map(({ position, text }, row) => ({
    id: String(position),
    vector: [...vectors[row]],
    metadata: { text },
  }));
}

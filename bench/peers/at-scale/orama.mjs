import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { create, insertMultiple, load, save, search, updateMultiple } from '@orama/orama';

/**
 * Orama, searched in one of its modes.
 *
 * @param {'fulltext' | 'vector' | 'hybrid'} mode
 */
export function oramaContender(mode) {
  const hasText = mode !== 'vector';
  const hasVectors = mode !== 'fulltext';

  const createDatabase = ({ dims }) =>
    create({
      schema: {
        ...(hasText ? { text: 'string' } : {}),
        ...(hasVectors ? { vector: `vector[${dims}]` } : {}),
      },
      components: { tokenizer: { language: 'english', stemming: true } },
    });

  /** @param {readonly { position: number, text: string }[]} passages */
  const toDocuments = async (passages, embedder) => {
    const texts = passages.map(({ text }) => text);
    const vectors = hasVectors ? await embedder.embedPassages(texts) : [];
    return passages.map(({ position, text }, row) => ({
      id: String(position),
      ...(hasText ? { text } : {}),
      ...(hasVectors ? { vector: [...vectors[row]] } : {}),
    }));
  };

  const restore = async (folder, embedder) => {
    const database = createDatabase(embedder.fingerprint);
    load(database, deserialize(await readFile(path.join(folder, 'index.bin'))));
    return database;
  };

  return {
    async build({ folder, embedder, passages }) {
      const database = createDatabase(embedder.fingerprint);
      const all = passages.map((text, position) => ({ position, text }));
      await insertMultiple(database, await toDocuments(all, embedder));
      await store(folder, database);
    },

    async open({ folder, embedder }) {
      const database = await restore(folder, embedder);
      const find = async (term, vector, limit) => {
        const { hits } = await search(database, {
          mode,
          limit,
          ...(hasText ? { term } : {}),
          // The default of 0.8 is meant for another model and would drop nearly all passages.
          ...(hasVectors
            ? { vector: { value: [...vector], property: 'vector' }, similarity: 0 }
            : {}),
        });
        return hits.map(({ id }) => Number(id));
      };
      return {
        ask: async (question) =>
          find(question, hasVectors ? await embedder.embedQuestion(question) : null, 10),
        ...(mode === 'vector' ? { nearest: (query, count) => find('', query, count) } : {}),
      };
    },

    async update({ folder, embedder, changes }) {
      const database = await restore(folder, embedder);
      const ids = changes.map(({ position }) => String(position));
      await updateMultiple(database, ids, await toDocuments(changes, embedder));
      await store(folder, database);
    },
  };
}

// Its own form of JSON is longer than a string may be at 100,000 vectors.
function store(folder, database) {
  return writeFile(path.join(folder, 'index.bin'), serialize(save(database)));
}

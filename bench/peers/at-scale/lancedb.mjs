import { connect } from '@lancedb/lancedb';

const TABLE = 'passages';
/** Its index cannot be trained with fewer rows. */
const LEAST_INDEXED = 256;

/**
 * LanceDB with its default index (IVF_PQ), as its documentation shows it.
 *
 * @param {number} [refineFactor] how many times as many passages as wanted it compares once more by
 *   their full vectors; without it none.
 */
export function lancedbContender(refineFactor) {
  return {
    async build({ folder, embedder, passages }) {
      const database = await connect(folder);
      const all = passages.map((text, position) => ({ position, text }));
      const table = await database.createTable(TABLE, await toRows(all, embedder));
      if (all.length >= LEAST_INDEXED) await table.createIndex('vector');
    },

    async open({ folder, embedder }) {
      const table = await openTable(folder);
      const find = async (vector, count) => {
        const query = table.vectorSearch(vector).limit(count);
        if (refineFactor !== undefined) query.refineFactor(refineFactor);
        const rows = await query.toArray();
        return rows.map(({ position }) => position);
      };
      return {
        ask: async (question) => find(await embedder.embedQuestion(question), 10),
        nearest: find,
      };
    },

    async update({ folder, embedder, changes }) {
      const table = await openTable(folder);
      await table
        .mergeInsert('position')
        .whenMatchedUpdateAll()
        .execute(await toRows(changes, embedder));
      await table.optimize();
    },
  };
}

async function openTable(folder) {
  const database = await connect(folder);
  return database.openTable(TABLE);
}

/** @param {readonly { position: number, text: string }[]} passages */
async function toRows(passages, embedder) {
  const vectors = await embedder.embedPassages(passages.map(({ text }) => text));
  return passages.map(({ position, text }, row) => ({ position, text, vector: [...vectors[row]] }));
}

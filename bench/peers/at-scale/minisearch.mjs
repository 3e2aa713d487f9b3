import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import MiniSearch from 'minisearch';

const OPTIONS = { fields: ['text'], idField: 'position' };

/** MiniSearch as its documentation shows it first; full text only. */
export const contender = {
  async build({ folder, passages }) {
    const search = new MiniSearch(OPTIONS);
    search.addAll(passages.map((text, position) => ({ position, text })));
    await save(folder, search);
  },

  async open({ folder }) {
    const search = await load(folder);
    return { ask: async (question) => search.search(question).slice(0, 10) };
  },

  async update({ folder, changes }) {
    const search = await load(folder);
    for (const { position, text } of changes) {
      search.discard(position);
      search.add({ position, text });
    }
    await save(folder, search);
  },
};

async function save(folder, search) {
  await writeFile(path.join(folder, 'index.json'), JSON.stringify(search));
}

async function load(folder) {
  return MiniSearch.loadJSON(await readFile(path.join(folder, 'index.json'), 'utf8'), OPTIONS);
}

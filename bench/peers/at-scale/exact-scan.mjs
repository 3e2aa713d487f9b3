import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The cosine of every passage with the question: what a program without any library does. */
export const contender = {
  async build({ folder, embedder, passages }) {
    await write(folder, embedder, await embedder.embedPassages(passages));
  },

  async open({ folder, embedder }) {
    const rows = await read(folder);
    const nearest = (query, count) => scan(rows, query, count);
    return {
      ask: async (question) => nearest(await embedder.embedQuestion(question), 10),
      nearest,
    };
  },

  async update({ folder, embedder, changes }) {
    const rows = await read(folder);
    const vectors = await embedder.embedPassages(changes.map(({ text }) => text));
    const { dims } = embedder.fingerprint;
    changes.forEach(({ position }, change) => rows.set(vectors[change], position * dims));
    await writeFile(path.join(folder, 'vectors.bin'), rows);
  },
};

async function write(folder, embedder, vectors) {
  const { dims } = embedder.fingerprint;
  const rows = new Float32Array(vectors.length * dims);
  vectors.forEach((vector, position) => rows.set(vector, position * dims));
  await writeFile(path.join(folder, 'vectors.bin'), rows);
}

async function read(folder) {
  const { buffer, byteOffset, byteLength } = await readFile(path.join(folder, 'vectors.bin'));
  return new Float32Array(buffer, byteOffset, byteLength / 4);
}

function scan(rows, query, count) {
  const dims = query.length;
  const scored = [];
  for (let position = 0; position * dims < rows.length; position++) {
    let score = 0;
    for (let dim = 0; dim < dims; dim++) score += query[dim] * rows[position * dims + dim];
    scored.push({ position, score });
  }
  scored.sort((a, b) => b.score - a.score);
  return scored.slice(0, count).map(({ position }) => position);
}

import { readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * What a peer is given: passages and questions with their vectors, as `export-collection.ts` wrote
 * them.
 *
 * @typedef {object} Collection
 * @property {string} folder
 * @property {number} dims
 * @property {readonly string[]} stopWords
 * @property {readonly Passage[]} passages
 * @property {readonly Question[]} questions
 *
 * @typedef {object} Passage
 * @property {number} position
 * @property {string} title of the article; empty where it has none
 * @property {string} text
 * @property {Float32Array} vector L2-normalised
 *
 * @typedef {object} Question
 * @property {string} text
 * @property {Float32Array} vector L2-normalised
 */

/**
 * @param {string} folder
 * @returns {Promise<Collection>}
 */
export async function readCollection(folder) {
  const { dims, stopWords } = JSON.parse(await readFile(path.join(folder, 'collection.json')));
  const passages = await readLines(path.join(folder, 'passages.jsonl'));
  const questions = await readLines(path.join(folder, 'questions.jsonl'));
  const passageVectors = await readVectors(path.join(folder, 'passage-vectors.bin'), dims);
  const questionVectors = await readVectors(path.join(folder, 'question-vectors.bin'), dims);
  return {
    folder,
    dims,
    stopWords,
    passages: passages.map(({ title, text }, position) => ({
      position,
      title,
      text,
      vector: passageVectors[position],
    })),
    questions: questions.map(({ text }, position) => ({ text, vector: questionVectors[position] })),
  };
}

/** @param {string} file */
async function readLines(file) {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

/**
 * @param {string} file
 * @param {number} dims
 */
async function readVectors(file, dims) {
  // Copied, since a small file may be read into the middle of a shared buffer.
  const { buffer } = Uint8Array.from(await readFile(file));
  const floats = new Float32Array(buffer);
  return Array.from({ length: floats.length / dims }, (_, row) =>
    floats.subarray(row * dims, (row + 1) * dims),
  );
}

/**
 * Builds one library's index of a collection, asks it every question and writes what it found. Runs in
 * a process of its own, so that no library profits from, or pays for, what another has loaded.
 *
 *     node run-peer.mjs libraries/NAME.mjs COLLECTION_FOLDER RESULT_FILE
 *
 * A library is a module with `build(collection)`, which returns a function `search(question, count)`
 * that returns the positions of passages, best first.
 */
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { readCollection } from './collection.mjs';

/** A long document is cut into several passages; this many hold ten documents all the same. */
const DEPTH = 100;

const [library, folder, resultFile] = process.argv.slice(2);
const { build } = await import(pathToFileURL(library).href);
const collection = await readCollection(folder);

const buildStarted = performance.now();
const search = await build(collection);
const buildMs = performance.now() - buildStarted;

const found = [];
const questionMs = [];
for (const question of collection.questions) {
  const started = performance.now();
  const positions = await search(question, Math.min(DEPTH, collection.passages.length));
  questionMs.push(performance.now() - started);
  found.push(positions);
}
const peakBytes = process.resourceUsage().maxRSS * 1024;
await writeFile(resultFile, JSON.stringify({ found, buildMs, questionMs, peakBytes }));

import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Embedder } from '../../src/embeddings/embedder.ts';
import { STOP_WORDS } from '../../src/retrieval/stop-words.ts';
import { INDEX_FILES, openSearchIndex } from '../../src/retrieval/search-index.ts';

/** Where a collection has the index that its passages come from. */
export const INDEX_FOLDER = 'index';

/** A passage as peers see it. */
export interface ExportedPassage {
  /** Path of the article; of a BEIR document, its id. */
  readonly document: string;
  /** The article's; empty where it has none. */
  readonly title: string;
  readonly text: string;
}

/**
 * Writes what every peer reads, so that all search the same passages with the same vectors: passages
 * and questions as JSON lines, their vectors as rows of 32-bit floats. The index must have been built
 * in `INDEX_FOLDER` below the folder.
 *
 * @returns the passages in the order of the index.
 */
export async function exportCollection(
  folder: string,
  questions: readonly string[],
  embedder: Embedder,
): Promise<ExportedPassage[]> {
  const index = await openSearchIndex(path.join(folder, INDEX_FOLDER), embedder.fingerprint);
  if (index === null) throw new Error(`no index in ${folder}`);
  const { dims } = embedder.fingerprint;
  const passages = Array.from({ length: index.passages.size }, (_, position): ExportedPassage => {
    const { article, start, end } = index.passages.at(position);
    const { path: document, title, text } = index.articles.at(article);
    return { document, title: title ?? '', text: text.slice(start, end) };
  });
  const questionVectors = new Float32Array(questions.length * dims);
  for (const [position, question] of questions.entries()) {
    questionVectors.set(await embedder.embedQuestion(question), position * dims);
  }
  const file = (name: string): string => path.join(folder, name);
  await writeFile(file('collection.json'), JSON.stringify({ dims, stopWords: [...STOP_WORDS] }));
  await writeFile(file('passages.jsonl'), toLines(passages));
  await copyFile(
    path.join(folder, INDEX_FOLDER, index.name, INDEX_FILES.vectors),
    file('passage-vectors.bin'),
  );
  await writeFile(file('questions.jsonl'), toLines(questions.map((text) => ({ text }))));
  await writeFile(file('question-vectors.bin'), questionVectors);
  return passages;
}

function toLines(values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

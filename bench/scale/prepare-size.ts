import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Embedder } from '../../src/embeddings/embedder.ts';
import { passageInput } from '../../src/embeddings/passage-input.ts';
import { openSearchIndex } from '../../src/retrieval/search-index.ts';
import { ExactVectorStore } from '../../src/vector-index/exact-store.ts';
import type { ChangedPassage } from './contender.ts';
import { articleFile, GeneratedNews, PASSAGES_PER_ARTICLE } from './generated-news.ts';
import { SIZE_FILES } from './measurements.ts';

const QUESTIONS = 100;
const DEPTH = 10;
/** Every so manieth article changes. */
const CHANGED = 100;

/** Makes up the articles of a size, and questions about some of them. */
export async function prepareCorpus(folder: string, size: number): Promise<void> {
  const corpusDir = path.join(folder, SIZE_FILES.corpus);
  await mkdir(corpusDir, { recursive: true });
  const news = await GeneratedNews.create(size, `scale ${size}`);
  await news.write(corpusDir, size);
  const articles = Math.ceil(size / PASSAGES_PER_ARTICLE);
  const questions: string[] = [];
  for (let question = 0; question < QUESTIONS; question++) {
    const article = Math.floor((question * articles) / QUESTIONS);
    questions.push(news.questionAbout(await readFile(fileOf(folder, article), 'utf8')));
  }
  await write(folder, SIZE_FILES.questions, questions);
  // Known once Verbatim has cut the articles.
  await write(folder, SIZE_FILES.passages, []);
}

/**
 * Writes the passages of an index, with what the model is given for each, and what an exact search
 * finds for each question.
 *
 * @returns bytes of all vectors and texts.
 */
export async function exportPassages(
  folder: string,
  indexDir: string,
  embedder: Embedder,
): Promise<number> {
  const index = await openSearchIndex(indexDir, embedder.fingerprint);
  if (index === null) throw new Error(`no index in ${indexDir}`);
  const { articles, passages, vectorRows } = index;
  const texts: string[] = [];
  const changes: ChangedPassage[] = [];
  let bytes = vectorRows.size * vectorRows.dims * Float32Array.BYTES_PER_ELEMENT;
  for (let position = 0; position < passages.size; position++) {
    const row = passages.at(position);
    const article = articles.at(row.article);
    const passage = { ...row, articleId: article.id, published: article.date };
    const text = passageInput(article, passage, embedder);
    texts.push(text);
    bytes += Buffer.byteLength(article.text.slice(row.start, row.end));
    if (row.article % CHANGED === 0) changes.push({ position, text: text + ADDED });
  }
  const exact = new ExactVectorStore(vectorRows);
  const nearest: number[][] = [];
  const questions = await readFile(path.join(folder, SIZE_FILES.questions), 'utf8');
  for (const question of JSON.parse(questions) as string[]) {
    const hits = await exact.nearest(await embedder.embedQuestion(question), DEPTH);
    nearest.push(hits.map(({ passage }) => passage));
  }
  await write(folder, SIZE_FILES.passages, texts);
  await write(folder, SIZE_FILES.changes, changes);
  await write(folder, SIZE_FILES.nearest, nearest);
  return bytes;
}

const ADDED = ' The mayor resigned in the evening.';

/** Changes every passage of one article in a hundred. */
export async function changeArticles(folder: string, size: number): Promise<void> {
  for (let article = 0; article * PASSAGES_PER_ARTICLE < size; article += CHANGED) {
    const file = fileOf(folder, article);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/\.$/gm, `.${ADDED}`));
  }
}

function fileOf(folder: string, article: number): string {
  return path.join(folder, SIZE_FILES.corpus, articleFile(article));
}

async function write(folder: string, name: string, content: unknown): Promise<void> {
  await writeFile(path.join(folder, name), JSON.stringify(content));
}

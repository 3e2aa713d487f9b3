import path from 'node:path';
import type { Embedder } from '../../src/embeddings/embedder.ts';
import { readBeirDataset } from '../../src/eval/beir.ts';
import { holdsGold, readGoldQuestions } from '../../src/eval/gold-questions.ts';
import { mean, ndcg } from '../../src/eval/metrics.ts';
import { buildIndex } from '../../src/retrieval/build-index.ts';
import { indexCorpus } from '../../src/retrieval/index-corpus.ts';
import { exportCollection, INDEX_FOLDER } from './export-collection.ts';

/** A set of questions over passages, and how what was found for them is judged. */
export interface Task {
  readonly name: string;
  readonly passages: number;
  readonly questions: number;
  /** What the figures are that `judge` returns. */
  readonly measures: readonly string[];
  /** @param found positions of passages for each question, best first. */
  judge(found: readonly (readonly number[])[]): number[];
}

/**
 * Questions with gold passages over a folder of articles; those without an answer are left out. A hit
 * at 3: one of the first three passages holds a gold passage.
 */
export async function prepareGoldTask(
  questionsFile: string,
  corpusDir: string,
  folder: string,
  embedder: Embedder,
): Promise<Task> {
  const all = await readGoldQuestions(questionsFile);
  const questions = all.filter(({ gold }) => gold.length > 0);
  const indexDir = path.join(folder, INDEX_FOLDER);
  await indexCorpus({ corpusDir, indexDir, embedder, sampleCorpus: true, full: true });
  const texts = questions.map(({ question }) => question);
  const passages = await exportCollection(folder, texts, embedder);
  const name = path.basename(questionsFile, '.jsonl');
  const hitRate = (found: readonly (readonly number[])[], depth: number): number =>
    mean(
      questions.map(({ gold }, question) =>
        found[question]!.slice(0, depth).some((position) =>
          holdsGold(passages[position]!.text, gold),
        )
          ? 1
          : 0,
      ),
    );
  return {
    name,
    passages: passages.length,
    questions: questions.length,
    measures: [`${name} hit@1`, `${name} hit@3`],
    judge: (found) => [hitRate(found, 1), hitRate(found, 3)],
  };
}

/** A BEIR data set; a document stands where its first passage does. */
export async function prepareBeirTask(
  datasetDir: string,
  folder: string,
  embedder: Embedder,
): Promise<Task> {
  const { name, articles, queries } = await readBeirDataset(datasetDir);
  await buildIndex(articles, path.join(folder, INDEX_FOLDER), embedder);
  const texts = queries.map(({ text }) => text);
  const passages = await exportCollection(folder, texts, embedder);
  return {
    name,
    passages: passages.length,
    questions: queries.length,
    measures: [`${name} nDCG@10`],
    judge: (found) => [
      mean(
        queries.map(({ judgements }, query) => {
          const documents = found[query]!.map((position) => passages[position]!.document);
          return ndcg([...new Set(documents)], judgements, 10);
        }),
      ),
    ],
  };
}

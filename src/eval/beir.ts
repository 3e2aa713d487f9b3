import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { type Article, completeArticle } from '../corpus/article.ts';
import { ConfigError, messageOf } from '../errors.ts';
import { readJsonLines } from '../json-lines.ts';
import type { Judgements } from './metrics.ts';

/** A retrieval data set in the layout of BEIR (Thakur et al. 2021). */
export interface BeirDataset {
  /** The folder's name. */
  readonly name: string;
  /** One article a document; its path is the document's id. */
  readonly articles: readonly Article[];
  /** Only queries that have judgements. */
  readonly queries: readonly BeirQuery[];
}

export interface BeirQuery {
  readonly id: string;
  readonly text: string;
  readonly judgements: Judgements;
}

const documentSchema = v.object({
  _id: v.string(),
  title: v.optional(v.string(), ''),
  text: v.string(),
});
const querySchema = v.object({ _id: v.string(), text: v.string() });

/**
 * Reads `corpus.jsonl`, `queries.jsonl` and `qrels/test.tsv` below a folder.
 *
 * @throws ConfigError naming the file, and the line, that is not as it should be.
 */
export async function readBeirDataset(folder: string): Promise<BeirDataset> {
  const documents = await readJsonLines(path.join(folder, 'corpus.jsonl'), documentSchema);
  const queries = await readJsonLines(path.join(folder, 'queries.jsonl'), querySchema);
  const judgements = await readJudgements(path.join(folder, 'qrels', 'test.tsv'));
  return {
    name: path.basename(path.resolve(folder)),
    articles: documents.map(({ _id, title, text }) =>
      completeArticle(_id, {
        title: title.trim() || null,
        date: null,
        outlet: null,
        url: null,
        language: null,
        note: null,
        text,
        excluded: [],
      }),
    ),
    queries: queries.flatMap(({ _id, text }) => {
      const judged = judgements.get(_id);
      return judged === undefined ? [] : [{ id: _id, text, judgements: judged }];
    }),
  };
}

async function readJudgements(file: string): Promise<Map<string, Map<string, number>>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`cannot read the judgements: ${messageOf(error)}`, { cause: error });
  }
  const judgements = new Map<string, Map<string, number>>();
  const [, ...rows] = text.trim().split(/\r?\n/);
  rows.forEach((row, index) => {
    const [query, document, grade] = row.split('\t');
    if (query === undefined || document === undefined || !/^-?\d+$/.test(grade ?? '')) {
      throw new ConfigError(
        `${file}, line ${index + 2}: expected query id, document id and grade with tabs between, found "${row}"`,
      );
    }
    const ofQuery = judgements.get(query) ?? new Map<string, number>();
    judgements.set(query, ofQuery.set(document, Number(grade)));
  });
  return judgements;
}

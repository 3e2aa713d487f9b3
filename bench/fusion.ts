/**
 * Ways to put the lexical and the vector search together, compared on BEIR data sets by nDCG@10:
 * each alone, reciprocal rank fusion, a weighted sum of scaled scores, and what `ask` uses (the sum
 * with the best sentence in it).
 *
 *     npm run bench:fusion -- DIR [DIR …]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EMBEDDED_MODEL_DIR } from '../src/config.ts';
import { readProfile } from '../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../src/embeddings/transformers-embedder.ts';
import { readBeirDataset } from '../src/eval/beir.ts';
import { mean, ndcg } from '../src/eval/metrics.ts';
import { buildIndex } from '../src/retrieval/build-index.ts';
import { type RankedPassage, type Ranking, retrieve } from '../src/retrieval/retrieve.ts';
import { openSearchIndex, type SearchIndex } from '../src/retrieval/search-index.ts';

const DEPTH = 100;
/** The constant of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009). */
const RRF_K = 60;

type Method = (lists: Record<Ranking, readonly RankedPassage[]>) => Map<number, number>;

const METHODS: Record<string, Method> = {
  lexical: ({ lexical }) => scores(lexical),
  vector: ({ vector }) => scores(vector),
  RRF: ({ lexical, vector }) => sum([reciprocalRanks(lexical), 1], [reciprocalRanks(vector), 1]),
  'sum 0.2': ({ lexical, vector }) => sum([scores(lexical), 0.8], [scores(vector), 0.2]),
  'sum 0.3': ({ lexical, vector }) => sum([scores(lexical), 0.7], [scores(vector), 0.3]),
  'sum 0.4': ({ lexical, vector }) => sum([scores(lexical), 0.6], [scores(vector), 0.4]),
  ask: ({ fused }) => scores(fused),
};

const embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
console.log(['data set'.padEnd(20), ...Object.keys(METHODS)].join('\t'));
for (const dir of process.argv.slice(2)) {
  const dataset = await readBeirDataset(dir);
  const indexDir = await mkdtemp(path.join(tmpdir(), 'verbatim-bench-'));
  await buildIndex(dataset.articles, indexDir, embedder);
  const index = await openSearchIndex(indexDir, embedder.fingerprint);
  if (index === null) throw new Error('no index after building');
  const results = new Map<string, number[]>(Object.keys(METHODS).map((name) => [name, []]));
  for (const { text, judgements } of dataset.queries) {
    const lists = {
      lexical: await search(index, text, 'lexical'),
      vector: await search(index, text, 'vector'),
      fused: await search(index, text, 'fused'),
    };
    for (const [name, method] of Object.entries(METHODS)) {
      results.get(name)?.push(ndcg(documents(index, method(lists)), judgements, 10));
    }
  }
  const row = [...results.values()].map((values) => mean(values).toFixed(3));
  console.log([dataset.name.padEnd(20), ...row].join('\t'));
  await rm(indexDir, { recursive: true });
}

async function search(
  index: SearchIndex,
  question: string,
  ranking: Ranking,
): Promise<readonly RankedPassage[]> {
  return (await retrieve(index, embedder, question, { ranking, count: DEPTH })).passages;
}

function scores(list: readonly RankedPassage[]): Map<number, number> {
  return new Map(list.map(({ passage, relevance }) => [passage, relevance]));
}

function reciprocalRanks(list: readonly RankedPassage[]): Map<number, number> {
  return new Map(list.map(({ passage }, position) => [passage, 1 / (RRF_K + position + 1)]));
}

function sum(...parts: readonly (readonly [Map<number, number>, number])[]): Map<number, number> {
  const total = new Map<number, number>();
  for (const [part, weight] of parts) {
    for (const [passage, score] of part) {
      total.set(passage, (total.get(passage) ?? 0) + weight * score);
    }
  }
  return total;
}

/** The documents of the passages, best first, each where its best passage stands. */
function documents(index: SearchIndex, passages: Map<number, number>): string[] {
  const ordered = [...passages].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return [
    ...new Set(
      ordered.map(([passage]) => index.articles.row(index.passages.articleOf(passage)).path),
    ),
  ];
}

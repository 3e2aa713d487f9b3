/**
 * What each signal of the ranking brings: the first and the first three passages of questions with
 * known passages, with all signals and without one of them at a time, over both halves of the
 * questions. Weights are chosen on the even half only. Silence is left out of account.
 *
 *     npm run bench:ablation -- --questions FILE [--questions FILE …] --corpus DIR [--corpus DIR …]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openAliases } from '../src/cli/engine.ts';
import { EMBEDDED_MODEL_DIR, loadConfig } from '../src/config.ts';
import { readProfile } from '../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../src/embeddings/transformers-embedder.ts';
import { holdsGold, readGoldQuestions } from '../src/eval/gold-questions.ts';
import { NO_ALIASES } from '../src/retrieval/aliases.ts';
import { indexCorpus } from '../src/retrieval/index-corpus.ts';
import { RANKING_WEIGHTS, type RankingWeights } from '../src/retrieval/rank-candidates.ts';
import {
  NO_RELATED_WORDS,
  type RelatedWords,
  WORDNET_WORDS,
} from '../src/retrieval/related-words.ts';
import { retrieve } from '../src/retrieval/retrieve.ts';
import { openSearchIndex, type SearchIndex } from '../src/retrieval/search-index.ts';

interface Variant {
  readonly name: string;
  readonly weights: RankingWeights;
  readonly hasAliases: boolean;
  readonly related: RelatedWords;
}

const { values } = parseArgs({
  options: {
    questions: { type: 'string', multiple: true, default: [] },
    corpus: { type: 'string', multiple: true, default: [] },
    /** `NAME=WEIGHT`: a further line with that weight. */
    try: { type: 'string', multiple: true, default: [] },
  },
});

const ALL: Variant = {
  name: 'all',
  weights: RANKING_WEIGHTS,
  hasAliases: true,
  related: WORDNET_WORDS,
};
const variants: Variant[] = [
  ALL,
  ...Object.keys(RANKING_WEIGHTS).map((name) => ({
    ...ALL,
    name: `without ${name}`,
    weights: { ...RANKING_WEIGHTS, [name]: 0 },
  })),
  { ...ALL, name: 'without other names', hasAliases: false },
  { ...ALL, name: 'without related words', related: NO_RELATED_WORDS },
  ...values.try.map((trial) => ({
    ...ALL,
    name: trial,
    weights: {
      ...RANKING_WEIGHTS,
      ...Object.fromEntries(
        trial.split(',').map((part) => [part.split('=')[0], Number(part.split('=')[1])]),
      ),
    },
  })),
];
const embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
/** For each variant and half the ranks of the right passages, 0 for the first. */
const ranks = variants.map((): [number[], number[]] => [[], []]);
for (const corpusDir of values.corpus) await rankAll(corpusDir);
console.log(`| ${ranks[0]![0].length + ranks[0]![1].length} questions | even | odd |`);
console.log('| --- | --- | --- |');
variants.forEach(({ name }, variant) => {
  const [even, odd] = ranks[variant]!.map((half) => `${hits(half, 1)} / ${hits(half, 3)}`);
  console.log(`| ${name} | ${even} | ${odd} |`);
});

async function rankAll(corpusDir: string): Promise<void> {
  const indexDir = await mkdtemp(path.join(tmpdir(), 'verbatim-ablation-'));
  try {
    await indexCorpus({ corpusDir, sampleCorpus: true, indexDir, embedder });
    const aliases = await openAliases(loadConfig({ CORPUS_DIR: corpusDir }));
    const indexes = {
      with: await openSearchIndex(indexDir, embedder.fingerprint, aliases),
      without: await openSearchIndex(indexDir, embedder.fingerprint, NO_ALIASES),
    };
    for (const file of values.questions) {
      const questions = (await readGoldQuestions(file)).filter(({ gold }) => gold.length > 0);
      for (const [position, { question, gold }] of questions.entries()) {
        for (const [place, variant] of variants.entries()) {
          const index = indexes[variant.hasAliases ? 'with' : 'without']!;
          const rank = await rankOf(index, question, gold, variant);
          ranks[place]![position % 2]!.push(rank);
        }
      }
    }
  } finally {
    await rm(indexDir, { recursive: true });
  }
}

async function rankOf(
  index: SearchIndex,
  question: string,
  gold: readonly string[],
  { weights, related }: Variant,
): Promise<number> {
  const { passages } = await retrieve(index, embedder, question, { weights, related, count: 3 });
  const rank = passages.findIndex(({ passage }) => {
    const { article, start, end } = index.passages.at(passage);
    return holdsGold(index.articles.at(article).text.slice(start, end), gold);
  });
  return rank === -1 ? Infinity : rank;
}

function hits(of: readonly number[], count: number): string {
  return (of.filter((rank) => rank < count).length / of.length).toFixed(3);
}

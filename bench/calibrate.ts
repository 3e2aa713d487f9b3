/**
 * Fits the confidence: a logistic regression from the evidence for a first quote to whether it
 * answers. Prints the weights for src/retrieval/evidence.ts, fitted on every second question, and
 * what they do to the questions that the fit has not seen.
 *
 *     npm run calibrate -- --questions FILE [--questions FILE …] --corpus DIR [--corpus DIR …]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { EMBEDDED_MODEL_DIR } from '../src/config.ts';
import { readProfile } from '../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../src/embeddings/transformers-embedder.ts';
import { holdsGold, readGoldQuestions } from '../src/eval/gold-questions.ts';
import { type Evidence, gatherEvidence } from '../src/retrieval/evidence.ts';
import { indexCorpus } from '../src/retrieval/index-corpus.ts';
import { matchPassage } from '../src/retrieval/match-passage.ts';
import { retrieve } from '../src/retrieval/retrieve.ts';
import { openSearchIndex } from '../src/retrieval/search-index.ts';

interface Example {
  readonly evidence: Evidence;
  readonly answerable: boolean;
  /** Whether the first passage answers. */
  readonly right: boolean;
}

const NAMES: readonly (keyof Evidence)[] = [
  'similarity',
  'coverage',
  'sentenceCoverage',
  'matchedTerms',
  'missingNames',
  'unknownNames',
];
const STEPS = 20_000;
const STEP_SIZE = 1;
/** Keeps weights small that few examples speak for. */
const REGULARIZATION = 0.001;

const { values } = parseArgs({
  options: {
    questions: { type: 'string', multiple: true, default: [] },
    corpus: { type: 'string', multiple: true, default: [] },
  },
});

const examples: Example[] = [];
for (const corpusDir of values.corpus) examples.push(...(await examplesFrom(corpusDir)));
const seen = examples.filter((_, position) => position % 2 === 0);
const unseen = examples.filter((_, position) => position % 2 === 1);
const weights = fit(seen);
console.log(`fitted on ${seen.length} questions:`, describe(weights));
console.log(`fitted on all ${examples.length}:`, describe(fit(examples)));
for (const threshold of [0.25, 0.3, 0.35, 0.4, 0.45, 0.5]) {
  const silent = (of: readonly Example[]): string =>
    (
      of.filter(({ evidence }) => predict(weights, evidence) < threshold).length / of.length
    ).toFixed(3);
  console.log(
    `silent below ${threshold}: ${silent(unseen.filter(({ answerable }) => !answerable))} of the ` +
      `unanswerable, ${silent(unseen.filter(({ answerable }) => answerable))} of the answerable`,
  );
}

async function examplesFrom(corpusDir: string): Promise<Example[]> {
  const embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
  const indexDir = await mkdtemp(path.join(tmpdir(), 'verbatim-calibrate-'));
  try {
    await indexCorpus({ corpusDir, sampleCorpus: true, indexDir, embedder });
    const index = await openSearchIndex(indexDir, embedder.fingerprint);
    if (index === null) throw new Error('no index after building');
    const found: Example[] = [];
    for (const file of values.questions) {
      for (const { question, gold } of await readGoldQuestions(file)) {
        const { passages, asked } = await retrieve(index, embedder, question, { count: 1 });
        const [first] = passages;
        if (first === undefined) continue;
        const { passage, similarity, coverage } = first;
        const match = matchPassage(index, passage, asked.terms, asked.expected);
        const { article, start, end } = index.passages.at(passage);
        found.push({
          evidence: gatherEvidence(similarity, coverage, match, asked.terms),
          answerable: gold.length > 0,
          right: holdsGold(index.articles.at(article).text.slice(start, end), gold),
        });
      }
    }
    return found;
  } finally {
    await rm(indexDir, { recursive: true });
  }
}

/** Gradient descent on the logistic loss; the bias comes last. */
function fit(from: readonly Example[]): number[] {
  const fitted = Array.from({ length: NAMES.length + 1 }, () => 0);
  for (let step = 0; step < STEPS; step++) {
    const gradient = fitted.map((weight) => REGULARIZATION * weight);
    for (const { evidence, right } of from) {
      const error = (predict(fitted, evidence) - (right ? 1 : 0)) / from.length;
      NAMES.forEach((name, position) => (gradient[position]! += error * evidence[name]));
      gradient[NAMES.length]! += error;
    }
    gradient.forEach((slope, position) => (fitted[position]! -= STEP_SIZE * slope));
  }
  return fitted;
}

function predict(fitted: readonly number[], evidence: Evidence): number {
  const logit = NAMES.reduce(
    (sum, name, position) => sum + fitted[position]! * evidence[name],
    fitted[NAMES.length]!,
  );
  return 1 / (1 + Math.exp(-logit));
}

function describe(fitted: readonly number[]): string {
  return [...NAMES, 'bias']
    .map((name, position) => `${name} ${fitted[position]!.toFixed(2)}`)
    .join(', ');
}

/**
 * Fits the confidence: a logistic regression from the evidence for a first quote to whether it
 * answers. Prints the weights for src/retrieval/evidence.ts, fitted on the even half of each file, and
 * what they do to both halves: nothing is chosen by the odd one.
 *
 *     npm run calibrate -- --questions FILE [--questions FILE …] --corpus DIR [--corpus DIR …]
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
import { type Half, takeHalf } from '../src/eval/half.ts';
import { calibrationError } from '../src/eval/metrics.ts';
import { dateAgreement } from '../src/retrieval/date-agreement.ts';
import { type Evidence, readEvidence } from '../src/retrieval/evidence.ts';
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
  'matchedTerms',
  'sentenceTerms',
  'sentenceCoverage',
  'missingNames',
  'unknownNames',
  'lacksAnswer',
  'otherDays',
];
const STEPS = 20_000;
const STEP_SIZE = 1;
/** Keeps weights small that few examples speak for. */
const REGULARIZATION = 0.0003;
const THRESHOLDS = [0.28, 0.29, 0.3, 0.31, 0.32, 0.33, 0.34];

const { values } = parseArgs({
  options: {
    questions: { type: 'string', multiple: true, default: [] },
    corpus: { type: 'string', multiple: true, default: [] },
  },
});

const embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
const halves: Readonly<Record<Half, Example[]>> = { even: [], odd: [] };
for (const corpusDir of values.corpus) await gatherExamples(corpusDir);
const weights = fit(halves.even);
console.log(`fitted on ${halves.even.length} questions:`, describe(weights));
for (const [half, examples] of Object.entries(halves)) report(half, examples);

/** Adds what the questions find in a corpus to the halves. */
async function gatherExamples(corpusDir: string): Promise<void> {
  const indexDir = await mkdtemp(path.join(tmpdir(), 'verbatim-calibrate-'));
  try {
    await indexCorpus({ corpusDir, sampleCorpus: true, indexDir, embedder });
    const aliases = await openAliases(loadConfig({ CORPUS_DIR: corpusDir }));
    const index = await openSearchIndex(indexDir, embedder.fingerprint, aliases);
    if (index === null) throw new Error('no index after building');
    for (const file of values.questions) {
      const questions = await readGoldQuestions(file);
      for (const half of ['even', 'odd'] as const) {
        for (const { question, gold } of takeHalf(questions, half)) {
          const { passages, asked } = await retrieve(index, embedder, question, { count: 1 });
          const [first] = passages;
          if (first === undefined) continue;
          const match = matchPassage(index, first.passage, asked.terms, asked.expected);
          const { article, start, end, eventDates } = index.passages.at(first.passage);
          const { date, text } = index.articles.at(article);
          halves[half].push({
            evidence: readEvidence(match, asked, dateAgreement(asked.dates, eventDates, date)),
            answerable: gold.length > 0,
            right: holdsGold(text.slice(start, end), gold),
          });
        }
      }
    }
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

function report(half: string, examples: readonly Example[]): void {
  const predictions = examples.map(({ evidence, right }) => ({
    confidence: predict(weights, evidence),
    correct: right,
  }));
  console.log(`${half}: calibration error ${calibrationError(predictions).toFixed(3)}`);
  for (const threshold of THRESHOLDS) {
    const silent = (of: readonly Example[]): string =>
      (
        of.filter(({ evidence }) => predict(weights, evidence) < threshold).length / of.length
      ).toFixed(3);
    console.log(
      `  silent below ${threshold}: ` +
        `${silent(examples.filter(({ answerable }) => !answerable))} of the unanswerable, ` +
        `${silent(examples.filter(({ answerable }) => answerable))} of the answerable`,
    );
  }
}

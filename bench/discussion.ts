/**
 * How sure an answer has to be before the bot joins in: what of chatter wakes it, which of the questions
 * that members put to everybody it answers, and which of those without an answer. Prints Markdown, over
 * the bundled corpus or another, before any wait or cool-down.
 *
 *     npm run bench:discussion -- [--corpus DIR]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { openAliases } from '../src/cli/engine.ts';
import { EMBEDDED_MODEL_DIR, loadConfig } from '../src/config.ts';
import { findQuestion } from '../src/discussion/find-question.ts';
import { isSureEnough } from '../src/discussion/is-sure-enough.ts';
import { readProfile } from '../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../src/embeddings/transformers-embedder.ts';
import { holdsGold, readGoldQuestions } from '../src/eval/gold-questions.ts';
import { readJsonLines } from '../src/json-lines.ts';
import { answerQuestion } from '../src/quotes/answer-question.ts';
import type { Answer } from '../src/quotes/quote.ts';
import { indexCorpus } from '../src/retrieval/index-corpus.ts';
import { openSearchIndex } from '../src/retrieval/search-index.ts';
import { chatMessage } from '../tests/support/chat-messages.ts';

const THRESHOLDS = [0.3, 0.5, 0.65, 0.75, 0.85, 0.9];
const half = v.picklist(['tuning', 'held-out']);
const chatterSchema = v.object({ text: v.string(), half });
const questionSchema = v.object({ question: v.string(), gold: v.array(v.string()), half });

/** What is said, and what the bot would answer: null where it is no question to everybody. */
interface Heard {
  readonly question: string;
  readonly answer: Answer | null;
  readonly half?: v.InferOutput<typeof half>;
  /** Passages of which one has to be quoted; absent of chatter. */
  readonly gold?: readonly string[];
}

const { values } = parseArgs({ options: { corpus: { type: 'string' } } });
const config = loadConfig(values.corpus === undefined ? {} : { CORPUS_DIR: values.corpus });
const embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
const indexDir = await mkdtemp(path.join(tmpdir(), 'verbatim-discussion-'));
try {
  await indexCorpus({ corpusDir: config.corpusDir, sampleCorpus: true, indexDir, embedder });
  const index = await openSearchIndex(indexDir, embedder.fingerprint, await openAliases(config));
  if (index === null) throw new Error('no index after building');
  const answerTo = (question: string): Promise<Answer> => answerQuestion(index, embedder, question);
  const hear = async (text: string): Promise<Heard> => {
    const question = findQuestion(chatMessage(text));
    return {
      question: question ?? text,
      answer: question === null ? null : await answerTo(question),
    };
  };

  const chatter: Heard[] = [];
  for (const line of await readJsonLines(evalFile('chatter'), chatterSchema)) {
    chatter.push({ ...(await hear(line.text)), half: line.half });
  }
  const questions: Heard[] = [];
  for (const line of await readJsonLines(evalFile('discussion-questions'), questionSchema)) {
    questions.push({ ...(await hear(line.question)), half: line.half, gold: line.gold });
  }
  const asked: Heard[] = [];
  for (const name of ['questions', 'everyday-questions']) {
    for (const { question, gold } of await readGoldQuestions(evalFile(name))) {
      asked.push({ question, gold, answer: await answerTo(question) });
    }
  }
  report({ chatter, questions, asked });
} finally {
  await rm(indexDir, { recursive: true });
}

function report(
  heard: Readonly<Record<'chatter' | 'questions' | 'asked', readonly Heard[]>>,
): void {
  console.log(
    '| confidence | chatter | questions | right first | unanswerable | answerable | right |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const threshold of THRESHOLDS) {
    const joins = joinsIn(threshold);
    const questions = heard.questions.filter(joins);
    const asked = heard.asked.filter(joins);
    const answerable = asked.filter(({ gold }) => gold?.length !== 0);
    const cells = [
      threshold,
      byHalf(heard.chatter.filter(joins)),
      byHalf(questions),
      `${questions.filter(isRight).length} of ${questions.length}`,
      asked.length - answerable.length,
      answerable.length,
      answerable.filter(isRight).length,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

/** What the bot joins in on, were its threshold this one. */
function joinsIn(threshold: number): (heard: Heard) => boolean {
  return ({ question, answer }) =>
    answer !== null &&
    answer.confidence >= threshold &&
    isSureEnough({ ...answer, confidence: 1 }, question);
}

function byHalf(heard: readonly Heard[]): string {
  const tuning = heard.filter((one) => one.half === 'tuning').length;
  return `${tuning} + ${heard.length - tuning}`;
}

function isRight({ answer, gold = [] }: Heard): boolean {
  const [first] = answer?.quotes ?? [];
  return first !== undefined && holdsGold(first.text, gold);
}

function evalFile(name: string): string {
  return path.join('tests', 'eval', `${name}.jsonl`);
}

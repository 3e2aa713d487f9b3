/**
 * How long it takes to check a quote beside how long it takes to answer a question, on the same
 * generated corpus: quotes that are exact, altered and absent, and the first check, which reads all
 * articles.
 *
 *     npm run bench:checking -- [NUMBER OF PASSAGES]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { QuoteChecker } from '../src/check/quote-checker.ts';
import { openEngine } from '../src/cli/engine.ts';
import { readGoldQuestions } from '../src/eval/gold-questions.ts';
import { loadConfig } from '../src/config.ts';
import { percentile } from '../src/eval/metrics.ts';
import { splitSentences } from '../src/passages/split-sentences.ts';
import { answerQuestion } from '../src/quotes/answer-question.ts';
import { checkQuote } from '../src/quotes/check-quote.ts';
import { randomNumbers } from '../tests/support/fake-embedder.ts';
import { generateCorpus } from '../tests/support/generated-corpus.ts';

const ROUNDS = 200;
const passages = Number(process.argv[2] ?? 20_000);

const folder = mkdtempSync(path.join(tmpdir(), 'verbatim-bench-'));
try {
  const corpusDir = path.join(folder, 'corpus');
  await generateCorpus(corpusDir, { passages, seed: 'checking' });
  const settings = { CORPUS_DIR: corpusDir, INDEX_DIR: path.join(folder, 'index') };
  const { index, embedder } = await openEngine(loadConfig(settings));
  const checker = new QuoteChecker(index);
  const next = randomNumbers('quotes');
  const quotes = Array.from({ length: ROUNDS }, () => {
    const { article, start, end } = index.passages.at(Math.floor(next() * index.passages.size));
    const { text } = index.articles.at(article);
    const sentences = splitSentences(text, { start, end }).slice(1);
    const sentence = sentences[Math.floor(next() * sentences.length)] ?? { start, end };
    return text.slice(sentence.start, sentence.end);
  });
  const altered = quotes.map((quote) => quote.replace(/\d+/, '77777'));
  const questions = await readGoldQuestions('tests/eval/everyday-questions.jsonl');
  const absent = quotes.map((_, position) => questions[position % questions.length]!.question);

  const before = process.memoryUsage();
  console.log(`first check: ${timeOf(() => checkQuote(index, checker, quotes[0]!)).toFixed(0)} ms`);
  const after = process.memoryUsage();
  const mebibytes = (after.arrayBuffers - before.arrayBuffers) / 2 ** 20;
  console.log(`  which takes ${mebibytes.toFixed(0)} MiB for the words`);
  const times = {
    question: [] as number[],
    exact: [] as number[],
    altered: [] as number[],
    absent: [] as number[],
  };
  const verdicts = new Map<string, number>();
  const check = (kind: 'exact' | 'altered' | 'absent', quote: string): void => {
    times[kind].push(
      timeOf(() => {
        const { verdict } = checkQuote(index, checker, quote);
        verdicts.set(`${kind}: ${verdict}`, (verdicts.get(`${kind}: ${verdict}`) ?? 0) + 1);
      }),
    );
  };
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    await answerQuestion(index, embedder, quotes[round]!);
    times.question.push(performance.now() - started);
    check('exact', quotes[round]!);
    check('altered', altered[round]!);
    check('absent', absent[round]!);
  }
  console.log(`${passages} passages, ${ROUNDS} of each, in ms`);
  for (const [kind, list] of Object.entries(times)) {
    const [p50, p95] = [percentile(list, 0.5), percentile(list, 0.95)];
    console.log(`  ${kind.padEnd(9)} p50 ${p50.toFixed(2)}  p95 ${p95.toFixed(2)}`);
  }
  console.log(`  ${[...verdicts].map((entry) => entry.join(' ')).join(', ')}`);
} finally {
  rmSync(folder, { recursive: true });
}

function timeOf(run: () => unknown): number {
  const started = performance.now();
  run();
  return performance.now() - started;
}
